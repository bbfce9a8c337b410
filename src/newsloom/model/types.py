"""The core types. All frozen; times are UTC microseconds (``_us``); offsets are code points.

Facts (captures, articles, findings) never change. Judgements (relations, assignments, origins)
can be recomputed from the facts and the log of removals.
"""

from typing import Literal

from msgspec import Struct

Use = Literal["index", "archive", "snippet", "tdm", "ai-train", "ai-input"]

# ---------------------------------------------------------------- where things come from


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


# ---------------------------------------------------------------- articles and what they say

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


# ---------------------------------------------------------------- judgements

RelationKind = Literal["original", "identical", "edited", "rewritten", "independent"]


class Relation(Struct, frozen=True):
    """What an article is to an earlier one, as far as ``copies`` can tell.

    ``of`` is the id of the canonical (earliest) copy; None for an original.
    ``resemblance`` is the Jaccard similarity of the shingle sets, ``containment`` the share of
    the smaller set that the larger one holds; both 0 to 1.
    """

    article: str
    kind: RelationKind
    of: str | None = None
    resemblance: float = 0.0
    containment: float = 0.0


class Assignment(Struct, frozen=True):
    """The judgement "article A belongs to story S". Rows of an append-only log.

    ``score`` is a probability from 0 to 1; ``rival`` the runner-up story; ``why`` the terms and
    reasons that decided, readable by a person.
    """

    article: str
    story: str
    storyline: str
    score: float
    rival: str | None = None
    rival_score: float = 0.0
    why: tuple[str, ...] = ()


class Revision(Struct, frozen=True):
    """A later judgement that two open stories are one, or that one is two. Rows of the log.

    ``merge``: all of ``story`` goes to ``into``, and its id leads there from now on.
    ``split``: ``moved`` leave ``story`` for ``into``, which is new. ``moved`` holds the new
    assignment of each member that the weaver still held.
    """

    kind: Literal["merge", "split"]
    story: str
    into: str
    moved: tuple[Assignment, ...]
    score: float
    why: tuple[str, ...] = ()


class Correction(Struct, frozen=True):
    """A reader's word on what belongs together. It overrides the weaver and survives a replay.

    ``apart``: ``article`` stands in no story that holds one of ``others``. ``together``: it
    stands in one story with them. Articles are named, not stories, since stories are judgements.
    """

    id: str
    kind: Literal["apart", "together"]
    article: str
    others: tuple[str, ...]
    at_us: int
    note: str = ""


class Evidence(Struct, frozen=True):
    """One reason for an origin: ``text`` is verbatim from the article, or a URL."""

    kind: Literal["credit", "link", "shared", "canonical", "declared", "earliest"]
    text: str
    score: float


class MainSource(Struct, frozen=True):
    """Where a text goes back to. ``article`` is set when that text is in the store."""

    name: str
    url: str | None
    kind: Literal["article", "agency", "outlet", "self"]
    article: str | None = None


class Origin(Struct, frozen=True):
    """Within a story: what an article is, of which one, and its main source with evidence."""

    article: str
    relation: RelationKind
    of: str | None
    main_source: MainSource
    evidence: tuple[Evidence, ...] = ()


# ---------------------------------------------------------------- a story, laid out


VariantKind = Literal["verbatim", "shortened", "edited", "paraphrased", "translated"]


class Variant(Struct, frozen=True):
    """How one article gives an utterance, compared with ``Utterance.text``.

    ``differs`` pairs the words of the utterance's text with those that stand in their place here,
    "" where there are none; only for ``edited``, where both stand as verbatim.
    """

    quote: str
    kind: VariantKind
    differs: tuple[tuple[str, str], ...] = ()


class Utterance(Struct, frozen=True):
    """One thing said, wherever it appears: quote ids, the earliest first.

    ``variants`` says of each quote but the one that ``text`` is from how it gives the words.
    """

    text: str
    speaker: str | None
    quotes: tuple[str, ...]
    articles: tuple[str, ...]
    variants: tuple[Variant, ...] = ()


PointState = Literal[
    "first",  # nothing to compare it with
    "agree",  # the same value, or one that a bound, a range or a vague amount leaves room for
    "rounded",  # the same value, less exact
    "superseded",  # a later report with another value takes the place of the one before
    "other_date",  # it is of another, earlier date than the report before it
    "differs",  # the values differ, and what is known of dates and exactness does not say why
    "conflict",  # same indicator, same date, both exact, and they cannot both be true
    "other",  # not comparable: the article counts something else in these words as well
]
Openness = Literal["exact", "least", "most", "about", "vague"]


class Report(Struct, frozen=True, omit_defaults=True):
    """A figure as figures are compared across articles, within a story and a storyline.

    ``key`` are the words counted, stemmed, synonyms made one; ``context`` the stems around it.
    """

    figure: str
    article: str
    outlet: str
    lang: str
    text: str
    what: str
    unit: str | None
    value: float | int | None
    openness: Openness
    key: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    low: float | int | None = None
    high: float | int | None = None
    at_us: int | None = None  # when its article was published
    as_of: str | None = None
    earlier: bool = False  # the words before it say that it was so before
    seq: int = 0
    start: int = 0  # where the figure begins in its article


class Point(Struct, frozen=True):
    """One report of an indicator; ``state`` compares it with the report before it.

    ``low`` and ``high`` bound what it says: both ends of a range or a vague amount, one end of
    "at least" or "up to". ``at_us`` is when it was published, ``as_of`` the date it is of.
    """

    figure: str
    article: str
    value: float | int | None
    text: str
    state: PointState
    outlet: str = ""
    low: float | int | None = None
    high: float | int | None = None
    at_us: int | None = None
    as_of: str | None = None


class Series(Struct, frozen=True):
    """Reports of the same indicator across the articles of a story, in time order."""

    what: str
    unit: str | None
    points: tuple[Point, ...]
    lang: str = "und"  # of ``what``


class SameWords(Struct, frozen=True):
    """Why another name may be this person's: the same words stand under both, in two articles.

    ``form`` is the other name; ``quotes`` the ids of the quote under the person's name and of the
    one under ``form``.
    """

    form: str
    quotes: tuple[str, str]


class Person(Struct, frozen=True):
    """One person and the forms of the name met in a story.

    ``evidence`` stands for each form that spelling alone does not join to the name.
    """

    id: str
    name: str
    forms: tuple[str, ...]
    evidence: tuple[SameWords, ...] = ()


class Event(Struct, frozen=True, omit_defaults=True):
    """One thing that happened, or is to happen, on days that texts of a story name.

    ``text`` is one sentence, verbatim: ``article.text[start:end]``. ``first`` and ``last`` are
    ISO 8601 days, as exact as ``precision`` tells. ``articles`` have all that report it, the
    earliest first; ``origins`` counts the independent ones. ``planned``: still to come in every
    report.
    """

    first: str
    last: str
    precision: Literal["day", "week", "month", "year"]
    article: str
    start: int
    end: int
    text: str
    articles: tuple[str, ...]
    origins: int = 1
    planned: bool = False


class SummaryLine(Struct, frozen=True, omit_defaults=True):
    """One sentence of a story's summary, verbatim: ``article.text[start:end] == text``.

    ``facts`` are those it brings that the lines before it do not, as shown to readers;
    ``origins`` the independent origins that agree on the one that most agree on.
    """

    article: str
    start: int
    end: int
    text: str
    facts: tuple[str, ...]
    origins: int


class Ledger(Struct, frozen=True):
    """The findings of a story laid side by side."""

    utterances: tuple[Utterance, ...] = ()
    series: tuple[Series, ...] = ()
    people: tuple[Person, ...] = ()
    timeline: tuple[Event, ...] = ()
    summary: tuple[SummaryLine, ...] = ()
    reports: tuple[Report, ...] = ()  # all that series are made of; see ``ledger.series``


class Story(Struct, frozen=True):
    """A story as shown: recomputed whenever it is dirty.

    ``origins`` counts independent origins: the roots of the tree of copies.
    ``first_us``/``last_us`` are publication times; None when every member is undated.
    """

    id: str
    storyline: str
    shard: str
    title: str
    lead: str
    lang: str
    langs: tuple[str, ...]
    first_seq: int
    last_seq: int
    first_us: int | None
    last_us: int | None
    articles: int
    outlets: int
    origins: int
    main_source: MainSource
    main_article: str  # the article whose title and lead are shown
    event_day: str | None = None  # ISO 8601: the day the main article is about, when it names one


class LinkEvidence(Struct, frozen=True):
    """What two stories of different languages share; ``text`` as the first of them prints it."""

    kind: Literal["name", "place", "figure", "link", "image"]
    text: str
    weight: float


class StoryLink(Struct, frozen=True):
    """A story of another language that reports the same event. Holds in both directions.

    ``shard`` is the language shard of ``other``; ``score`` sums the weights, each kind up to its
    cap, and the nearness in time (see ``stories.crosslang``).
    """

    story: str
    other: str
    shard: str
    score: float
    evidence: tuple[LinkEvidence, ...]
