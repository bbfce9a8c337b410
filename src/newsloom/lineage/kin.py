"""Copies within a story: of which earlier text each one was made, read sentence by sentence.

Which text came first is told by the texts before the clocks: whoever names another member's outlet
as its source comes after it, then publication times, then the order of arrival.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from newsloom.copies.compare import Comparison, Reading, compare, read
from newsloom.copies.minhash import Overlap, keys, overlap
from newsloom.lineage.member import StoryMember, by_time
from newsloom.lineage.origin import canonical_of, is_own, linked
from newsloom.lineage.shared import shingles_of
from newsloom.model.urls import canonical_url

_MOST_COMPARED = 8  # earlier texts whose sketches each one is compared with
_MOST_READ = 3  # ... and that are read sentence by sentence
_MOST_HOLDERS = 48  # texts looked at for one key: any copy leads to the others
_KIN = 0.3  # containment from which two texts are read side by side
_OF_ROOT = 0.2  # containment that a copy of a copy still shows of the first text
_LEAST_SHINGLES = 36  # with fewer, a shared wording may be chance or a form
_LEAST_WHOLE, _WHOLE = 20, 0.9  # ... but for a brief of which nearly all stands in the other
_FEW_KEYS = 64  # shingles of a brief: it is looked for in the earliest texts, whatever its keys
_SHORT_NAME = 4  # letters; a shorter name of an outlet may be any word
_SOURCES = frozenset(["agency", "contributed", "according", "reported", "link"])
_CREDITS = frozenset(["agency", "contributed", "reported", "link", "photo"])


class Copy(Struct, frozen=True):
    """``article`` was made of ``of``. ``comparison`` is None when only its page says so."""

    article: str
    of: str
    comparison: Comparison | None


class Names:
    """The outlets of a story, and where texts name them."""

    def __init__(self, members: Iterable[StoryMember]) -> None:
        self._outlets = {
            one.article.outlet for one in members if len(one.article.outlet) >= _SHORT_NAME
        }

    def spans(self, member: StoryMember) -> list[tuple[int, int, str]]:
        """(start, end, outlet) of the other outlets that a text names, in order of place.

        Where one name stands within another, the longer one is meant.
        """
        text, own = member.article.text, member.article.outlet
        found = [
            (start, -len(outlet), outlet)
            for outlet in self._outlets
            for start in _whole(outlet, text)
        ]
        spans: list[tuple[int, int, str]] = []
        at = 0
        for start, length, outlet in sorted(found):
            if start >= at:
                at = start - length
                spans.append((start, at, outlet))
        return [span for span in spans if span[2] != own]


def _whole(name: str, text: str) -> Iterator[int]:
    """Where a name stands in a text, no letter or figure before or behind it."""
    at = text.find(name)
    while at >= 0:
        if not (_in_word(text[at - 1 : at]) or _in_word(text[at + len(name) : at + len(name) + 1])):
            yield at
        at = text.find(name, at + 1)


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "_"


class Kin:
    """The texts of a story made ready to be compared. ``members`` by time."""

    def __init__(self, members: Sequence[StoryMember], urls: Mapping[str, StoryMember]) -> None:
        self._urls = urls
        self._names = Names(members)
        self._spans = {one.article.id: self._names.spans(one) for one in members}
        self.shingles = {one.article.id: shingles_of(one) for one in members}
        self._overlaps: dict[tuple[str, str], Overlap] = {}
        self._linked: dict[str, list[StoryMember]] = {}
        self._readings: dict[str, Reading] = {}
        self._words: dict[str, tuple[str, ...]] = {}  # of sentences, which copies share
        self._near = self._neighbours(members)
        self.ordered = self._by_precedence(members)

    def reading(self, member: StoryMember) -> Reading:
        """A member's text as it is compared."""
        article = member.article
        if article.id not in self._readings:
            spans = [(one.start, one.end) for one in member.credits if one.form in _CREDITS]
            spans += [(start, end) for start, end, _ in self._spans[article.id]]
            self._readings[article.id] = read(
                article.title,
                article.text,
                outlet=article.outlet,
                credits=spans,
                quotes=[(one.start, one.end) for one in member.quotes if one.form != "indirect"],
                known=self._words,
            )
        return self._readings[article.id]

    def compared(self, one: StoryMember, other: StoryMember) -> Comparison:
        """What the later of two members made of the earlier one."""
        return compare(self.reading(one), self.reading(other))

    def linked(self, member: StoryMember) -> list[StoryMember]:
        """Other members the article links to, in the order of its links, each once."""
        article = member.article.id
        if article not in self._linked:
            self._linked[article] = linked(member, self._urls)
        return self._linked[article]

    def based_on(self, member: StoryMember) -> StoryMember | None:
        """The member that the article's page says it is made from."""
        address = member.article.based_on
        return self._urls.get(canonical_url(address)) if address else None

    def overlap(self, one: StoryMember, other: StoryMember) -> Overlap:
        """What the sketches of two members share."""
        a, b = sorted((one.article.id, other.article.id))
        found = self._overlaps.get((a, b))
        if found is None:
            found = self._overlaps[a, b] = overlap(self.shingles[a], self.shingles[b])
        return found

    def names(self, member: StoryMember, other: StoryMember) -> bool:
        """Whether ``member`` gives the outlet of ``other``, or its page, as where it is from."""
        if other in (canonical_of(member, self._urls), self.based_on(member)):
            return True
        if other in self.linked(member):
            return True
        if any(name == other.article.outlet for *_, name in self._spans[member.article.id]):
            return True
        said = [one.name for one in member.credits if one.form in _SOURCES]
        return any(is_own(name, other.article) for name in (*said, *member.article.authors))

    def _neighbours(self, members: Sequence[StoryMember]) -> dict[str, list[StoryMember]]:
        """For each member those that share most keys with it: of another outlet, kin or nearly."""
        by_id = {one.article.id: one for one in members}
        holders: dict[int, list[str]] = {}
        own = {article: keys(found).tolist() for article, found in self.shingles.items()}
        place = {article: at for at, article in enumerate(by_id)}
        for article, found in own.items():
            for key in found:
                holders.setdefault(key, []).append(article)
        mates: dict[str, list[str]] = {}
        for one in members:
            mates.setdefault(_component(one), []).append(one.article.id)
        near: dict[str, list[StoryMember]] = {}
        for article, found in own.items():
            votes = Counter(one for key in found for one in holders[key][:_MOST_HOLDERS])
            votes.update(mates[_component(by_id[article])][:_MOST_HOLDERS])
            claimed = canonical_of(by_id[article], self._urls)
            votes.update([claimed.article.id] if claimed else [])
            if _LEAST_WHOLE <= len(self.shingles[article]) < _FEW_KEYS:
                votes.update(dict.fromkeys(by_id, 0))  # it may share no key with what holds it
            ranked = sorted(votes, key=lambda one: (-votes[one], place[one]))
            outlet = by_id[article].article.outlet
            others = [
                one
                for one in ranked
                if one != article and not (outlet and outlet == by_id[one].article.outlet)
            ]
            near[article] = [
                by_id[one]
                for one in others[: 2 * _MOST_COMPARED]
                if self._is_kin(by_id[article], by_id[one])
            ]
        return near

    def _is_kin(self, one: StoryMember, other: StoryMember) -> bool:
        """Whether two texts are worth reading side by side."""
        if _component(one) == _component(other) or canonical_of(one, self._urls) is other:
            return True
        size = min(len(self.shingles[member.article.id]) for member in (one, other))
        if size < _LEAST_WHOLE:
            return False
        least = _KIN if size >= _LEAST_SHINGLES else _WHOLE
        return self.overlap(one, other).containment >= least

    def _by_precedence(self, members: Sequence[StoryMember]) -> list[StoryMember]:
        """Texts that their kin name as the source go before all others; then time decides."""
        named: set[str] = set()
        for member in members:
            for other in self._near[member.article.id]:
                if self.names(member, other) and not self.names(other, member):
                    named.add(other.article.id)
        naming = {
            one.article.id
            for one in members
            if any(self.names(one, other) for other in self._near[one.article.id])
        }
        return sorted(
            members,
            key=lambda one: (one.article.id not in named or one.article.id in naming, by_time(one)),
        )

    # ------------------------------------------------------------ copies

    def copies(self) -> list[Copy]:
        """Of which text before it each member was made, in order of precedence.

        Of the texts that it may have been made of, the one with which it has most in common.
        """
        place = {one.article.id: at for at, one in enumerate(self.ordered)}
        root = {one.article.id: one for one in self.ordered}
        found: list[Copy] = []
        for member in self.ordered:
            article = member.article.id
            before = [one for one in self._near[article] if place[one.article.id] < place[article]]
            copy = self._by_page(member, place) or self._nearest(member, before, root)
            if copy is not None:
                root[article] = root[copy.of]
                found.append(copy)
        return found

    def _by_page(self, member: StoryMember, place: Mapping[str, int]) -> Copy | None:
        other = canonical_of(member, self._urls)
        if other is None or other.article.outlet == member.article.outlet:
            return None
        if place[other.article.id] > place[member.article.id]:
            return None
        compared = self.compared(other, member)
        return Copy(member.article.id, other.article.id, compared if compared.kind else None)

    def _nearest(
        self, member: StoryMember, before: Sequence[StoryMember], root: Mapping[str, StoryMember]
    ) -> Copy | None:
        ranked = sorted(
            (-self.overlap(member, one).resemblance, at)
            for at, one in enumerate(before[:_MOST_COMPARED])
        )
        best: tuple[tuple[bool, float], StoryMember, Comparison] | None = None
        for _, at in ranked[:_MOST_READ]:
            other = before[at]
            compared = self.compared(other, member)
            if compared.kind is None or not self._of_root(member, other, root):
                continue
            strength = (compared.kind == "identical", compared.share)
            if best is None or strength > best[0]:
                best = (strength, other, compared)
        return Copy(member.article.id, best[1].article.id, best[2]) if best else None

    def _of_root(
        self, member: StoryMember, other: StoryMember, root: Mapping[str, StoryMember]
    ) -> bool:
        """A round-up of two reports is a copy of both; neither of the two is one of the other."""
        first = root[other.article.id]
        if first is other:
            return True
        return first is member or self.overlap(member, first).containment >= _OF_ROOT


def _component(member: StoryMember) -> str:
    """The first text of the copies that a member belongs to, by the index of copies."""
    return member.relation.of or member.article.id
