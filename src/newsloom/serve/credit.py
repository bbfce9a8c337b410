"""Which main source stands on an item, which links are safe to offer, and what a lead is."""

from newsloom.model.facts import Article
from newsloom.model.judgements import MainSource, Origin

LEAD_CHARS = 320


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


def lead(article: Article, limit: int = LEAD_CHARS) -> str:
    """The first lines of a text up to ``limit`` code points: what may be shown of any article."""
    return shorten(article.text[: limit * 4], limit)
