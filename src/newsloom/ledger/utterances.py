"""One thing said, wherever it appears: quotations aligned across the articles of a story."""

from collections.abc import Iterator, Mapping, Sequence

from newsloom.ledger.variants import Spoken, compared, contains, other_words, same_words, wordings
from newsloom.lineage.member import StoryMember, by_time
from newsloom.model.ledger import Utterance, Variant

_LEAST_SHOWN = 3  # words of a quotation that only one article has
_MOST_CANDIDATES = 8
_WHOLE = 1.25  # times as many words: of what was said this gives more
_MOST_OF_ONE = 60  # utterances of one speaker that are compared for paraphrases


class _Group:
    """Quotations of the same words; the longest first met stands for all."""

    def __init__(self, first: Spoken) -> None:
        self.longest = first
        self.members = [first]

    def add(self, spoken: Spoken) -> None:
        self.members.append(spoken)
        known = self.longest.words
        longer = spoken.lang == self.longest.lang and len(spoken.words) > len(known)
        # One that only puts words in or changes some does not stand for those before it.
        if longer and (len(spoken.words) > _WHOLE * len(known) or contains(spoken.words, known)):
            self.longest = spoken

    def join(self, other: "_Group") -> None:
        """Take in the same thing in other words; the wording of most articles stands for both.

        A paraphrase may be longer, but what several outlets print word for word was said.
        """
        if len(other.articles) > len(self.articles):
            self.longest = other.longest
        self.members.extend(other.members)

    @property
    def articles(self) -> dict[str, None]:
        """Its articles, the earliest first."""
        return dict.fromkeys(spoken.member.article.id for spoken in self.members)

    @property
    def speaker(self) -> str | None:
        """The speaker all naming articles agree on; None when they differ."""
        given = {spoken.speaker for spoken in self.members if spoken.speaker is not None}
        return given.pop() if len(given) == 1 else None


class _Index:
    """The groups so far, with their words, runs of words and speakers."""

    def __init__(self) -> None:
        self.groups: list[_Group] = []
        self._by_run: dict[tuple[str, ...], list[int]] = {}
        self._by_words: dict[tuple[str, ...], int] = {}

    def add(self, spoken: Spoken) -> None:
        """Put a quotation into the group it belongs to, or into a new one."""
        at = self._place(spoken)
        if at is None:
            at = len(self.groups)
            self.groups.append(_Group(spoken))
        else:
            self.groups[at].add(spoken)
        self._by_words.setdefault(spoken.words, at)
        for run in spoken.runs:
            holders = self._by_run.setdefault(run, [])
            if at not in holders:
                holders.append(at)

    def _place(self, spoken: Spoken) -> int | None:
        equal = self._by_words.get(spoken.words)
        if equal is not None and same_words(spoken, self.groups[equal].members[0]):
            return equal
        shared: dict[int, int] = {}
        for run in spoken.runs:
            for at in self._by_run.get(run, ()):
                shared[at] = shared.get(at, 0) + 1
        ranked = sorted(shared, key=lambda at: (-shared[at], at))[:_MOST_CANDIDATES]
        return next((at for at in ranked if same_words(spoken, self.groups[at].longest)), None)


def _spoken(members: Sequence[StoryMember], names: Mapping[str, str]) -> Iterator[Spoken]:
    said = [
        (member, quote)
        for member in sorted(members, key=by_time)
        for quote in member.quotes
        if quote.form != "indirect"
    ]
    known = wordings(quote.text for _, quote in said)
    for member, quote in said:
        speaker = quote.speaker and names.get(quote.speaker, quote.speaker)
        wording = known[quote.text]
        if wording.words:
            yield Spoken(member, quote, speaker, wording)


def _joined(groups: list[_Group]) -> list[_Group]:
    """Groups of one speaker in other words made one, articles of their own provided."""
    result: list[_Group] = []
    of_speaker: dict[str, list[_Group]] = {}
    for group in groups:
        speaker = group.speaker
        candidates = of_speaker.setdefault(speaker, []) if speaker is not None else []
        home = next((one for one in candidates if _reworded(one, group)), None)
        if home is None:
            result.append(group)
            if len(candidates) < _MOST_OF_ONE:
                candidates.append(group)
        else:
            home.join(group)
    return result


def _reworded(one: _Group, other: _Group) -> bool:
    apart = one.articles.keys().isdisjoint(other.articles.keys())
    return apart and other_words(one.longest, other.longest) is not None


def align(members: Sequence[StoryMember], names: Mapping[str, str]) -> tuple[Utterance, ...]:
    """The utterances of a story, those in most articles first, then by time.

    ``names`` gives the story's one name for the forms a speaker appears under. ``text`` is
    verbatim the longest quotation in the words that most articles give; ``quotes`` and ``articles``
    begin with the earliest. Fragments that only one article has are left out, indirect speech is
    passed over.
    """
    index = _Index()
    for spoken in _spoken(members, names):
        index.add(spoken)
    shown = [
        (-len(group.articles), at, group)
        for at, group in enumerate(_joined(index.groups))
        if len(group.articles) > 1 or len(group.longest.words) >= _LEAST_SHOWN
    ]
    return tuple(_utterance(group) for *_, group in sorted(shown, key=lambda row: row[:2]))


def _utterance(group: _Group) -> Utterance:
    order = {id(spoken): by_time(spoken.member) for spoken in group.members}
    members = sorted(group.members, key=lambda spoken: order[id(spoken)])
    whole = group.longest
    variants = (
        Variant(spoken.quote.id, *compared(spoken, whole))
        for spoken in members
        if spoken is not whole
    )
    return Utterance(
        text=whole.quote.text,
        speaker=group.speaker,
        quotes=tuple(spoken.quote.id for spoken in members),
        articles=tuple(dict.fromkeys(spoken.member.article.id for spoken in members)),
        variants=tuple(variants),
    )
