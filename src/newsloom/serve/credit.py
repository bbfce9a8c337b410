"""Which main source stands on an item, which links are safe to offer, and what a lead is."""

import re

from newsloom.model.facts import Article
from newsloom.model.judgements import MainSource, Origin
from newsloom.model.times import from_us

LEAD_CHARS = 320
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def http_url(url: str | None) -> str | None:
    """The URL when it is an http(s) one, else None: a feed may carry ``javascript:`` links."""
    if url is None:
        return None
    stripped = url.strip()
    return stripped if stripped.lower().startswith(("http://", "https://")) else None


def main_source(article: Article, origin: Origin | None) -> MainSource:
    """The main source of an article; before lineage has judged it, the article itself."""
    if origin is not None:
        return origin.main_source
    return MainSource(article.outlet, article.url, "self", article.id)


def shorten(text: str, limit: int) -> str:
    """A text cut at a word boundary to at most ``limit`` code points and an ellipsis."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    cut = text[:limit]
    space = cut.rfind(" ")
    # Scripts without spaces are cut where the limit falls.
    return (cut[:space] if space > limit // 2 else cut).rstrip(" ,;:–—-") + " …"


def cited(article: Article) -> str:
    """How to cite an article: authors, title, outlet, the day it prints, address, day of arrival.

    What is not known is left out; an article without a date says so.
    """
    day = _DAY.match(article.published or "")
    authors = [one for one in article.authors if one != article.outlet]
    who = f"{', '.join(authors)}: " if authors else ""
    what = f"{who}“{article.title or 'Untitled'}”, {article.outlet}, {day[0] if day else 'undated'}"
    where = [one for one in (http_url(article.url),) if one]
    if article.seen_us:
        where.append(f"(as of {from_us(article.seen_us).date().isoformat()})")
    return ". ".join([what, " ".join(where)]).rstrip(". ")


def lead(article: Article, limit: int = LEAD_CHARS) -> str:
    """The first lines of a text up to ``limit`` code points: what may be shown of any article."""
    return shorten(article.text[: limit * 4], limit)
