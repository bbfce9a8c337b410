"""OPML 2.0: lists of feeds as readers exchange them."""

import re
from collections.abc import Iterable

from lxml import etree
from msgspec import Struct

from newsloom.model.errors import Unreadable
from newsloom.model.ids import content_id
from newsloom.model.types import Source
from newsloom.model.urls import host_of
from newsloom.sources.feed_text import squeeze

_DEEPEST = 50
_XML_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class Outline(Struct, frozen=True):
    """One feed of a list. ``folder`` are the folders above it, from the outside in."""

    url: str
    title: str = ""
    site: str = ""
    lang: str = ""
    folder: tuple[str, ...] = ()


def source_id(kind: str, url: str) -> str:
    """The id of a source: derived from what it is and where."""
    return content_id("s", kind, url)


def _attributes(element: etree._Element) -> dict[str, str]:
    """Attributes with lower-case names: ``xmlUrl`` is met as ``xmlurl`` as well."""
    return {str(name).lower(): squeeze(str(value)) for name, value in element.attrib.items()}


def read_opml(data: bytes) -> list[Outline]:
    """The feeds of an OPML file in order, each address once; tolerant of broken markup.

    Raises Unreadable when there is no outline in it at all.
    """
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data.strip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    outlines = [] if root is None else [one for one in root.iter() if str(one.tag) == "outline"]
    if root is None or not outlines:
        raise Unreadable("malformed", "this is no OPML: it holds no outline")
    found: dict[str, Outline] = {}
    for element in outlines:
        named = _attributes(element)
        url = named.get("xmlurl", "")
        if not re.match(r"https?://", url, re.IGNORECASE):
            continue
        folders = [_attributes(up) for up in element.iterancestors("outline")][:_DEEPEST]
        found.setdefault(
            url,
            Outline(
                url=url,
                title=named.get("title") or named.get("text") or "",
                site=named.get("htmlurl", ""),
                lang=named.get("language", ""),
                folder=tuple(up.get("text") or up.get("title") or "" for up in reversed(folders)),
            ),
        )
    return list(found.values())


def to_source(outline: Outline) -> Source:
    """A feed of a list as a source; its outlet is the title, else the host."""
    domain = host_of(outline.site) or host_of(outline.url)
    lang = outline.lang.partition("-")[0].lower()
    return Source(
        id=source_id("feed", outline.url),
        kind="feed",
        url=outline.url,
        outlet=outline.title or domain,
        domain=domain,
        title=outline.title,
        lang=lang if re.fullmatch(r"[a-z]{2,3}", lang) else "",
    )


def _clean(text: str) -> str:
    return _XML_ILLEGAL.sub("", text)


def write_opml(sources: Iterable[Source], title: str = "Newsloom") -> bytes:
    """An OPML 2.0 file of the feeds among the sources, in their order, as UTF-8."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = _clean(title)
    body = etree.SubElement(root, "body")
    for source in sources:
        if source.kind != "feed":
            continue
        name = _clean(source.title or source.outlet)
        named = {"type": "rss", "text": name, "title": name, "xmlUrl": _clean(source.url)}
        if source.domain:
            named["htmlUrl"] = f"https://{_clean(source.domain)}/"
        if source.lang:
            named["language"] = source.lang
        etree.SubElement(body, "outline", named)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
