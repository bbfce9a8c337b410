"""A copy's days, told by the day on which its source was written.

"Wednesday" in a copy is the Wednesday of the text it was made from. A copy dated a day before its
source, by an outlet further west or by a wrong clock, would else speak of the Wednesday before.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from newsloom.ledger.reading import Named, Reading, read
from newsloom.lineage.member import Lineage, StoryMember
from newsloom.model.facts import Figure
from newsloom.text.event_days import published_day, reference_day

_WEEK = 7
_DAY = len("2031-03-12")
_Value = tuple[float | None, str | None]  # a figure's value and unit


class Sources:
    """Which of ``members`` (none an identical copy) each of them was made from."""

    def __init__(self, members: Sequence[StoryMember], tree: Lineage) -> None:
        self._members = {member.article.id: member for member in members}
        self._of = {origin.article: origin.of for origin in tree.origins if origin.of}

    def _chain(self, member: StoryMember) -> list[StoryMember]:
        """A member, the one it was made from, and so on; identical copies are passed over."""
        chain, seen = [member], {member.article.id}
        at = self._of.get(member.article.id)
        while at is not None and at not in seen:
            seen.add(at)
            if at in self._members:
                chain.append(self._members[at])
            at = self._of.get(at)
        return chain

    def reading(self, member: StoryMember) -> Reading:
        """A member as read; the days that its source names as well are those that one means."""
        reading, *made = (read(one.article) for one in reversed(self._chain(member)))
        if all(one.written == reading.written for one in made):
            return made[-1] if made else reading
        for copy in made:
            reading = _retold(copy, reading)
        return reading

    def figures(self, member: StoryMember) -> Sequence[Figure]:
        """A member's figures; one that its source has, of the same weekday, is of that day."""
        if member.article.id not in self._of or not any(one.as_of for one in member.figures):
            return member.figures
        source, *made = reversed(self._chain(member))
        day = published_day(source.article)
        if all(published_day(one.article) == day for one in made):
            return member.figures  # datelines aside, which a copy mostly has as well
        written = reference_day(source.article)
        if all(reference_day(one.article) == written for one in made):
            return member.figures
        found: Sequence[Figure] = source.figures
        days: dict[_Value, str] = {}
        for copy in made:
            days.update({(one.value, one.unit): one.as_of for one in found if one.as_of})
            found = [_as_of(one, days.get((one.value, one.unit))) for one in copy.figures]
        return found


def _as_of(figure: Figure, day: str | None) -> Figure:
    mine = figure.as_of or ""
    if not day or not len(mine) == len(day) == _DAY or mine == day:
        return figure
    apart = (date.fromisoformat(mine) - date.fromisoformat(day)).days
    return figure if apart % _WEEK else replace(figure, as_of=day)


def _retold(copy: Reading, source: Reading) -> Reading:
    """A copy's reading by that of the text it was made from."""
    if not copy.told or not source.told:
        return copy
    there: dict[tuple[str, int], Named] = {
        (source.sentences[one.at].text, one.moment.start - source.sentences[one.at].start): one
        for one in source.told
    }
    told = tuple(_meant(copy, one, there, source) for one in copy.told)
    return copy._replace(told=told)


def _meant(
    copy: Reading, one: Named, there: Mapping[tuple[str, int], Named], source: Reading
) -> Named:
    """What the source means by a day that a copy names; the copy's own day where that is open."""
    sentence = copy.sentences[one.at]
    same = there.get((sentence.text, one.moment.start - sentence.start))
    if same is None:
        days = {other.moment.first: other for other in source.told if _same_weekday(one, other)}
        near = copy.written and source.written and abs((copy.written - source.written).days) < _WEEK
        if len(days) != 1 or not near:
            return one
        same = next(iter(days.values()))
    moment = one.moment._replace(first=same.moment.first, last=same.moment.last)
    return one._replace(moment=moment, planned=same.planned)


def _same_weekday(one: Named, other: Named) -> bool:
    """Whether both name one weekday, in one tense, without a month."""
    first, second = one.moment, other.moment
    return (
        first.precision == second.precision == "day"
        and first.form == second.form == "relative"
        and (first.tense == "future") == (second.tense == "future")
        and (first.first - second.first).days % _WEEK == 0
    )
