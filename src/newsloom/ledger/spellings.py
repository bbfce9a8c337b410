"""Whether two full names are spellings of one: Sergei and Sergey, Zelensky and Зеленский."""

import re
from collections.abc import Sequence
from functools import lru_cache

from anyascii import anyascii

from newsloom.stories.skeleton import skeleton

_VARIANT_LETTERS = 5  # a name shorter than this has no spelling variants
_MOST_EDITS = 2
_NOMINATIVE = "S"  # an ending that one language keeps and another takes off
_LEAST_SKELETON = 5  # consonants of a name that tell it from others in another script
_DOUBLED = re.compile(r"(.)\1+")
_WAYS = (("ph", "f"), ("ck", "k"), ("kh", "h"), ("x", "ks"), ("w", "v"), ("y", "i"), ("j", "i"))
_GENDERED = ("", "a", "e", "o")  # endings by which the names of men and women differ


def edits(one: str, other: str, most: int) -> int:
    """Edit distance of two words, or ``most + 1`` when it is larger."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    row = list(range(len(other) + 1))
    for at, left in enumerate(one, 1):
        before, row = row, [at]
        for to, right in enumerate(other, 1):
            row.append(min(before[to] + 1, row[-1] + 1, before[to - 1] + (left != right)))
    return min(row[-1], most + 1)


def _alike(one: str, other: str) -> bool:
    """Whether two words can be spellings of one name: Sergei and Sergey."""
    if one == other:
        return True
    shorter = min(len(one), len(other))
    if shorter < _VARIANT_LETTERS or one[:2] != other[:2] or _gendered(one, other):
        return False
    return edits(one, other, _MOST_EDITS) <= (_MOST_EDITS if shorter > 7 else 1)


def _gendered(one: str, other: str) -> bool:
    """Whether two words differ as Mario and Maria, Daniel and Daniela do."""
    shared = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    at = min(len(one), len(other)) if shared is None else shared
    return one[at:] in _GENDERED and other[at:] in _GENDERED


def spelt_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether first or last word are equal and the others a letter or two apart."""
    if len(one) != len(other):
        return False
    half = one[0] == other[0] or one[-1] == other[-1]
    return half and _alike(one[0], other[0]) and _alike(one[-1], other[-1])


@lru_cache(maxsize=20_000)
def _plain(word: str) -> str:
    """A word without accents, doubled letters and the choices a transliteration has."""
    letters = re.sub(r"[^a-z]", "", anyascii(word).lower())
    for way, sound in _WAYS:
        letters = letters.replace(way, sound)
    return _DOUBLED.sub(r"\1", letters)


@lru_cache(maxsize=20_000)
def _latin(word: str) -> bool:
    return anyascii(word[:1]).lower() == word[:1].lower() or word.isascii()


@lru_cache(maxsize=20_000)
def _consonants(word: str, lang: str) -> str:
    return skeleton(word.casefold(), lang).rstrip(_NOMINATIVE)


def transliterated(one: Sequence[str], other: Sequence[str], langs: tuple[str, str]) -> bool:
    """Whether two names are one in two scripts, or two ways of writing it in one.

    ``langs`` are the languages of the articles, whose endings are taken off. In one
    language both words agree but for doubled letters and choices such as y and i; across languages
    they have the same classes of consonants, enough of them to tell the name from others.
    """
    if len(one) < 2 or len(other) < 2:
        return False
    pairs = ((one[0], other[0]), (one[-1], other[-1]))
    if langs[0] == langs[1] and all(_latin(word) for pair in pairs for word in pair):
        short = any(min(map(len, pair)) < _VARIANT_LETTERS and pair[0] != pair[1] for pair in pairs)
        return not short and all(
            left == right or _plain(left) == _plain(right) for left, right in pairs
        )
    if one[0].isascii() and other[0].isascii() and _gendered(one[0], other[0]):
        return False
    found = [(_consonants(left, langs[0]), _consonants(right, langs[1])) for left, right in pairs]
    return (
        all(left == right and left for left, right in found)
        and sum(len(left) for left, _ in found) >= _LEAST_SKELETON
    )
