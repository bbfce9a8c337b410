"""People and the forms of their names, over the articles of a story.

A name of two words or more is taken for a person's when somebody of that name speaks, a title
stands before it, or its last word stands alone elsewhere with a title. A surname that two
people of the story bear belongs to neither.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from newsloom.findings.lexicon import Cues, cues
from newsloom.findings.namebook import NAME_RUN, Namebook, personal
from newsloom.findings.outlets import looks_like_outlet
from newsloom.findings.unspaced import is_bare_name
from newsloom.ledger.spellings import spelt_alike, transliterated
from newsloom.lineage.member import StoryMember
from newsloom.model.facts import Article
from newsloom.model.ids import content_id
from newsloom.model.ledger import Person

_LONGEST_RUN = 10
_LONGEST_TITLE = 2  # words of a title kept in a form
_GENITIVE = re.compile(r"['’]s?$")
_LAST_WORD = re.compile(r"([\w.-]+) $")


class _Seen:
    """How often names, their titled forms and bare surnames appear."""

    def __init__(self) -> None:
        self.full: Counter[tuple[str, ...]] = Counter()
        self.titled: dict[tuple[str, ...], Counter[str]] = {}
        self.persons: set[tuple[str, ...]] = set()
        self.articles: dict[tuple[str, ...], set[str]] = {}
        self.lang: dict[tuple[str, ...], str] = {}
        self.bare: set[str] = set()
        self.titled_surnames: dict[str, Counter[str]] = {}


def _read(member: StoryMember, seen: _Seen) -> None:
    """Add the names of one article."""
    article = member.article
    cue = cues(article.lang)
    for quote in member.quotes:
        if quote.speaker and not _is_body(quote.speaker, quote.speaker_surface or "", cue):
            _add_speaker(quote.speaker, article, cue, seen)
    for run, count in Counter(NAME_RUN.findall(article.text)).items():
        named = _named(run, cue)
        if named is not None:
            _add_run(named, count, article, seen)


def _is_body(speaker: str, surface: str, cue: Cues) -> bool:
    """Whether an article stands right before the name: "the Norvian Red Cross" is nobody's name."""
    first, _, rest = surface.partition(" ")
    return not cue.unspaced and rest == speaker and first.casefold() in cue.determiners


def _add_speaker(speaker: str, article: Article, cue: Cues, seen: _Seen) -> None:
    """Who speaks under a full name is a person; scripts without capitals name only speakers."""
    if cue.unspaced:
        if is_bare_name(speaker) and speaker not in cue.pronouns:
            _count((speaker,), 1, article, seen)
            seen.persons.add((speaker,))
        return
    name = _speaking(speaker, cue)
    if not name:
        return
    seen.persons.add(name)
    if cue.caseless:
        _count(name, 1, article, seen)


@lru_cache(maxsize=5_000)
def _speaking(speaker: str, cue: Cues) -> tuple[str, ...]:
    """The words of a speaker's full name; none when it is not one."""
    name, is_name = Namebook("", cue).resolve(speaker)
    return tuple(name.split()) if is_name and name and " " in name else ()


def _count(name: tuple[str, ...], count: int, article: Article, seen: _Seen) -> None:
    seen.full[name] += count
    seen.articles.setdefault(name, set()).add(article.id)
    seen.lang.setdefault(name, article.lang)


class _Named(NamedTuple):
    """What a run of capitalised words names: a person, perhaps; ``titled`` is "" without title."""

    name: tuple[str, ...]
    titled: str


@lru_cache(maxsize=20_000)
def _named(run: str, cue: Cues) -> _Named | None:
    """The name in a run, its words read once: the same names fill the news for days."""
    words = _GENITIVE.sub("", run).split()
    while words and (words[0].casefold() in cue.stops or words[0].casefold() in cue.determiners):
        words.pop(0)
    if not 0 < len(words) <= _LONGEST_RUN:
        return None
    name = tuple(personal(words, cue))
    titles = words[: len(words) - len(name)][-_LONGEST_TITLE:]
    title = bool(titles) and titles[-1].casefold() in cue.honorifics
    titled = " ".join([*titles, *name]) if title else ""
    if len(name) == 1:
        return _Named(name, titled) if title else None
    if len(name) > 4 or name[-1].casefold() in cue.bodies or looks_like_outlet(" ".join(name)):
        return None
    return _Named(name, titled)


def _add_run(named: _Named, count: int, article: Article, seen: _Seen) -> None:
    name, titled = named
    if len(name) == 1:
        seen.titled_surnames.setdefault(name[0], Counter())[titled] += count
        return
    _count(name, count, article, seen)
    if titled:
        seen.titled.setdefault(name, Counter())[titled] += count
        seen.persons.add(name)


def _is_variant(one: tuple[str, ...], other: tuple[str, ...], seen: _Seen) -> bool:
    """Whether two full names are one person's; two forms that one article uses are two people."""
    if one[0] == other[0] and one[-1] == other[-1]:
        return True
    if not seen.articles[one].isdisjoint(seen.articles[other]):
        return False
    langs = seen.lang[one], seen.lang[other]
    return transliterated(one, other, langs) or spelt_alike(one, other)


def _surname_titled(name: tuple[str, ...], seen: _Seen) -> bool:
    return name[-1] in seen.titled_surnames


def find_people(members: Sequence[StoryMember]) -> tuple[Person, ...]:
    """The people of a story with the forms their names take, by name.

    ``name`` is the form met most, the longer of two; ``forms`` holds it and the others, sorted.
    """
    seen = _Seen()
    for member in members:
        _read(member, seen)
    names = [
        name
        for name in sorted(seen.full, key=lambda name: (-seen.full[name], -len(name), name))
        if name in seen.persons or _surname_titled(name, seen)
    ]
    groups: list[list[tuple[str, ...]]] = []
    for name in names:
        for group in groups:
            if any(_is_variant(one, name, seen) for one in group):
                group.append(name)
                break
        else:
            groups.append([name])
    _find_bare(sorted({name[-1] for name in names}), members, seen)
    bearers = Counter(last for group in groups for last in {name[-1] for name in group})
    return tuple(sorted((_person(group, bearers, seen) for group in groups), key=_by_name))


def _find_bare(surnames: Iterable[str], members: Sequence[StoryMember], seen: _Seen) -> None:
    """Note the surnames that stand alone somewhere, without a capitalised word beside them."""
    for surname in surnames:
        if any(_stands_bare(surname, member.article) for member in members):
            seen.bare.add(surname)


@cache
def _plain(lang: str) -> frozenset[str]:
    """Words before a surname that are no part of a name though they begin with a capital."""
    cue = cues(lang)
    return cue.stops | cue.determiners | cue.prepositions


def _stands_bare(surname: str, article: Article) -> bool:
    text = article.text
    at = text.find(surname)
    while at >= 0:
        end = at + len(surname)
        after = text[end : end + 2]
        whole = not (text[at - 1 : at].isalnum() or after[:1].isalnum() or after[:1] == "-")
        if whole and at and not (after[:1] == " " and after[1:].isupper()):
            last = _LAST_WORD.search(text, max(0, at - 24), at)
            if last is None or last[1].islower() or last[1].casefold() in _plain(article.lang):
                return True
        at = text.find(surname, end)
    return False


def _by_name(person: Person) -> tuple[str, str]:
    return person.name, person.id


def _person(group: Sequence[tuple[str, ...]], bearers: Counter[str], seen: _Seen) -> Person:
    name = " ".join(group[0])
    forms = {" ".join(one) for one in group}
    for one in group:
        forms.update(seen.titled.get(one, ()))
        if bearers[one[-1]] == 1:
            forms.update(seen.titled_surnames.get(one[-1], ()))
            if one[-1] in seen.bare:
                forms.add(one[-1])
    return Person(content_id("p", name.lower()), name, tuple(sorted(forms)))


def across(stories: Sequence[Sequence[Person]]) -> list[Person]:
    """The people of a storyline, from those of its stories: one person, many spellings.

    Names that one story keeps apart stay two people; only full names join, never bare surnames.
    """
    joined: list[list[tuple[int, Person]]] = []
    for number, people in enumerate(stories):
        for person in people:
            at = next((group for group in joined if _are_one(group, number, person)), None)
            if at is None:
                joined.append([(number, person)])
            else:
                at.append((number, person))
    return [_joined([person for _, person in group]) for group in joined]


def _are_one(group: Sequence[tuple[int, Person]], number: int, person: Person) -> bool:
    if any(one == number for one, _ in group):
        return False
    names = [form.split() for form in person.forms if " " in form]
    return any(
        (spelt_alike(name, form.split()) and _frame(" ".join(name)) == _frame(form))
        or (name[0], name[-1]) == _ends(form)
        for _, other in group
        for form in other.forms
        if " " in form
        for name in names
    )


def _frame(name: str) -> str:
    """A name without vowels and doubled letters: Maria and Marta differ in it, Sergei and Sergey
    do not."""
    kept = [letter for letter in name.casefold() if letter not in "aeiouyj"]
    return "".join(one for at, one in enumerate(kept) if at == 0 or one != kept[at - 1])


def _ends(form: str) -> tuple[str, str]:
    words = form.split()
    return words[0], words[-1]


def _joined(people: Sequence[Person]) -> Person:
    """Several as one, under the first's name."""
    first = people[0]
    forms = {form for person in people for form in person.forms}
    evidence = tuple(dict.fromkeys(one for person in people for one in person.evidence))
    return Person(first.id, first.name, tuple(sorted(forms)), evidence)


def one_name(people: Iterable[Person]) -> dict[str, str]:
    """The story's one name by every form that belongs to one person only."""
    found: dict[str, str] = {}
    shared: set[str] = set()
    for person in people:
        for form in person.forms:
            if found.setdefault(form, person.name) != person.name:
                shared.add(form)
    return {form: name for form, name in found.items() if form not in shared}
