"""One thing said, wherever it appears: quotations aligned across the articles of a story."""

from collections.abc import Mapping, Sequence

from newsloom.lineage.member import StoryMember, by_time
from newsloom.model.types import Quote, Utterance
from newsloom.text.tokens import words

_RUN = 3  # words in a row by which candidates are found
_LEAST_CONTAINED = 5  # words from which one quotation may stand for part of another
_ALIKE = 0.75  # share of the shorter's runs that the longer has, for edited wording
_LEAST_EDITED = 10  # words from which edited wording is recognised
_LEAST_SHOWN = 3  # words of a quotation that only one article has
_MOST_CANDIDATES = 8


class _Spoken:
    """A quotation as words and runs of words."""

    def __init__(self, member: StoryMember, quote: Quote) -> None:
        self.member, self.quote = member, quote
        self.words = tuple(words(quote.text))
        self.runs = [self.words[at : at + _RUN] for at in range(len(self.words) - _RUN + 1)]


class _Group:
    """Quotations of the same utterance; the longest first met stands for all."""

    def __init__(self, first: _Spoken) -> None:
        self.longest = first
        self.members = [first]

    def add(self, spoken: _Spoken) -> None:
        self.members.append(spoken)
        if len(spoken.words) > len(self.longest.words):
            self.longest = spoken


def _contains(longer: Sequence[str], shorter: Sequence[str]) -> bool:
    size = len(shorter)
    return any(
        longer[at] == shorter[0] and longer[at : at + size] == shorter
        for at in range(len(longer) - size + 1)
    )


def _same(one: _Spoken, other: _Spoken) -> bool:
    """Whether two quotations give the same words: equal, one in the other, or hardly edited."""
    if one.words == other.words:
        speakers = (one.quote.speaker, other.quote.speaker)
        return len(one.words) >= _LEAST_SHOWN or (speakers[0] is not None and len({*speakers}) == 1)
    shorter, longer = sorted((one, other), key=lambda spoken: len(spoken.words))
    if len(shorter.words) < _LEAST_CONTAINED:
        return False
    if _contains(longer.words, shorter.words):
        return True
    if len(shorter.words) < _LEAST_EDITED:
        return False
    known = set(longer.runs)
    return sum(run in known for run in shorter.runs) >= _ALIKE * len(shorter.runs)


def _speaker(group: _Group, names: Mapping[str, str]) -> str | None:
    """The speaker all naming articles agree on; None when they differ."""
    given = {
        names.get(spoken.quote.speaker, spoken.quote.speaker)
        for spoken in group.members
        if spoken.quote.speaker is not None
    }
    return given.pop() if len(given) == 1 else None


def align(members: Sequence[StoryMember], names: Mapping[str, str]) -> tuple[Utterance, ...]:
    """The utterances of a story, those in most articles first, then by time.

    ``names`` gives the story's one name for the forms a speaker appears under. ``text`` is
    verbatim the longest quotation; ``quotes`` and ``articles`` begin with the earliest. Fragments
    that only one article has are left out.
    """
    groups: list[_Group] = []
    by_run: dict[tuple[str, ...], list[int]] = {}
    by_words: dict[tuple[str, ...], int] = {}
    for member in sorted(members, key=by_time):
        for quote in member.quotes:
            spoken = _Spoken(member, quote)
            if not spoken.words:
                continue
            index = _place(spoken, groups, by_run, by_words)
            if index is None:
                index = len(groups)
                groups.append(_Group(spoken))
            else:
                groups[index].add(spoken)
            by_words.setdefault(spoken.words, index)
            for run in spoken.runs:
                holders = by_run.setdefault(run, [])
                if index not in holders:
                    holders.append(index)
    found = [_utterance(group, names) for group in groups]
    shown = [
        (-len(utterance.articles), at, utterance)
        for at, utterance in enumerate(found)
        if len(utterance.articles) > 1 or len(groups[at].longest.words) >= _LEAST_SHOWN
    ]
    return tuple(utterance for *_, utterance in sorted(shown, key=lambda row: row[:2]))


def _place(
    spoken: _Spoken,
    groups: Sequence[_Group],
    by_run: Mapping[tuple[str, ...], list[int]],
    by_words: Mapping[tuple[str, ...], int],
) -> int | None:
    """The group the quotation belongs to; None when it is a new utterance."""
    equal = by_words.get(spoken.words)
    if equal is not None and _same(spoken, groups[equal].members[0]):
        return equal
    shared: dict[int, int] = {}
    for run in spoken.runs:
        for index in by_run.get(run, ()):
            shared[index] = shared.get(index, 0) + 1
    ranked = sorted(shared, key=lambda index: (-shared[index], index))[:_MOST_CANDIDATES]
    return next((index for index in ranked if _same(spoken, groups[index].longest)), None)


def _utterance(group: _Group, names: Mapping[str, str]) -> Utterance:
    articles = dict.fromkeys(spoken.member.article.id for spoken in group.members)
    return Utterance(
        text=group.longest.quote.text,
        speaker=_speaker(group, names),
        quotes=tuple(spoken.quote.id for spoken in group.members),
        articles=tuple(articles),
    )
