"""The findings of a story laid side by side: utterances, series, people, events, summary. Frozen.

Recomputed with the story. Times are UTC microseconds (``_us``); offsets are code points.
"""

from typing import Literal

from msgspec import Struct

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
    ``origins`` the independent origins that agree on the one of them that fewest agree on.
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
