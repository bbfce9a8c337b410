"""What is known: outlets, sources, captures, articles, findings. All frozen.

Facts never change: a changed text is a new version of its article. Times are UTC microseconds
(``_us``); offsets are code points.
"""

from typing import Literal

from msgspec import Struct

Use = Literal["index", "archive", "snippet", "tdm", "ai-train", "ai-input"]


class Outlet(Struct, frozen=True, omit_defaults=True):
    """A publisher: a newspaper, broadcaster, agency, site."""

    name: str
    domain: str
    country: str = ""  # ISO 3166 alpha-2, "" when unknown
    langs: tuple[str, ...] = ()  # BCP 47 primary tags
    kind: str = ""  # newspaper, broadcaster, agency, magazine, site, ...
    owner: str = ""  # who owns it, "" when unknown


SourceKind = Literal["feed", "sitemap", "section"]  # a section is a page of links to articles


class Source(Struct, frozen=True, omit_defaults=True):
    """A place we poll for an outlet. ``id`` is derived from kind and URL."""

    id: str
    kind: SourceKind
    url: str
    outlet: str  # the outlet's name
    domain: str = ""
    title: str = ""
    lang: str = ""
    country: str = ""
    folder: tuple[str, ...] = ()  # where a reader keeps it, from the outside in


class RightsSignal(Struct, frozen=True, omit_defaults=True):
    """What a publisher says about the use of a text, and where it says so.

    ``value`` is as given, shortened. ``reserves`` are the uses it withholds; a signal that
    grants, or only points to terms, withholds none.
    """

    channel: Literal["robots.txt", "tdmrep.json", "rsl", "header", "meta", "link", "schema.org"]
    name: str
    value: str
    reserves: tuple[Use, ...] = ()


class Hints(Struct, frozen=True, omit_defaults=True):
    """What a feed, a sitemap or an import record says about an item; kept with its capture."""

    given_id: str | None = None  # the id of an import record, the name of an imported file
    outlet: str | None = None
    title: str | None = None
    published: str | None = None  # as printed
    authors: tuple[str, ...] = ()
    lang: str | None = None
    summary: str | None = None
    rights: tuple[RightsSignal, ...] = ()  # what the site said when the item was fetched
    robots: Literal["allowed", "forbidden"] | None = None  # the page, when robots.txt was asked


CaptureKind = Literal["page", "entry", "text", "record"]


class Capture(Struct, frozen=True):
    """The bytes one fetch or import brought. Never changed; kept in the archive.

    ``kind`` says how to read ``body``: ``page`` HTML bytes, ``entry`` a feed entry as JSON,
    ``text`` a plain text file, ``record`` one import record as JSON.
    ``seq`` is fixed at admission and orders everything downstream; 0 before admission.
    """

    id: str
    kind: CaptureKind
    url: str | None
    final_url: str | None
    fetched_us: int
    status: int
    headers: tuple[tuple[str, str], ...]
    hints: Hints
    source: str | None
    body: bytes
    seq: int = 0


PublishedFrom = Literal["record", "feed", "page", "url", "text"]


class Article(Struct, frozen=True):
    """One version of one text at one URL, extracted from a capture.

    ``published`` is the date as printed (ISO 8601 with its offset); ``published_us`` is absent
    when the article is undated: it is never filled with the arrival time.
    """

    id: str
    seq: int
    capture: str
    given_id: str
    url: str | None
    outlet: str
    lang: str  # BCP 47 primary tag, "und" when unsure
    title: str
    text: str
    authors: tuple[str, ...] = ()
    published: str | None = None
    published_us: int | None = None
    published_from: PublishedFrom | None = None
    seen_us: int = 0
    supersedes: str | None = None
    extractor: str = ""
    canonical: str | None = None  # what the page calls its canonical URL, when it is another one
    links: tuple[str, ...] = ()  # absolute URLs linked from the body
    image: str | None = None
    credits: tuple[str, ...] = ()  # lines beside the body that name a source or a photographer
    rights: tuple[RightsSignal, ...] = ()  # what the publisher says about the use of the text
    other_dates: tuple[tuple[PublishedFrom, str], ...] = ()  # printed elsewhere, not believed
    address: str | None = None  # the canonical URL it stands at, when ``url`` leads elsewhere
    robots: Literal["allowed", "forbidden"] | None = None  # its page, when robots.txt was asked
    based_on: str | None = None  # the absolute URL of the text that the page says it is made from


class Quote(Struct, frozen=True, tag="quote"):
    """Words in quotation marks. ``article.text[start:end] == text`` always holds.

    ``text`` is what stands between the marks, without them.
    """

    id: str
    article: str
    start: int
    end: int
    text: str
    speaker: str | None = None  # the fullest name the article gives; None when unsure
    speaker_surface: str | None = None  # the words that named the speaker
    cue: str | None = None
    form: Literal["direct", "partial", "indirect"] = "direct"
    via: str | None = None


class Figure(Struct, frozen=True, tag="figure"):
    """A number with what it counts. ``article.text[start:end] == text`` always holds."""

    id: str
    article: str
    start: int
    end: int
    text: str
    value: float | int | None  # None for "tens of thousands", "several"
    unit: str | None = None  # a currency code, "%", a measure; None for a plain count
    what: str | None = None
    qualifier: str | None = None  # at least, about, up to ...
    attributed_to: str | None = None
    as_of: str | None = None  # the day, month, year or span it is of, ISO 8601
    low: float | int | None = None  # the ends of a range, and of what a vague amount suggests
    high: float | int | None = None


class Credit(Struct, frozen=True, tag="credit"):
    """Words by which an article names where it has its news from."""

    id: str
    article: str
    start: int
    end: int
    text: str
    name: str  # the outlet or agency named
    form: Literal["agency", "contributed", "told", "according", "reported", "photo", "link"]


Finding = Quote | Figure | Credit
