"""The timeline of a story: its events by the days that the texts speak of.

Each entry is one sentence, verbatim. Reports of one event are joined when they name the same
day and share their telling words; of several sentences the clearest of the earliest reports
stands. A day that every report still expects is marked as planned.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from newsloom.ledger.clarity import Sentence, clarity
from newsloom.ledger.newsrooms import newsrooms
from newsloom.ledger.retold import Sources
from newsloom.lineage.member import Lineage, StoryMember, by_time
from newsloom.model.ledger import Event
from newsloom.text.when import Moment

_MOST = 16  # entries of a story
_MOST_A_DAY = 2
_SAME, _LEAST_SHARED = 0.4, 3  # share and number of telling words that make two reports one
_LEAD, _UPPER = 500, 1_500
_LEAD_WEIGHT, _UPPER_WEIGHT, _LATER_WEIGHT = 1.0, 0.8, 0.6
_SPELT_OUT = 1.5
_CLEAR = 0.6  # a sentence at least this clear is clear enough: the earliest such one stands
_READABLE = 0.3
_VAGUE = {"day": 1.0, "week": 0.3, "month": 0.5, "year": 0.0}


class Told(NamedTuple):
    """One sentence of an article that names a day."""

    member: StoryMember
    sentence: Sentence
    moment: Moment
    planned: bool
    alone: bool  # the only day that its sentence names
    weight: float


def tellings(members: Sequence[StoryMember], tree: Lineage) -> list[Told]:
    """Every sentence that names a day, a week or a month, by time and place."""
    sources = Sources(members, tree)
    found: list[Told] = []
    for member in sorted(members, key=by_time):
        reading = sources.reading(member)
        named = Counter(one.at for one in reading.told)
        found.extend(
            Told(
                member,
                reading.sentences[one.at],
                one.moment,
                one.planned,
                named[one.at] == 1,
                _told_weight(one.moment),
            )
            for one in reading.told
            if _VAGUE[one.moment.precision]
        )
    return found


def _told_weight(one: Moment) -> float:
    """What one mention weighs: by its place, its exactness, and whether the day is spelt out."""
    place = (
        _LEAD_WEIGHT
        if one.start < _LEAD
        else _UPPER_WEIGHT
        if one.start < _UPPER
        else _LATER_WEIGHT
    )
    return place * _VAGUE[one.precision] * (_SPELT_OUT if one.form == "absolute" else 1.0)


def _same_event(one: Told, other: Told) -> bool:
    shared = len(one.sentence.terms & other.sentence.terms)
    smaller = min(len(one.sentence.terms), len(other.sentence.terms))
    return shared >= _LEAST_SHARED and shared >= _SAME * smaller


def _joined(of_a_day: Sequence[Told]) -> list[list[Told]]:
    """The reports of one day, grouped into events in order of their first report."""
    groups: list[list[Told]] = []
    for report in of_a_day:
        for group in groups:
            if any(_same_event(one, report) for one in group):
                group.append(report)
                break
        else:
            groups.append([report])
    return groups


def _weight(group: Iterable[Told], of: Mapping[str, str]) -> float:
    """What an event weighs: the best place in each independent origin, added up."""
    best: dict[str, float] = {}
    for report in group:
        newsroom = of[report.member.article.id]
        best[newsroom] = max(best.get(newsroom, 0.0), report.weight)
    return sum(best.values())


def _chosen(group: Sequence[Told]) -> Told:
    """The sentence to show: of what has happened, clear, of that day alone, early."""
    awaited = all(report.planned for report in group)
    open_to = [report for report in group if report.planned == awaited]

    def key(report: Told) -> tuple[float, bool, bool, int, int, int]:
        clear = min(clarity(report.sentence), _CLEAR)
        return (-clear, not report.alone, *by_time(report.member), report.sentence.start)

    return min(open_to, key=key)


def _worth(shown: Told, articles: Iterable[str], of: Mapping[str, str]) -> bool:
    """Whether a week or a month says enough: with its year, ahead, or told by two origins."""
    one = shown.moment
    return (
        one.precision == "day"
        or one.dated
        or shown.planned
        or len({of[article] for article in articles}) > 1
    )


def _event(group: Sequence[Told], of: Mapping[str, str]) -> Event | None:
    """The event that a group of reports tells; None when no sentence tells it clearly."""
    shown = _chosen(group)
    articles = tuple(dict.fromkeys(report.member.article.id for report in group))
    if clarity(shown.sentence) < _READABLE or not _worth(shown, articles, of):
        return None
    return Event(
        first=shown.moment.first.isoformat(),
        last=shown.moment.last.isoformat(),
        precision=shown.moment.precision,
        article=shown.member.article.id,
        start=shown.sentence.start,
        end=shown.sentence.end,
        text=shown.sentence.text,
        articles=articles,
        origins=len({of[article] for article in articles}),
        planned=all(report.planned for report in group),
    )


def lay_timeline(members: Sequence[StoryMember], tree: Lineage) -> tuple[Event, ...]:
    """The events of a story by day: at most sixteen, two of one day, the weightiest.

    ``members`` without identical copies; their order does not matter. An event weighs what its
    place in each independent origin weighs: the lead most, the end least.
    """
    of = newsrooms(members, tree)
    days: dict[tuple[date, date], list[Told]] = {}
    for report in tellings(members, tree):
        days.setdefault((report.moment.first, report.moment.last), []).append(report)
    weighed: list[tuple[float, tuple[date, date], int, Event]] = []
    for day, of_a_day in days.items():
        groups = _joined(of_a_day)
        ranked = sorted(range(len(groups)), key=lambda at: (-_weight(groups[at], of), at))
        for at in ranked[:_MOST_A_DAY]:
            event = _event(groups[at], of)
            if event is not None:
                weighed.append((_weight(groups[at], of), day, at, event))
    weighed.sort(key=lambda one: (-one[0], one[1], one[2]))
    shown = weighed[:_MOST]
    shown.sort(key=lambda one: (one[1], one[2]))
    return tuple(_without_repeats(event for *_, event in shown))


def _without_repeats(events: Iterable[Event]) -> Iterable[Event]:
    """One sentence stands once, under the first of the days it names."""
    seen: set[tuple[str, int]] = set()
    for event in events:
        if (event.article, event.start) not in seen:
            seen.add((event.article, event.start))
            yield event
