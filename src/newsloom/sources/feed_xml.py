"""Well-formed RSS 0.9 to 2.0, RDF and Atom, read in one pass over an lxml tree."""

import base64
import re
from collections.abc import Iterator

from lxml import etree

from newsloom.sources.feed_text import absolute, person, plain_title, squeeze, unique
from newsloom.sources.feed_types import Entry, Feed, Pace
from newsloom.sources.moments import read_moment
from newsloom.sources.pace import read_pace

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_ATOM = {"http://www.w3.org/2005/atom", "http://purl.org/atom/ns#"}
_RSS = {
    "",
    "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/0.9/",
    "http://channel.netscape.com/rdf/simple/0.9/",
    "http://purl.org/net/rss1.1#",
    "http://backend.userland.com/rss2",
    "http://blogs.law.harvard.edu/tech/rss",
}
_PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://search.yahoo.com/mrss/": "media:",
    "http://purl.org/rss/1.0/modules/syndication/": "sy:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
}
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*encoding\s*=", re.IGNORECASE)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")

# The first of these that an entry has is its value, whichever order they stand in.
_PUBLISHED = ("pubdate", "published", "issued", "dcterms:issued", "dc:date", "created")
_UPDATED = ("updated", "modified", "dcterms:modified", "lastbuilddate", "dc:date")
_SUMMARY = ("description", "summary", "dc:description", "abstract", "media:description")


def _tree(
    data: bytes, url: str | None, content_type: str | None, recover: bool
) -> etree._Element | None:
    """The root, or None when the bytes are not well-formed or bring entities of their own."""
    if b"<!ENTITY" in data:
        return None
    charset = _CHARSET.search(content_type or "")
    encoding = None
    if charset and not _DECLARED.match(data) and not data.startswith(_BOMS):
        encoding = charset[1]
    try:
        parser = etree.XMLParser(
            encoding=encoding,
            recover=recover,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
            strip_cdata=True,
        )
        return etree.fromstring(data.strip(), parser, base_url=url or "")
    except (etree.XMLSyntaxError, LookupError, ValueError):
        return None


def _name(element: etree._Element) -> str:
    """A short lower-case name: ``title`` for RSS and Atom, ``dc:date``..., else with ``?:``."""
    tag = element.tag
    if not isinstance(tag, str):
        return "?:"
    namespace, _, local = tag.rpartition("}")
    namespace = namespace.removeprefix("{")
    if ":" in local:  # a prefix that was never declared, as a recovering parser leaves it
        prefix, _, local = local.partition(":")
        return ("" if prefix in ("rss", "atom") else prefix.lower() + ":") + local.lower()
    core = namespace.lower() in _RSS or namespace.lower() in _ATOM
    prefix = "" if core else _PREFIXES.get(namespace, "?:")
    return prefix + local.lower()


def _is_atom(element: etree._Element) -> bool:
    tag = element.tag
    return isinstance(tag, str) and tag.rpartition("}")[0].removeprefix("{").lower() in _ATOM


def _inner(element: etree._Element) -> str:
    """The content of an element as markup."""
    parts = [element.text or ""]
    parts += [etree.tostring(child, encoding="unicode") for child in element]
    return "".join(parts).strip()


def _markup(element: etree._Element) -> str:
    """A summary or content: text as it is, XHTML serialised."""
    return _inner(element) if len(element) else (element.text or "").strip()


def _flat(element: etree._Element) -> str:
    return "".join(str(piece) for piece in element.itertext())


def _decoded(element: etree._Element) -> str | None:
    """The text of a base64 construct (Atom 0.3), None when it is none."""
    if element.get("mode") != "base64" and element.get("type") != "application/octet-stream":
        return None
    try:
        return base64.b64decode(_flat(element), validate=False).decode("utf-8")
    except ValueError:
        return None


def _title(element: etree._Element) -> str:
    packed = _decoded(element)
    if packed is not None:
        return plain_title(packed)
    if not _is_atom(element):
        return plain_title(_flat(element))
    if len(element):
        return plain_title(_inner(element))
    # Atom says what is markup; xhtml is markup that the XML parser has read already.
    kind = (element.get("type") or "text").lower()
    escaped = element.get("mode") == "escaped" or "html" in kind
    return plain_title(element.text, markup=escaped and "xhtml" not in kind)


def _is_page(link: etree._Element) -> bool:
    return "html" in (link.get("type") or "text/html")


def _link(fields: dict[str, list[etree._Element]]) -> str | None:
    other: str | None = None
    for link in reversed(fields.get("link", ())):  # of several, the last is the item's own
        href = link.get("href")
        if href is None:  # RSS: the address is the text, and ``rel`` has no meaning
            href = squeeze(link.text)
        elif (link.get("rel") or "alternate") != "alternate":
            continue
        if href and _is_page(link):
            return absolute(link.base, href)
        other = other or absolute(link.base, href)
    if other:
        return other
    for guid in fields.get("guid", ()):
        text = squeeze(guid.text)
        if (guid.get("isPermaLink") or "true") == "true" and re.match(r"https?://", text, re.I):
            return text
    return None


def _fields(element: etree._Element) -> dict[str, list[etree._Element]]:
    """The children by name; those of a ``media:group`` as if they stood beside it."""
    fields: dict[str, list[etree._Element]] = {}
    for child in element:
        name = _name(child)
        fields.setdefault(name, []).append(child)
        for inner in child if name == "media:group" else ():
            fields.setdefault(_name(inner), []).append(inner)
    return fields


def _moment(fields: dict[str, list[etree._Element]], names: tuple[str, ...]) -> str | None:
    for name in names:
        for child in fields.get(name, ()):
            moment = read_moment(_flat(child))
            if moment:
                return moment
    return None


def _first_title(fields: dict[str, list[etree._Element]]) -> str:
    for name in ("title", "dc:title", "media:title"):
        for child in fields.get(name, ()):
            title = _title(child)
            if title:
                return title
    return ""


def _authors(fields: dict[str, list[etree._Element]]) -> tuple[str, ...]:
    names = []
    for key in ("author", "dc:creator"):
        for child in fields.get(key, ()):
            inside = [one for one in child if _name(one) == "name"]
            names.append(squeeze(_flat(inside[0])) if inside else person(_flat(child)))
    return unique(names)


def _contents(fields: dict[str, list[etree._Element]]) -> str:
    for name in ("content:encoded", "content", "xhtml:body", "fulltext"):
        bodies = [_markup(one) for one in fields.get(name, ()) if one.get("src") is None]
        if any(bodies):
            return "\n".join(body for body in bodies if body)
    return ""


def _entry(item: etree._Element) -> Entry:
    fields = _fields(item)
    link = _link(fields)
    named = [squeeze(one.text) for key in ("id", "guid") for one in fields.get(key, ())]
    identity = next((one for one in named if one), "") or item.get(f"{{{_RDF}}}about") or link
    summaries = (_markup(one) for key in _SUMMARY for one in fields.get(key, ()))
    return Entry(
        id=identity or "",
        title=_first_title(fields),
        link=link,
        published=_moment(fields, _PUBLISHED),
        updated=_moment(fields, _UPDATED),
        summary=next((one for one in summaries if one), ""),
        content=_contents(fields),
        authors=_authors(fields),
    )


def _related(root: etree._Element, channel: etree._Element, rel: str) -> str | None:
    """The address of a link of the feed itself, in Atom's namespace or, as some have it, none."""
    for holder in dict.fromkeys((channel, root)):
        for link in holder.iterchildren():
            if not isinstance(link.tag, str) or link.tag.rpartition("}")[2].lower() != "link":
                continue
            if rel in (link.get("rel") or "").lower().split() and link.get("href"):
                return absolute(link.base, link.get("href"))
    return None


def _items(root: etree._Element, name: str) -> Iterator[etree._Element]:
    for element in root.iter():
        if element is not root and _name(element) == name:
            yield element


def _spoken(root: etree._Element, fields: dict[str, list[etree._Element]]) -> str:
    for key in ("language", "dc:language"):
        for one in fields.get(key, ()):
            if squeeze(one.text):
                return squeeze(one.text)
    return root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""


def _pace(fields: dict[str, list[etree._Element]]) -> Pace | None:
    def first(name: str) -> str:
        return next((_flat(one) for one in fields.get(name, ())), "")

    def inside(name: str) -> list[str]:
        return [_flat(child) for one in fields.get(name, ()) for child in one]

    return read_pace(
        first("ttl"),
        first("sy:updateperiod"),
        first("sy:updatefrequency"),
        inside("skiphours"),
        inside("skipdays"),
    )


def read(
    data: bytes, url: str | None, content_type: str | None, recover: bool = False
) -> Feed | None:
    """The feed, or None when this is not well-formed XML of a kind known here.

    ``recover`` takes what a broken document still gives.
    """
    root = _tree(data, url, content_type, recover)
    if root is None:
        return None
    kind = root.tag.rpartition("}")[2].lower() if isinstance(root.tag, str) else ""
    if kind == "feed" and _is_atom(root):
        channel, items = root, _items(root, "entry")
    elif kind in ("rss", "rdf"):
        channels = [child for child in root if _name(child) == "channel"]
        channel, items = channels[0] if channels else root, _items(root, "item")
    else:
        return None
    fields = _fields(channel)
    return Feed(
        ok=True,
        title=_first_title(fields),
        link=_link(fields),
        entries=tuple(_entry(item) for item in items),
        lang=_spoken(root, fields),
        hub=_related(root, channel, "hub"),
        self_url=_related(root, channel, "self"),
        pace=_pace(fields),
    )
