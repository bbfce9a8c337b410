"""OPML 2.0: lists of feeds as readers exchange them, in folders.

What OPML has no word for stands in attributes of a namespace of ours, which other readers pass
over: sitemaps and section pages are ``type="link"`` with ``newsloom:kind``.
"""

import html
import re
from collections.abc import Iterable, Iterator

from lxml import etree
from msgspec import Struct

from newsloom.model.errors import Unreadable
from newsloom.model.facts import Source, SourceKind
from newsloom.model.ids import content_id
from newsloom.model.urls import host_of
from newsloom.sources.feed_text import squeeze

NAMESPACE = "urn:newsloom:opml"
_OWN = f"{{{NAMESPACE}}}"
_DEEPEST = 50
_XML_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
_ENCODING = re.compile(rb"^\s*<\?xml[^>]*encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_REFERENCE = re.compile(r"&(#\d+;|#[xX][0-9a-fA-F]+;|(\w+);)?")
_XML_NAMES = ("amp", "lt", "gt", "quot", "apos")
_KINDS: dict[str, SourceKind] = {"sitemap": "sitemap", "section": "section"}


class Outline(Struct, frozen=True):
    """One source of a list. ``folder`` are the folders above it, from the outside in."""

    url: str
    title: str = ""
    site: str = ""
    lang: str = ""
    folder: tuple[str, ...] = ()
    kind: SourceKind = "feed"
    outlet: str = ""
    country: str = ""


def source_id(kind: str, url: str) -> str:
    """The id of a source: derived from what it is and where."""
    return content_id("s", kind, url)


def _attributes(element: etree._Element) -> dict[str, str]:
    """Attributes with lower-case names: ``xmlUrl`` is met as ``xmlurl`` as well.

    Ours have ``newsloom:`` before them, whether the namespace is declared or was forgotten.
    """
    return {
        str(name).replace(_OWN, "newsloom:").lower(): squeeze(str(value))
        for name, value in element.attrib.items()
    }


def _decoded(data: bytes) -> str:
    """The bytes as text: as declared, else UTF-8 or UTF-16, else what Windows wrote."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    declared = _ENCODING.match(data)
    for encoding in (declared[1].decode() if declared else "utf-8", "utf-8"):
        try:
            return data.removeprefix(b"\xef\xbb\xbf").decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", "replace")


def _mended(text: str) -> str:
    """Ampersands that begin no reference, and names that only HTML knows, as XML has them."""

    def one(match: re.Match[str]) -> str:
        name = match[2]
        if match[1] is None:
            return "&amp;"
        if name is None or name in _XML_NAMES:
            return match[0]
        known = html.unescape(match[0])
        return html.escape(known) if known != match[0] else "&amp;" + match[1]

    return _REFERENCE.sub(one, text)


def _root(data: bytes) -> etree._Element | None:
    """The tree; of a file that is not well-formed, what can be mended of it."""
    data = data.strip()
    strict = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, strict)
    except (etree.XMLSyntaxError, ValueError, LookupError):
        pass
    text = _DECLARED.sub("", _XML_ILLEGAL.sub("", _decoded(data)).lstrip("\ufeff"))
    loose = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(_mended(text).strip().encode(), loose)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _is_outline(element: etree._Element) -> bool:
    tag = element.tag
    return isinstance(tag, str) and tag.rpartition("}")[2].lower() == "outline"


def _outlines(root: etree._Element | None) -> Iterator[etree._Element]:
    for element in root.iter() if root is not None else ():
        if _is_outline(element):
            yield element


def read_opml(data: bytes) -> list[Outline]:
    """The sources of an OPML file in order, each address once; tolerant of broken markup.

    Raises Unreadable when there is no outline in it at all.
    """
    elements = list(_outlines(_root(data)))
    if not elements:
        raise Unreadable("malformed", "this is no OPML: it holds no outline")
    found: dict[tuple[str, str], Outline] = {}
    for element in elements:
        named = _attributes(element)
        kind = _KINDS.get(named.get("newsloom:kind", ""), "feed")
        url = named.get("xmlurl", "") if kind == "feed" else named.get("url", "")
        if not re.match(r"https?://", url, re.IGNORECASE):
            continue
        found.setdefault(
            (kind, url),
            Outline(
                url=url,
                title=named.get("title") or named.get("text") or "",
                site=named.get("htmlurl", ""),
                lang=named.get("language", ""),
                folder=_folder(element, named),
                kind=kind,
                outlet=named.get("newsloom:outlet", ""),
                country=named.get("newsloom:country", ""),
            ),
        )
    return list(found.values())


def _folder(element: etree._Element, named: dict[str, str]) -> tuple[str, ...]:
    """The folders above an outline; where there are none, the first of its categories."""
    above = [_attributes(up) for up in element.iterancestors() if _is_outline(up)][:_DEEPEST]
    names = [up.get("text") or up.get("title") or "" for up in above if "xmlurl" not in up]
    if any(names):
        return tuple(name for name in reversed(names) if name)
    category = named.get("category", "").partition(",")[0]
    return tuple(part.strip() for part in category.split("/") if part.strip())[:_DEEPEST]


def to_source(outline: Outline) -> Source:
    """A line of a list as a source; its outlet is the title, else the host."""
    domain = host_of(outline.site) or host_of(outline.url)
    lang = outline.lang.partition("-")[0].lower()
    country = outline.country.upper()
    return Source(
        id=source_id(outline.kind, outline.url),
        kind=outline.kind,
        url=outline.url,
        outlet=outline.outlet or outline.title or domain,
        domain=domain,
        title=outline.title,
        lang=lang if re.fullmatch(r"[a-z]{2,3}", lang) else "",
        country=country if re.fullmatch(r"[A-Z]{2}", country) else "",
        folder=outline.folder,
    )


def _clean(text: str) -> str:
    return _XML_ILLEGAL.sub("", text)


def in_order(sources: Iterable[Source]) -> list[Source]:
    """Sources as a person would look for them: by folder, outlet and address."""
    return sorted(sources, key=lambda one: (one.folder, one.outlet.casefold(), one.url))


def write_opml(sources: Iterable[Source], title: str = "Newsloom") -> bytes:
    """An OPML 2.0 file of the sources in their folders, in their order, as UTF-8."""
    root = etree.Element("opml", version="2.0", nsmap={"newsloom": NAMESPACE})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = _clean(title)
    folders: dict[tuple[str, ...], etree._Element] = {(): etree.SubElement(root, "body")}
    for source in sources:
        path = tuple(name for name in map(squeeze, map(_clean, source.folder)) if name)
        for depth in range(1, len(path) + 1):
            if path[:depth] not in folders:
                above = folders[path[: depth - 1]]
                name = path[depth - 1]
                folders[path[:depth]] = etree.SubElement(above, "outline", text=name, title=name)
        etree.SubElement(folders[path], "outline", _written(source))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _written(source: Source) -> dict[str, str]:
    name = _clean(source.title or source.outlet)
    feed = source.kind == "feed"
    named = {"type": "rss" if feed else "link", "text": name, "title": name}
    named["xmlUrl" if feed else "url"] = _clean(source.url)
    if source.domain:
        named["htmlUrl"] = f"https://{_clean(source.domain)}/"
    if source.lang:
        named["language"] = source.lang
    own = {
        "kind": "" if feed else source.kind,
        "outlet": _clean(source.outlet) if source.outlet != source.title else "",
        "country": source.country,
    }
    return named | {_OWN + key: value for key, value in own.items() if value}
