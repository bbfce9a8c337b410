"""A story in the fewest sentences, verbatim, that carry the facts its origins agree on.

A fact is agreed when two independent origins have it: the value of a figure, a person, the day
of an event, something said, a telling word. Copies of one text are one origin. Sentences are
taken greedily, the one that brings most weight first, until the next would bring too little.
A story of one origin has no agreed facts and so no summary; its lead stands for it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from newsloom.ledger.clarity import Sentence, clarity, terms_of
from newsloom.ledger.newsrooms import newsrooms
from newsloom.ledger.reading import Reading
from newsloom.ledger.retold import Sources
from newsloom.lineage.member import Lineage, StoryMember, by_time
from newsloom.lineage.tree import roots
from newsloom.model.ledger import Ledger, SummaryLine

_READ = 3_000  # code points of an article from which sentences are taken
_CLEAR = 0.7  # a sentence less clear than this is not shown on its own
_MOST = 4
_LEAST_GAIN = 1.0  # what a further sentence must bring
_SHARE_GAIN = 0.15  # and its share of what all agreed facts weigh
_FIGURE, _SAID, _DAY, _PERSON, _TERM = 3.0, 2.0, 2.0, 1.0, 0.25
_TERMS_READ = 1_500  # code points whose words can agree
_MOST_TERMS = 24
_LEAD = 500  # code points in which the news stands
_AGREEING = frozenset(("first", "agree", "rounded"))
_DISPUTED = frozenset(("conflict", "differs"))
_IN_DOUBT = _DISPUTED | {"superseded"}

_Fact = tuple[str, str]  # kind and key


class _Place(NamedTuple):
    """Where a fact stands in an article."""

    start: int
    end: int
    fact: _Fact


class _Candidate(NamedTuple):
    member: StoryMember
    sentence: Sentence
    facts: frozenset[_Fact]


def _figures(ledger: Ledger) -> tuple[dict[str, _Fact], frozenset[str]]:
    """The fact behind each figure that agrees, and the figures in doubt, by finding id."""
    facts: dict[str, _Fact] = {}
    doubtful: set[str] = set()
    for number, series in enumerate(ledger.series):
        before: str | None = None
        for point in series.points:
            if point.state in _IN_DOUBT:
                doubtful.add(point.figure)
                if before is not None:
                    doubtful.add(before)
            elif point.state in _AGREEING and point.value is not None:
                what = f"{point.value:,} {series.what}" if series.what else f"{point.value:,}"
                facts[point.figure] = ("figure", f"{number}\0{what}")
            if point.state != "other":
                before = point.figure
        # Of what is disputed no value is agreed on, in whichever article it stands.
        if any(point.state in _DISPUTED for point in series.points):
            doubtful.update(point.figure for point in series.points if point.state != "other")
    return {id: fact for id, fact in facts.items() if id not in doubtful}, frozenset(doubtful)


def _places(
    member: StoryMember, reading: Reading, ledger: Ledger, figures: Mapping[str, _Fact]
) -> list[_Place]:
    """Where the facts of an article stand, other than its words."""
    article = member.article
    text = article.text[:_READ]
    found = [
        _Place(one.start, one.end, figures[one.id]) for one in member.figures if one.id in figures
    ]
    for at, said in enumerate(ledger.utterances):
        ids = set(said.quotes)
        found.extend(
            _Place(one.start, one.end, ("said", f"{at}\0{said.text}"))
            for one in member.quotes
            if one.id in ids and one.form != "indirect"
        )
    found.extend(
        _Place(one.start, one.end, ("day", one.first.isoformat()))
        for one, *_ in reading.told
        if one.precision == "day" and one.first == one.last
    )
    for person in ledger.people:
        for form in person.forms:
            at = text.find(form)
            while at >= 0:
                found.append(_Place(at, at + len(form), ("person", person.name)))
                at = text.find(form, at + len(form))
    return found


_WEIGHTS = {"figure": _FIGURE, "said": _SAID, "day": _DAY, "person": _PERSON, "term": _TERM}


def _agreed(
    places: Mapping[str, Sequence[_Place]], members: Sequence[StoryMember], of: Mapping[str, str]
) -> dict[_Fact, int]:
    """The facts that two origins or more have, with how many have them."""
    holders: dict[_Fact, set[str]] = {}
    terms: dict[_Fact, set[str]] = {}
    for member in members:
        article = member.article
        newsroom = of[article.id]
        for place in places[article.id]:
            holders.setdefault(place.fact, set()).add(newsroom)
        for term in terms_of(f"{article.title}\n{article.text[:_TERMS_READ]}", article.lang):
            terms.setdefault(("term", term), set()).add(newsroom)
    ranked = sorted(terms, key=lambda fact: (-len(terms[fact]), fact))[:_MOST_TERMS]
    holders.update((fact, terms[fact]) for fact in ranked)
    return {fact: len(having) for fact, having in holders.items() if len(having) > 1}


def _candidates(
    members: Sequence[StoryMember],
    sources: Sources,
    places: Mapping[str, Sequence[_Place]],
    agreed: Mapping[_Fact, int],
    doubtful: frozenset[str],
    happened: frozenset[str],
) -> list[_Candidate]:
    """The clear sentences of the originals, none with a figure in doubt.

    Nor one that still awaits a day which another report tells as past (``happened``).
    """
    found: list[_Candidate] = []
    for member in members:
        shaky = [one for one in member.figures if one.id in doubtful]
        reading = sources.reading(member)
        stale = {
            one.at
            for one in reading.told
            if one.planned and one.moment.first.isoformat() in happened
        }
        for number, sentence in enumerate(reading.sentences):
            start, end = sentence.start, sentence.end
            if start > _READ:
                break
            if number in stale:
                continue
            if any(start <= one.start < end for one in shaky):
                continue
            if clarity(sentence) < _CLEAR:
                continue
            facts = {("term", term) for term in sentence.terms}
            facts.update(
                place.fact
                for place in places[member.article.id]
                if start <= place.start and place.end <= end
            )
            told = frozenset(fact for fact in facts if fact in agreed)
            if told:
                found.append(_Candidate(member, sentence, told))
    return found


def _gain(candidate: _Candidate, left: Mapping[_Fact, float]) -> float:
    """The weight of what a sentence brings, less for an unclear one and one far down."""
    brought = sum(left.get(fact, 0.0) for fact in sorted(candidate.facts))
    near = 1.0 if candidate.sentence.start < _LEAD else 0.8
    return brought * clarity(candidate.sentence) * near


def _cover(
    candidates: Sequence[_Candidate], agreed: Mapping[_Fact, int]
) -> list[tuple[_Candidate, frozenset[_Fact]]]:
    """Sentences and the facts that each brings, greedily; ties go to the earlier article."""
    left = {fact: _WEIGHTS[fact[0]] * (1 + 0.1 * min(n - 2, 10)) for fact, n in agreed.items()}
    whole = sum(left[fact] for fact in sorted(left))
    taken: list[tuple[_Candidate, frozenset[_Fact]]] = []
    rest = list(candidates)
    while rest and len(taken) < _MOST:
        best = max(rest, key=lambda one: _gain(one, left))
        gain = _gain(best, left)
        if gain < _LEAST_GAIN or (taken and gain < _SHARE_GAIN * whole):
            break
        brings = frozenset(fact for fact in best.facts if fact in left)
        taken.append((best, brings))
        for fact in brings:
            del left[fact]
        rest = [one for one in rest if one is not best]
    return taken


def _shown(fact: _Fact) -> str:
    """A fact as a reader sees it."""
    kind, key = fact
    shown = key.rpartition("\0")[2]
    return f"“{shown}”" if kind == "said" else shown


def _line(
    candidate: _Candidate, brings: Iterable[_Fact], agreed: Mapping[_Fact, int]
) -> SummaryLine:
    named = sorted(
        (fact for fact in brings if fact[0] != "term"),
        key=lambda fact: (-_WEIGHTS[fact[0]], -agreed[fact], fact),
    )
    sentence = candidate.sentence
    return SummaryLine(
        candidate.member.article.id,
        sentence.start,
        sentence.end,
        sentence.text,
        tuple(dict.fromkeys(map(_shown, named))),
        min((agreed[fact] for fact in named), default=0) or max(agreed[fact] for fact in brings),
    )


def lay_summary(
    members: Sequence[StoryMember], tree: Lineage, ledger: Ledger
) -> tuple[SummaryLine, ...]:
    """The summary of a story, at most four sentences, the one that brings most first.

    ``members`` without identical copies; their order does not matter. Sentences come from
    originals only. Empty when the story has one origin or its origins agree on too little.
    """
    if tree.independent < 2:
        return ()
    of, root = newsrooms(members, tree), roots(tree)
    ordered = sorted(members, key=by_time)
    facts, doubtful = _figures(ledger)
    sources = Sources(members, tree)
    places = {
        member.article.id: _places(member, sources.reading(member), ledger, facts)
        for member in ordered
    }
    agreed = _agreed(places, ordered, of)
    originals = [member for member in ordered if root[member.article.id] == member.article.id]
    happened = frozenset(one.first for one in ledger.timeline if not one.planned)
    taken = _cover(_candidates(originals, sources, places, agreed, doubtful, happened), agreed)
    return tuple(_line(candidate, brings, agreed) for candidate, brings in taken)
