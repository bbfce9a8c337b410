"""A reader's choices for the front page, kept as a note of the folder."""

import msgspec

from newsloom.store.base import Reader
from newsloom.stories.rank import Choices

NOTE = "choices"
_MOST, _LONGEST = 200, 100  # lines of a field, characters of a line


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
