"""JSON Feed 1.0 and 1.1 (jsonfeed.org)."""

import json
from typing import Any

from newsloom.sources.feed_text import absolute, plain_title, squeeze, unique
from newsloom.sources.feed_types import Entry, Feed
from newsloom.sources.moments import read_moment


def _text(value: object) -> str:
    if not isinstance(value, str):
        return ""
    # JSON may escape half a surrogate pair, which no encoding can hold.
    return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _dicts(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _authors(item: dict[str, Any]) -> tuple[str, ...]:
    author = item.get("author")
    named = _dicts(item.get("authors")) + ([author] if isinstance(author, dict) else [])
    return unique([squeeze(_text(one.get("name"))) for one in named])


def _identity(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return _text(str(value))


def _entry(item: dict[str, Any], base: str | None) -> Entry:
    link = absolute(base, _text(item.get("url")) or _text(item.get("external_url")))
    return Entry(
        id=_identity(item.get("id")) or link or "",
        title=plain_title(_text(item.get("title")), markup=False),
        link=link,
        published=read_moment(_text(item.get("date_published"))),
        updated=read_moment(_text(item.get("date_modified"))),
        summary=_text(item.get("summary")),
        content=_text(item.get("content_html")) or _text(item.get("content_text")),
        authors=_authors(item),
    )


def _hub(feed: dict[str, Any], base: str | None) -> str | None:
    for one in _dicts(feed.get("hubs")):
        if _text(one.get("type")).lower() in ("websub", "pubsubhubbub"):
            return absolute(base, _text(one.get("url")))
    return None


def read(data: bytes, url: str | None) -> Feed:
    """A JSON Feed; ``ok=False`` for other JSON."""
    try:
        feed = json.loads(data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as problem:
        return Feed(False, f"the feed is no valid JSON: {problem}"[:300])
    if not isinstance(feed, dict) or not (
        "jsonfeed.org" in _text(feed.get("version")) or isinstance(feed.get("items"), list)
    ):
        return Feed(False, "this is JSON, but no JSON Feed: it has neither version nor items")
    return Feed(
        ok=True,
        title=plain_title(_text(feed.get("title")), markup=False),
        link=absolute(url, _text(feed.get("home_page_url"))),
        entries=tuple(_entry(item, url) for item in _dicts(feed.get("items"))),
        lang=_text(feed.get("language")),
        hub=_hub(feed, url),
        self_url=absolute(url, _text(feed.get("feed_url"))),
    )
