"""A reader's choices for the front page, kept as a note of the folder; the order in JSON."""

import msgspec
from msgspec import Struct

from newsloom.store.base import Reader
from newsloom.stories.rank import Choices, Terms

NOTE = "choices"
_MOST, _LONGEST = 200, 100  # lines of a field, characters of a line


class OrderAnswer(Struct, frozen=True):
    """Why a story stands where it does on the front page: `weight` is the product of the three
    terms; `followed` says which of the reader's choices it meets."""

    weight: float
    origins: float
    freshness: float
    choices: float
    followed: tuple[str, ...]


def order_answer(terms: Terms) -> OrderAnswer:
    """The terms of a story's place as JSON has them."""
    return OrderAnswer(terms.weight, terms.origins, terms.freshness, terms.choices, terms.followed)


def choices_of(reader: Reader) -> Choices:
    """The choices of a folder's owner; none when nothing was chosen, or it cannot be read."""
    kept = reader.note(NOTE)
    if not kept:
        return Choices()
    try:
        return msgspec.json.decode(kept, type=Choices)
    except msgspec.DecodeError:
        return Choices()


def from_form(fields: dict[str, str]) -> Choices:
    """Choices from text areas: one entry a line, repeats and empty lines left out."""
    return Choices(
        **{
            name: tuple(
                dict.fromkeys(
                    line.strip()[:_LONGEST]
                    for line in fields.get(name, "").splitlines()[:_MOST]
                    if line.strip()
                )
            )
            for name in Choices.__struct_fields__
        }
    )
