"""Atom feeds of the front page, of each story and of searches; every entry has its main source."""

import re
from collections.abc import Iterable
from urllib.parse import quote

from lxml import etree
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from newsloom.model.counts import counted
from newsloom.model.facts import Article
from newsloom.model.judgements import MainSource, Story
from newsloom.model.times import iso
from newsloom.serve.branches import relation_of
from newsloom.serve.credit import http_url, lead, main_source
from newsloom.serve.site import site_of
from newsloom.serve.views.front import language_of
from newsloom.serve.views.search import asked, with_source
from newsloom.serve.views.story import view_of

_ATOM = "http://www.w3.org/2005/Atom"
_XML = "http://www.w3.org/XML/1998/namespace"
_ENTRIES = 50
# What XML 1.0 cannot hold at all, escaped or not.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{_ATOM}}}{name}")
    for key, value in attributes.items():
        element.set(key, _clean(value))
    if text:
        element.text = _clean(text)
    return element


def _base(request: Request) -> str:
    return str(request.base_url).rstrip("/")


def _feed(
    request: Request, urn: str, title: str, page: str, updated: str, query: str = ""
) -> etree._Element:
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})  # type: ignore[dict-item]
    _add(feed, "id", urn)
    _add(feed, "title", title)
    _add(feed, "updated", updated)
    _add(feed, "link", rel="alternate", type="text/html", href=_base(request) + page)
    own = _base(request) + request.url.path + query
    _add(feed, "link", rel="self", type="application/atom+xml", href=own)
    _add(_add(feed, "author"), "name", "Newsloom")
    return feed


def _entry(
    feed: etree._Element, urn: str, title: str, lang: str, updated: str, source: MainSource
) -> etree._Element:
    """An entry without its text. The main source is its author and its ``via`` link."""
    entry = _add(feed, "entry")
    if lang != "und":
        entry.set(f"{{{_XML}}}lang", _clean(lang))
    _add(entry, "id", urn)
    _add(entry, "title", title or "Untitled", type="text")
    _add(entry, "updated", updated)
    _add(_add(entry, "author"), "name", source.name or "Unknown")
    url = http_url(source.url)
    if url is not None:
        _add(entry, "link", rel="via", href=url, title=f"Main source: {source.name}")
    return entry


def _said(source: MainSource) -> str:
    url = http_url(source.url)
    return f"Main source: {source.name}" + (f" ({url})" if url else "")


def _respond(feed: etree._Element) -> Response:
    body = etree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return Response(body, media_type="application/atom+xml; charset=utf-8")


def _moment(us: int) -> str:
    printed = iso(us)
    assert printed is not None
    return printed


def _latest(moments: Iterable[int | None]) -> int:
    """The latest of some moments; the beginning of time for an empty feed, which has none."""
    return max((at for at in moments if at is not None), default=0)


def _changed(request: Request, story: Story) -> int:
    """When a story last changed here: its last publication, or else its last arrival.

    Atom demands a moment of every entry; for an undated story the arrival is one that is true.
    """
    if story.last_us is not None:
        return story.last_us
    view = site_of(request).reader.story(story.id)
    return _latest(member.article.seen_us for member in view.members) if view else 0


def front_feed(request: Request) -> Response:
    """GET /feed.atom: the stories of the front page; ``lang`` narrows it."""
    site, lang = site_of(request), language_of(request)
    stories = site.reader.front(now_us=site.clock(), lang=lang, limit=_ENTRIES)
    changed = [(story, _changed(request, story)) for story in stories]
    query = f"?lang={lang}" if lang else ""
    title = "Newsloom: stories" + (f" ({lang})" if lang else "")
    urn = f"urn:newsloom:front:{lang or 'all'}"
    updated = _moment(_latest(at for _, at in changed))
    feed = _feed(request, urn, title, f"/{query}", updated, query)
    for story, at in changed:
        source = story.main_source
        urn = f"urn:newsloom:story:{story.id}"
        entry = _entry(feed, urn, story.title, story.lang, _moment(at), source)
        if story.first_us is not None:
            _add(entry, "published", _moment(story.first_us))
        _add(entry, "link", rel="alternate", type="text/html", href=_page(request, story.id))
        held = (
            f"{counted(story.outlets, 'outlet')}, "
            f"{counted(story.origins, 'independent origin')}, "
            f"{', '.join(story.langs)}. {_said(source)}"
        )
        _add(entry, "summary", f"{story.lead}\n\n{held}".strip(), type="text")
    return _respond(feed)


def _page(request: Request, story_id: str) -> str:
    return f"{_base(request)}/story/{story_id}"


def story_feed(request: Request) -> Response:
    """GET /story/{id}/feed.atom: the articles of a story, the latest to arrive first."""
    view = view_of(request, request.path_params["id"])
    members = sorted(view.members, key=lambda member: -member.article.seq)[:_ENTRIES]
    updated = _moment(_latest(member.article.seen_us for member in members))
    story_id = view.story.id
    feed = _feed(
        request, f"urn:newsloom:story:{story_id}", view.story.title, f"/story/{story_id}", updated
    )
    full = site_of(request).full_text(request)
    for member in members:
        article, source = member.article, main_source(member.article, member.origin)
        told = f"{article.outlet}: {relation_of(member)}"
        _article_entry(request, feed, article, source, told, full)
    return _respond(feed)


def search_feed(request: Request) -> Response:
    """GET /search.atom: the latest articles that a search finds; ``q`` is what is looked for."""
    site, query = site_of(request), asked(request)
    if not query:
        raise HTTPException(422, "Say what to look for, as in /search.atom?q=harbour.")
    hits = site.reader.search(query, limit=_ENTRIES, newest=True)
    found = [one for hit in hits if (one := with_source(site.reader, hit)).article is not None]
    updated = _latest(one.article.seen_us for one in found if one.article)
    path = f"?q={quote(query)}"
    urn = f"urn:newsloom:search:{quote(query)}"
    feed = _feed(
        request, urn, f"Newsloom: {query}", f"/search{path}&order=newest", _moment(updated), path
    )
    full = site.full_text(request)
    for one in found:
        if one.article is not None and one.source is not None:
            _article_entry(request, feed, one.article, one.source, one.article.outlet, full)
    return _respond(feed)


def _article_entry(
    request: Request,
    feed: etree._Element,
    article: Article,
    source: MainSource,
    told: str,
    full: bool,
) -> None:
    urn = f"urn:newsloom:article:{article.id}"
    entry = _entry(feed, urn, article.title, article.lang, _moment(article.seen_us), source)
    if article.published_us is not None:
        _add(entry, "published", _moment(article.published_us))
    own_page = f"{_base(request)}/article/{article.id}"
    _add(entry, "link", rel="alternate", type="text/html", href=http_url(article.url) or own_page)
    _add(entry, "link", rel="related", type="text/html", href=own_page)
    _add(entry, "summary", f"{lead(article)}\n\n{told}. {_said(source)}".strip(), type="text")
    if full and article.text:
        _add(entry, "content", article.text, type="text")


ROUTES = [
    Route("/feed.atom", front_feed),
    Route("/story/{id}/feed.atom", story_feed),
    Route("/search.atom", search_feed),
]
