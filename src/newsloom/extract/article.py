"""From a capture to an article: the one entrance to everything in this folder."""

import re
import unicodedata
from typing import NamedTuple

import msgspec
from msgspec import Struct

from newsloom.extract.dates import (
    UNDATED,
    Published,
    chosen,
    first_usable,
    from_url,
    searched,
)
from newsloom.extract.debris import Debris, line_hash, pack_lines
from newsloom.extract.encoding import decode
from newsloom.extract.fragment import fragment_paragraphs, plain_title
from newsloom.extract.metadata import Metadata
from newsloom.extract.metadata import clean as one_line
from newsloom.extract.page import Page, paragraphs_of, read_page
from newsloom.extract.plain import Cleaned, Recurs, clean, read_scraped
from newsloom.extract.quality import MESSAGES, visible_text, wall
from newsloom.model.errors import Unreadable
from newsloom.model.facts import Article, Capture, Hints, RightsSignal
from newsloom.model.identity import address_of, settled_address
from newsloom.model.ids import content_id, text_hash
from newsloom.model.urls import canonical_url, host_of
from newsloom.signals.page import of_access, of_headers, of_page
from newsloom.text.language import UNSURE, detect_sure, primary

EXTRACTORS = {"page": "page/1", "text": "text/1", "record": "record/1", "entry": "entry/1"}
_LITTLE = 140  # code points of text below which a feed's summary may say more
_LONG = 400  # code points from which the language of a text is sure
_SURE = 0.9
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|article|div|p|span|meta|title|h1)\b", re.I)


class Extraction(Struct, frozen=True):
    """An article, and the hashes of its raw lines (uint64, little-endian) to learn from."""

    article: Article
    lines: bytes


class PageText(Struct, frozen=True):
    """What is read from one page without storing anything."""

    url: str | None
    title: str
    text: str
    authors: tuple[str, ...] = ()
    published: str | None = None
    published_from: str | None = None
    lang: str = UNSURE


class _Draft(NamedTuple):
    """What a reader of one kind of capture found, before it becomes an article."""

    title: str
    text: str
    lines: bytes = b""
    authors: tuple[str, ...] = ()
    published: Published = UNDATED
    lang: str = UNSURE  # declared
    outlet: str = ""
    canonical: str | None = None
    based_on: str | None = None
    links: tuple[str, ...] = ()
    image: str | None = None
    credits: tuple[str, ...] = ()
    extractor: str = ""
    rights: tuple[RightsSignal, ...] = ()
    other_dates: tuple[Published, ...] = ()


class _Record(Struct):
    """An import record or a feed entry, as far as its text is concerned."""

    title: str | None = None
    text: str | None = None
    html: str | None = None
    summary: str | None = None
    content: str | None = None
    published: str | int | float | None = None
    updated: str | None = None
    lang: str | None = None
    url: str | None = None
    link: str | None = None
    outlet: str | None = None
    authors: list[str] | str | None = None


_record = msgspec.json.Decoder(_Record)


# ---------------------------------------------------------------- shared decisions


def _recurs(debris: Debris, outlet: str) -> Recurs:
    def recurs(line: str) -> bool:
        return debris.recurs(outlet, line_hash(line))

    return recurs


def _language(declared: str, title: str, text: str) -> str:
    """The declared language, unless a long text is surely in another one."""
    if declared != UNSURE and len(text) < _LONG:
        return declared
    sample = text if len(text) >= _LITTLE else f"{title}\n{text}"
    found, probability = detect_sure(sample)
    if declared != UNSURE and probability < _SURE:
        return declared
    # Close relatives are told apart by the outlet better than by a model.
    if declared != UNSURE and {declared, found} <= {"hr", "sr", "bs", "sh", "cnr"}:
        return declared
    if probability >= 0.4:
        return found
    return declared


def _joined(paragraphs: tuple[str, ...]) -> str:
    return "\n\n".join(paragraphs)


def _composed(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _given(hints: Hints) -> tuple[str, ...]:
    return tuple(name for name in (one_line(author, 200) for author in hints.authors) if name)


# ---------------------------------------------------------------- pages


def _page_title(metadata: Metadata, hints: Hints) -> str:
    own = metadata.title or ""
    given = plain_title(hints.title or "")
    if given and (not own or given.casefold() in own.casefold()):
        return _composed(given)
    return _composed(own)


def _page_published(
    page: Page, hints: Hints, url: str | None, now_us: int
) -> tuple[Published, tuple[Published, ...]]:
    """The feed is believed before the page, since an update overwrites what the page says."""
    told = [
        first_usable([hints.published], "feed", now_us),
        first_usable(page.metadata.dates, "page", now_us),
    ]
    # A date that lies in the future is not looked for again, where its day alone would pass.
    declared = first_usable(page.metadata.dates, "page", _NO_CLOCK)
    if told == [UNDATED, UNDATED] and declared == UNDATED:
        told.append(searched(page.tree, now_us))
    found, others = chosen(told)
    return (from_url(url, now_us), others) if found == UNDATED else (found, others)


def _page_draft(
    data: bytes, url: str | None, hints: Hints, debris: Debris, now_us: int,
    content_type: str | None = None,
) -> _Draft:  # fmt: skip
    page = read_page(data, url, content_type)
    metadata = page.metadata
    published, others = _page_published(page, hints, url or metadata.canonical, now_us)
    outlet = hints.outlet or metadata.site or host_of(url or metadata.canonical or "")
    cleaned = clean(page.paragraphs, _recurs(debris, outlet))
    title = _page_title(metadata, hints)
    text, extractor = _joined(_without_title(cleaned, title)), EXTRACTORS["page"]
    reason = wall(metadata.title, _joined(page.paragraphs))
    summary = _joined(fragment_paragraphs(hints.summary or ""))
    if summary and (reason or len(text) < min(_LITTLE, len(summary))):
        text, reason, extractor = summary, None, extractor + "+summary"
        title = _composed(plain_title(hints.title or "")) or title
    if reason or not text:
        reason = reason or wall(None, visible_text(page.tree)) or "empty"
        raise Unreadable(reason, MESSAGES[reason], url or "")
    return _Draft(
        title, text, pack_lines(page.paragraphs), metadata.authors or cleaned.authors,
        published, primary(hints.lang) if hints.lang else metadata.lang, outlet,
        metadata.canonical, metadata.based_on, tuple(dict.fromkeys((*page.links, *metadata.cited))),
        metadata.image, cleaned.credits, extractor,
        (*of_page(page.tree, url or ""), *of_access(metadata.free)), others,
    )  # fmt: skip


def _without_title(cleaned: Cleaned, title: str) -> tuple[str, ...]:
    """The body without the headline, where the page's text repeats it."""
    body = cleaned.body
    return body[1:] if len(body) > 1 and _composed(body[0]).casefold() == title.casefold() else body


# ---------------------------------------------------------------- texts, records, entries


def _text_draft(capture: Capture, debris: Debris) -> _Draft:
    hints = capture.hints
    text = unicodedata.normalize("NFC", _printable(decode(capture.body)))
    outlet = hints.outlet or host_of(capture.url or "")
    scraped = read_scraped(text, _recurs(debris, outlet))
    cleaned = scraped.cleaned
    title = scraped.title or _composed(hints.title or "")
    body = _joined(cleaned.body)
    if not title and not body:
        raise Unreadable("empty", "The file holds no text", hints.given_id or "")
    dates = (hints.published,) if hints.published else ()
    published = first_usable(dates, "record", capture.fetched_us)
    if published == UNDATED:
        published = first_usable(cleaned.dates, "text", capture.fetched_us)
    if published == UNDATED:
        published = from_url(capture.url, capture.fetched_us)
    return _Draft(
        title, body, pack_lines(paragraphs_of(text)), cleaned.authors, published,
        primary(hints.lang), outlet, credits=cleaned.credits, extractor=EXTRACTORS["text"],
    )  # fmt: skip


def _printable(text: str) -> str:
    """The text with one kind of line end and without control characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2029\ufeff]", "", text)


def _decoded(capture: Capture) -> _Record:
    try:
        return _record.decode(capture.body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as problem:
        raise Unreadable("malformed", f"No record can be read: {problem}") from problem


def _authors(given: list[str] | str | None) -> tuple[str, ...]:
    listed = [given] if isinstance(given, str) else given or []
    return tuple(name for name in (one_line(author, 200) for author in listed) if name)


def _record_draft(capture: Capture, debris: Debris) -> _Draft:
    record, now_us = _decoded(capture), capture.fetched_us
    title = unicodedata.normalize("NFC", record.title or "")
    hints = Hints(title=title, lang=record.lang, outlet=record.outlet)
    if record.html and record.html.strip() and not (record.text and record.text.strip()):
        data = record.html.encode("utf-8", "replace")
        draft = _page_draft(data, record.url, hints, debris, now_us, "charset=utf-8")
        draft = draft._replace(title=title or draft.title)
    else:
        text = record.text or ""
        if not title.strip() and not text.strip():
            raise Unreadable("empty", "The record has neither title nor text")
        # The text stays as given, to the last blank: offsets refer to it.
        draft = _Draft(title, text, outlet=record.outlet or "", lang=primary(record.lang))
    published = UNDATED
    if record.published is not None:
        published = first_usable([str(record.published)], "record", now_us)
    if published == UNDATED:
        published = draft.published
    if published == UNDATED:
        published = from_url(record.url, now_us)
    return draft._replace(
        authors=_authors(record.authors) or draft.authors,
        published=published,
        extractor=EXTRACTORS["record"],
    )


def _entry_draft(capture: Capture, debris: Debris) -> _Draft:
    entry, hints, now_us = _decoded(capture), capture.hints, capture.fetched_us
    title = _composed(plain_title(entry.title or hints.title or ""))
    outlet = hints.outlet or host_of(capture.url or entry.link or "")
    contents = [fragment_paragraphs(html) for html in (entry.content, entry.summary) if html]
    paragraphs = max(contents, key=lambda found: sum(map(len, found)), default=())
    cleaned = clean(paragraphs, _recurs(debris, outlet))
    text = _joined(_without_title(cleaned, title))
    if not title and not text:
        raise Unreadable("empty", "The entry has neither title nor text", capture.url or "")
    url = capture.url or entry.link
    printed = [hints.published, None if entry.published is None else str(entry.published)]
    published = first_usable(printed, "feed", now_us)
    return _Draft(
        title, text, pack_lines(paragraphs), _authors(entry.authors),
        from_url(url, now_us) if published == UNDATED else published,
        primary(hints.lang or entry.lang), outlet, credits=cleaned.credits,
        extractor=EXTRACTORS["entry"],
    )  # fmt: skip


# ---------------------------------------------------------------- the article


def _read(capture: Capture, debris: Debris) -> _Draft:
    if capture.kind == "page":
        headers = {name.lower(): value for name, value in capture.headers}
        url = capture.final_url or capture.url
        kind = headers.get("content-type")
        return _page_draft(capture.body, url, capture.hints, debris, capture.fetched_us, kind)
    if capture.kind == "text":
        return _text_draft(capture, debris)
    return (_record_draft if capture.kind == "record" else _entry_draft)(capture, debris)


def _rights(capture: Capture, draft: _Draft) -> tuple[RightsSignal, ...]:
    """All that site, answer and page say, in this order."""
    headers = [(name.lower(), value) for name, value in capture.headers]
    answer = of_headers(headers, capture.final_url or capture.url or "")
    return tuple(dict.fromkeys((*capture.hints.rights, *answer, *draft.rights)))


def extract_capture(capture: Capture, debris: Debris) -> Extraction:
    """Read the article of a capture. Pure: the same bytes and debris give the same article.

    Raises Unreadable (``empty``, ``malformed``, ``oversized``, ``blocked``, ``missing``,
    ``script``, ``consent``, ``login``, ``paywall``) and nothing else, whatever the bytes are.
    """
    hints = capture.hints
    draft = _read(capture, debris)
    url = capture.url
    outlet = hints.outlet or draft.outlet or host_of(url or "")
    given_id = hints.given_id or url or capture.id
    published = draft.published
    canonical = draft.canonical
    if canonical and url and canonical_url(canonical) == canonical_url(url):
        canonical = None
    address = None
    if url and capture.kind == "page":
        address = settled_address(url, capture.final_url, draft.canonical)
    known_by = address_of(url, address, given_id)
    article = Article(
        id=content_id("a", outlet, known_by, text_hash(f"{draft.title}\n{draft.text}")),
        seq=capture.seq,
        capture=capture.id,
        given_id=given_id,
        url=url,
        outlet=outlet,
        lang=_language(draft.lang, draft.title, draft.text),
        title=draft.title,
        text=draft.text,
        authors=draft.authors or _given(hints),
        published=published.iso,
        published_us=published.us,
        published_from=published.origin,
        seen_us=capture.fetched_us,
        extractor=draft.extractor,
        canonical=canonical,
        links=draft.links,
        image=draft.image,
        credits=draft.credits,
        rights=_rights(capture, draft),
        other_dates=tuple(
            (one.origin, one.iso) for one in draft.other_dates if one.origin and one.iso
        ),
        address=address,
        robots=hints.robots,
        based_on=draft.based_on,
    )
    return Extraction(article, draft.lines)


def title_and_text(capture: Capture) -> tuple[str, str]:
    """What a captured page says by itself, whatever its feed said. Raises Unreadable.

    Its language is not looked for: that takes a model in memory.
    """
    given = capture.hints
    alone = Hints(outlet=given.outlet, lang=given.lang, published=given.published)
    headers = {name.lower(): value for name, value in capture.headers}
    draft = _page_draft(
        capture.body, capture.final_url or capture.url, alone, Debris.empty(),
        capture.fetched_us, headers.get("content-type"),
    )  # fmt: skip
    return draft.title, draft.text


_NO_CLOCK = 4_102_444_800_000_000  # the year 2100: a page read alone has no time of arrival


def extract_page(data: bytes, url: str | None, hints: Hints | None = None) -> PageText:
    """Read one page, or a scraped text without markup, on its own. Raises Unreadable."""
    hints = hints or Hints()
    if _MARKUP.search(data[:20_000]) or not data.strip():
        draft = _page_draft(data, url, hints, Debris.empty(), _NO_CLOCK)
    else:
        capture = Capture("", "text", url, None, _NO_CLOCK, 0, (), hints, None, data)
        draft = _text_draft(capture, Debris.empty())
    lang = _language(draft.lang, draft.title, draft.text)
    return PageText(
        url or draft.canonical, draft.title, draft.text, draft.authors, draft.published.iso,
        draft.published.origin, lang,
    )  # fmt: skip
