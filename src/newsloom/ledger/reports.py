"""A figure as figures are compared: the words it counts made one, the words around it, its date."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from newsloom.findings.lexicon import cues
from newsloom.findings.measures import alike, earlier, outcome_kinds
from newsloom.ledger.retold import Sources
from newsloom.lineage.member import Lineage, StoryMember, by_time
from newsloom.model.facts import Article, Figure
from newsloom.model.ledger import Openness, Report
from newsloom.text.tokens import stems, words, words_of

_BEFORE, _AFTER = 100, 70  # code points around a figure that tell what it is about
_EARLIER_REACH = 30
_COUNTED_BY = re.compile(
    r"\b(?:as (?:of|at)|until|till|stand|bis|by (?:\w+day|\d|noon|midnight|late|early))\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?。！？]\s|\n")
_MOST_CONTEXT = 14
_SHORTEST = 4  # letters; shorter words are mostly grammar

# Qualifiers by what they leave open; any language. Others are read as "about".
_AT_LEAST = frozenset((
    "at least", "more than", "over", "above", "no fewer than", "no less than", "well over",
    "just over", "upwards of", "a minimum of", "not less than", "mindestens", "mehr als", "über",
    "wenigstens", "gut", "au moins", "plus de", "plus d'", "plus d’", "al menos", "más de",
    "por lo menos", "como mínimo", "не менее", "более", "более чем", "свыше", "больше",
    "как минимум", "по меньшей мере", "almeno", "più di", "oltre", "non meno di", "pelo menos",
    "ao menos", "mais de", "minstens", "ten minste", "meer dan", "ruim", "co najmniej",
    "przynajmniej", "ponad", "więcej niż", "щонайменше", "принаймні", "не менше", "понад",
    "більше", "більш ніж", "en az", "ما لا يقل عن", "على الأقل", "أكثر من", "ما يزيد على",
    "कम से कम", "से अधिक", "至少", "超过", "超過", "逾", "少なくとも",
))  # fmt: skip
_AT_MOST = frozenset((
    "at most", "up to", "less than", "fewer than", "under", "below", "no more than", "as many as",
    "as much as", "not more than", "just under", "a maximum of", "bis zu", "weniger als", "unter",
    "höchstens", "maximal", "knapp", "moins de", "au plus", "jusqu'à", "jusqu’à", "menos de",
    "hasta", "менее", "до", "meno di", "fino a", "até", "minder dan", "tot", "maximaal",
    "hoogstens", "mniej niż", "poniżej", "do", "менше", "en fazla", "أقل من", "حتى", "多达",
    "多達", "不到", "最多", "最大",
))  # fmt: skip
_EXACT = frozenset((
    "only", "just", "a total of", "exactly", "another", "an additional", "a further", "a record",
    "nur", "insgesamt", "weitere", "seulement", "un total de", "solo", "sólo", "otros", "otras",
    "всего", "еще", "ещё", "solo", "altri", "altre", "apenas", "só", "outros", "outras", "slechts",
    "in totaal", "tylko", "łącznie", "лише", "ще", "sadece", "yalnızca", "toplam", "केवल", "सिर्फ",
    "कुल", "仅", "計",
))  # fmt: skip


def openness(figure: Figure) -> Openness:
    """What a figure leaves open, by its qualifier; ``vague`` when it has no value."""
    if figure.value is None:
        return "vague"
    if figure.qualifier is None or figure.qualifier in _EXACT:
        return "exact"
    if figure.qualifier in _AT_LEAST:
        return "least"
    return "most" if figure.qualifier in _AT_MOST else "about"


@cache
def _idle(lang: str) -> frozenset[str]:
    """Words that say nothing of what a figure is about."""
    cue = cues(lang)
    return cue.stops | cue.auxiliaries | cue.prepositions | cue.pronouns | cue.determiners


@cache
def _alike(lang: str) -> dict[str, str]:
    """The stem that stands for several that count the same, by stem."""
    found = {}
    for group in alike(lang):
        several = stems(list(group), lang)
        found.update(dict.fromkeys(several, f"={several[0]}"))
    return found


@lru_cache(maxsize=20_000)
def _key(what: str, lang: str) -> tuple[str, ...]:
    """Stems of what is counted, each once and sorted; an outcome as ``!kind``."""
    kinds, same = outcome_kinds(lang), _alike(lang)
    found = set()
    for word in words(what):
        if word in kinds:
            found.add(f"!{kinds[word]}")
        elif word not in _idle(lang):
            stem = stems([word], lang)[0]
            found.add(same.get(stem, stem))
    return tuple(sorted(found))


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """The words of the same sentence before and after a span."""
    pieces = _SENTENCE_END.split(text[max(0, start - _BEFORE) : start])
    return pieces[-1], _SENTENCE_END.split(text[end : end + _AFTER])[0]


def _context(near: Sequence[str], lang: str, key: Sequence[str]) -> tuple[str, ...]:
    """Stems of the words around a figure, nearest first as far as there is room."""
    idle = _idle(lang)
    telling = [
        word
        for word in near
        if len(word) >= _SHORTEST and word not in idle and not word[0].isdigit()
    ]
    found = dict.fromkeys(stems(telling[: 2 * _MOST_CONTEXT], lang))
    return tuple(sorted([one for one in found if one not in key][:_MOST_CONTEXT]))


def _report(
    member: StoryMember, figure: Figure, around: tuple[str, str], near: Sequence[str]
) -> Report:
    """A figure as it is compared; ``around`` stands before and after it, ``near`` are the words."""
    article = member.article
    lang = article.lang
    key = _key(figure.what or "", lang)
    said = earlier(lang)
    return Report(
        figure=figure.id,
        article=article.id,
        outlet=article.outlet,
        lang=lang,
        text=figure.text,
        what=figure.what or "",
        unit=figure.unit,
        value=figure.value,
        openness=openness(figure),
        key=key,
        context=_context(near, lang, key),
        low=figure.low,
        high=figure.high,
        at_us=article.published_us,
        as_of=_as_of(figure, article, key, around),
        earlier=bool(said and said.search(around[0][-_EARLIER_REACH:])),
        seq=article.seq,
        start=figure.start,
    )


def _as_of(
    figure: Figure, article: Article, key: Sequence[str], around: tuple[str, str]
) -> str | None:
    """The day that a count is of.

    "27 people were killed when the dam broke on Monday" dates what befell them. They were counted
    by the time of the report, unless it says by when.
    """
    befell = any(word.startswith("!") for word in key)
    if not befell or article.published_us is None or not figure.as_of:
        return figure.as_of
    return figure.as_of if any(map(_COUNTED_BY.search, around)) else None


def reports_of(members: Sequence[StoryMember], tree: Lineage) -> tuple[Report, ...]:
    """The figures of a story's members that can be compared, earliest article first."""
    sources = Sources(members, tree)
    chosen = [
        (member, figure, _around(member.article.text, figure.start, figure.end))
        for member in sorted(members, key=by_time)
        for figure in sources.figures(member)
        if figure.unit != "ordinal" and (figure.what or figure.unit or (figure.value or 0) > 99)
    ]
    around = list(dict.fromkeys(piece for *_, both in chosen for piece in both))
    known = dict(zip(around, words_of(around), strict=True))
    return tuple(
        _report(member, figure, (before, after), [*reversed(known[before]), *known[after]])
        for member, figure, (before, after) in chosen
    )
