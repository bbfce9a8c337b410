"""Names that a machine-made copy garbled, joined to the right one on the evidence of a quotation.

"Jack Quill" may be Jake Quill or his brother: spelling does not tell. But where one article gives
words to the one, another article the very same words to the other, the two names differ by a few
letters, and no article knows both, they are taken for one person, and the quotes are shown.
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from newsloom.ledger.people import one_name
from newsloom.ledger.spellings import edits
from newsloom.lineage.member import StoryMember
from newsloom.model.facts import Quote
from newsloom.model.ledger import Person, SameWords, Utterance
from newsloom.text.tokens import words

_LEAST_WORDS = 6  # of a quotation that two people do not say by chance
_MOST_EDITS = 2  # letters, in each part of the name
_SAME = ("verbatim", "shortened", "edited")


def _near(one: str, other: str) -> bool:
    """Whether two parts of a name begin alike and differ by a letter or two, not by more."""
    if one[:1] != other[:1] or min(len(one), len(other)) < _MOST_EDITS + 1:
        return False
    return edits(one.lower(), other.lower(), _MOST_EDITS) <= _MOST_EDITS


def _garbled(one: str, other: str) -> bool:
    left, right = one.split(), other.split()
    if len(left) < 2 or len(right) < 2:
        return False
    return _near(left[0], right[0]) and _near(left[-1], right[-1])


def _twins(
    utterances: Sequence[Utterance], quotes: Mapping[str, Quote], names: Mapping[str, str]
) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Pairs of names under which the same words stand, with a quote for each."""
    for said in utterances:
        if len(words(said.text)) < _LEAST_WORDS:
            continue
        other = {one.quote for one in said.variants if one.kind not in _SAME}
        first: dict[str, str] = {}
        for id in said.quotes:
            speaker = quotes[id].speaker
            if speaker is None or id in other or speaker not in names:
                continue
            if len(words(quotes[id].text)) >= _LEAST_WORDS:
                first.setdefault(names[speaker], id)
        found = sorted(first)
        for at, one in enumerate(found):
            for two in found[at + 1 :]:
                yield (one, two), (first[one], first[two])


def join_garbled(
    people: tuple[Person, ...], utterances: Sequence[Utterance], members: Sequence[StoryMember]
) -> tuple[Person, ...]:
    """People with those made one that differ by a few letters and share a quotation, by name.

    The name that more articles use stays, the earlier one of two; ``evidence`` names the quotes.
    """
    quotes = {quote.id: quote for member in members for quote in member.quotes}
    by_name = {person.name: person for person in people}
    for pair, ids in _twins(utterances, quotes, one_name(people)):
        if not all(name in by_name for name in pair) or not _garbled(*pair):
            continue
        using = [{m.article.seq for m in members if name in m.article.text} for name in pair]
        if using[0] & using[1]:
            continue
        rank = sorted((0, 1), key=lambda at: (-len(using[at]), min(using[at], default=0)))
        kept, lost = (by_name[pair[at]] for at in rank)
        evidence = SameWords(lost.name, (ids[rank[0]], ids[rank[1]]))
        by_name[kept.name] = replace(
            kept,
            forms=tuple(sorted({*kept.forms, *lost.forms})),
            evidence=(*kept.evidence, evidence, *lost.evidence),
        )
        del by_name[lost.name]
    return tuple(sorted(by_name.values(), key=lambda person: (person.name, person.id)))
