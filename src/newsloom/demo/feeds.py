"""The feeds of the demo press: RSS 2.0, Atom, JSON Feed, RSS 1.0 (RDF) and news sitemaps."""

from collections.abc import Callable
from xml.sax.saxutils import escape, quoteattr

import msgspec
from msgspec import Struct

from newsloom.demo.banks import common
from newsloom.demo.outlets import DemoOutlet, FeedFormat
from newsloom.demo.pages import body_html, lead_of
from newsloom.demo.press import Item, Version
from newsloom.demo.view import View, feed_us, iso_date, mail_date

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
CONTENT_TYPES: dict[FeedFormat, str] = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
    "rdf": "application/rdf+xml; charset=utf-8",
    "sitemap": "application/xml; charset=utf-8",
}


class _Entry(Struct, frozen=True):
    item: Item
    version: Version
    url: str
    html: str  # the full text, or the lead where the outlet keeps the rest to its page
    published: str  # ISO 8601, "" where the outlet prints no dates
    mail: str
    updated: str


class _Channel(Struct, frozen=True):
    outlet: DemoOutlet
    lang: str
    home: str
    about: str  # the label that says all of it is fiction
    entries: tuple[_Entry, ...]


def _entry(item: Item, view: View) -> _Entry:
    outlet, version = item.outlet, view.version(item)
    html = str(escape(lead_of(version)))
    if outlet.full_text_feed:
        html = "".join(f"<p>{text}</p>" for text in body_html(item, version, view))
    if outlet.date_habit == "undated":
        return _Entry(item, version, view.url(item), html, "", "", "")
    us = feed_us(view, item)
    updated = max(us, view.stamp(version.from_us))
    return _Entry(
        item,
        version,
        view.url(item),
        html,
        iso_date(outlet, us),
        mail_date(outlet, us),
        iso_date(outlet, updated),
    )


def render_feed(outlet: DemoOutlet, kind: FeedFormat, lang: str | None, view: View) -> bytes:
    """A feed in UTF-8, the newest first; ``lang`` picks one service of an agency."""
    items = view.items(outlet, lang)[: view.feed_length]
    lang = lang or outlet.langs[0]
    channel = _Channel(
        outlet,
        lang,
        view.base(outlet) + "/",
        common(lang).ui.label,
        tuple(_entry(item, view) for item in items),
    )
    return _WRITERS[kind](channel).encode("utf-8")


def _rss(channel: _Channel) -> str:
    full = channel.outlet.full_text_feed
    rows = []
    for entry in channel.entries:
        tag = "content:encoded" if full else "description"
        date = f"<pubDate>{entry.mail}</pubDate>" if entry.mail else ""
        author = f"<dc:creator>{escape(entry.item.author)}</dc:creator>"
        rows.append(
            f"<item><title>{escape(entry.version.title)}</title>"
            f"<link>{escape(entry.url)}</link>"
            f'<guid isPermaLink="true">{escape(entry.url)}</guid>'
            f"{date}{author if entry.item.author else ''}"
            f"<{tag}>{escape(entry.html)}</{tag}></item>"
        )
    return (
        f'{_XML}<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{escape(channel.outlet.name)}</title><link>{channel.home}</link>"
        f"<description>{escape(channel.about)}</description>"
        f"<language>{channel.lang}</language>\n" + "\n".join(rows) + "</channel></rss>\n"
    )


def _atom(channel: _Channel) -> str:
    tag = "content" if channel.outlet.full_text_feed else "summary"
    rows = []
    for entry in channel.entries:
        dates = (
            f"<published>{entry.published}</published><updated>{entry.updated}</updated>"
            if entry.published
            else ""
        )
        author = entry.item.author or channel.outlet.name
        rows.append(
            f"<entry><title>{escape(entry.version.title)}</title><id>{escape(entry.url)}</id>"
            f'<link rel="alternate" href={quoteattr(entry.url)}/>{dates}'
            f"<author><name>{escape(author)}</name></author>"
            f'<{tag} type="html">{escape(entry.html)}</{tag}></entry>'
        )
    updated = channel.entries[0].updated if channel.entries else ""
    return (
        f'{_XML}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{channel.lang}">'
        f"<title>{escape(channel.outlet.name)}</title><id>{channel.home}</id>"
        f'<link href="{channel.home}"/><subtitle>{escape(channel.about)}</subtitle>'
        + (f"<updated>{updated}</updated>\n" if updated else "\n")
        + "\n".join(rows)
        + "</feed>\n"
    )


def _rdf(channel: _Channel) -> str:
    places = "".join(f"<rdf:li rdf:resource={quoteattr(e.url)}/>" for e in channel.entries)
    rows = []
    for entry in channel.entries:
        date = f"<dc:date>{entry.published}</dc:date>" if entry.published else ""
        rows.append(
            f"<item rdf:about={quoteattr(entry.url)}><title>{escape(entry.version.title)}</title>"
            f"<link>{escape(entry.url)}</link>{date}"
            f"<description>{escape(entry.html)}</description></item>"
        )
    return (
        f'{_XML}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<channel rdf:about="{channel.home}"><title>{escape(channel.outlet.name)}</title>'
        f"<link>{channel.home}</link><description>{escape(channel.about)}</description>"
        f"<dc:language>{channel.lang}</dc:language>"
        f"<items><rdf:Seq>{places}</rdf:Seq></items></channel>\n" + "\n".join(rows) + "</rdf:RDF>\n"
    )


def _json(channel: _Channel) -> str:
    items = []
    for entry in channel.entries:
        row: dict[str, object] = {
            "id": entry.url,
            "url": entry.url,
            "title": entry.version.title,
            "content_html": entry.html,
        }
        if not channel.outlet.full_text_feed:
            row["summary"] = lead_of(entry.version)
        if entry.published:
            row["date_published"], row["date_modified"] = entry.published, entry.updated
        if entry.item.author:
            row["authors"] = [{"name": entry.item.author}]
        items.append(row)
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.outlet.name,
        "home_page_url": channel.home,
        "description": channel.about,
        "language": channel.lang,
        "items": items,
    }
    return msgspec.json.encode(feed).decode()


def _sitemap(channel: _Channel) -> str:
    rows = []
    for entry in channel.entries:
        date = (
            f"<news:publication_date>{entry.published}</news:publication_date>"
            if entry.published
            else ""
        )
        changed = f"<lastmod>{entry.updated}</lastmod>" if entry.updated else ""
        rows.append(
            f"<url><loc>{escape(entry.url)}</loc>{changed}<news:news><news:publication>"
            f"<news:name>{escape(channel.outlet.name)}</news:name>"
            f"<news:language>{entry.item.lang}</news:language></news:publication>{date}"
            f"<news:title>{escape(entry.version.title)}</news:title></news:news></url>"
        )
    return (
        f"{_XML}<!-- {channel.about} -->\n"
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n'
        + "\n".join(rows)
        + "</urlset>\n"
    )


_WRITERS: dict[FeedFormat, Callable[[_Channel], str]] = {
    "rss": _rss,
    "atom": _atom,
    "json": _json,
    "rdf": _rdf,
    "sitemap": _sitemap,
}
