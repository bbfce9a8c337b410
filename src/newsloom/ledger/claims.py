"""What a generated text claims beside its words: who said a quotation, what a number counts."""

from collections.abc import Iterator, Sequence

from newsloom.findings import find
from newsloom.model.facts import Article, Figure, Finding, Quote
from newsloom.text.tokens import words


def _findings(text: str, outlet: str, lang: str) -> tuple[Finding, ...]:
    return find(Article("", 0, "", "", None, outlet, lang, "", text))


def _one_name(one: str, other: str) -> bool:
    """Whether two namings end in the same word, or one has all words of the other."""
    first, second = words(one), words(other)
    if not first or not second:
        return False
    return first[-1] == second[-1] or set(first) <= set(second) or set(second) <= set(first)


def otherwise(
    told: str, sources: Sequence[tuple[str, str]], lang: str
) -> Iterator[tuple[str, str]]:
    """Claims that the sources make otherwise: (``quotation`` or ``number``, the words).

    ``sources`` are (outlet, text). A quotation given to a speaker is wrong when the sources that
    have its words give them to others only; a figure with a unit when its value stands in the
    sources with other units or none only. What the sources leave open is not decided here.
    """
    claimed = _findings(told, "", lang)
    known = [one for outlet, text in sources for one in _findings(text, outlet, lang)]
    quotes = [one for one in known if isinstance(one, Quote) and one.form != "indirect"]
    figures = [one for one in known if isinstance(one, Figure)]
    for claim in claimed:
        if isinstance(claim, Quote) and claim.speaker and claim.form != "indirect":
            inner = words(claim.text)
            same = [one for one in quotes if _has(words(one.text), inner)]
            speakers = [one.speaker for one in same if one.speaker]
            if speakers and not any(_one_name(claim.speaker, name) for name in speakers):
                yield "quotation", f"{claim.text} (said by {speakers[0]}, not {claim.speaker})"
        elif isinstance(claim, Figure) and claim.unit and claim.value is not None:
            units = [one.unit or "no unit" for one in figures if one.value == claim.value]
            if units and claim.unit not in units:
                yield "number", f"{claim.text} ({units[0]}, not {claim.unit})"


def _has(whole: Sequence[str], part: Sequence[str]) -> bool:
    return bool(part) and any(
        whole[at : at + len(part)] == part for at in range(len(whole) - len(part) + 1)
    )
