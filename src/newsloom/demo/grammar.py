"""The small language of the phrase banks, parsed once and rendered many times.

``[a|b]`` one of several, nested as deep as wanted · ``{slot}`` something filled in ·
``<who:he|she>`` by the gender of a person. Nothing else is special.
"""

from collections.abc import Callable
from functools import lru_cache

from msgspec import Struct

from newsloom.model.errors import ConfigError


class Slot(Struct, frozen=True):
    """A name, figure or noun phrase to be filled in."""

    name: str


class Choice(Struct, frozen=True):
    """Alternatives; ``index`` numbers the choices of one phrase from 0."""

    index: int
    options: tuple["Phrase", ...]


class Gendered(Struct, frozen=True):
    """Words that depend on a person: the male form, then the female one."""

    who: str
    forms: tuple["Phrase", ...]


Phrase = tuple[str | Slot | Choice | Gendered, ...]

Choose = Callable[[int, int], int]  # (number of the choice, number of options) -> option
Fill = Callable[[str], str]  # slot name -> text
IsFemale = Callable[[str], bool]  # person slot -> gender


class _Parser:
    def __init__(self, source: str) -> None:
        self.source, self.at, self.choices = source, 0, 0

    def fail(self, message: str) -> ConfigError:
        return ConfigError(f"phrase {self.source!r}, character {self.at}: {message}")

    def phrase(self, stops: str) -> Phrase:
        """Everything up to one of ``stops`` (not consumed) or the end."""
        parts: list[str | Slot | Choice | Gendered] = []
        text = ""
        while self.at < len(self.source) and self.source[self.at] not in stops:
            char = self.source[self.at]
            if char not in "[{<":
                text += char
                self.at += 1
                continue
            if text:
                parts.append(text)
                text = ""
            parts.append(self.special(char))
        if text:
            parts.append(text)
        return tuple(parts)

    def special(self, opening: str) -> Slot | Choice | Gendered:
        self.at += 1
        if opening == "{":
            return Slot(self.until("}"))
        if opening == "<":
            who = self.until(":")
            return Gendered(who, self.options(">"))
        number = self.choices
        self.choices += 1
        return Choice(number, self.options("]"))

    def until(self, closing: str) -> str:
        end = self.source.find(closing, self.at)
        if end < 0:
            raise self.fail(f"{closing!r} is missing")
        name = self.source[self.at : end]
        self.at = end + 1
        return name

    def options(self, closing: str) -> tuple[Phrase, ...]:
        found = [self.phrase("|" + closing)]
        while self.at < len(self.source) and self.source[self.at] == "|":
            self.at += 1
            found.append(self.phrase("|" + closing))
        if self.at >= len(self.source):
            raise self.fail(f"{closing!r} is missing")
        self.at += 1
        return tuple(found)


@lru_cache(maxsize=8192)
def parse(source: str) -> Phrase:
    """A phrase as a tree. Raises ConfigError naming the phrase and the place."""
    parser = _Parser(source)
    phrase = parser.phrase("")
    for part in slots(phrase):
        if not part:
            raise parser.fail("a slot without a name")
    return phrase


def slots(phrase: Phrase) -> set[str]:
    """The names of all slots in a phrase, those of unchosen options too."""
    found: set[str] = set()
    for part in phrase:
        if isinstance(part, Slot):
            found.add(part.name)
        elif isinstance(part, Choice):
            found.update(*(slots(option) for option in part.options))
        elif isinstance(part, Gendered):
            found.update(*(slots(form) for form in part.forms))
    return found


def render(phrase: Phrase, choose: Choose, fill: Fill, is_female: IsFemale) -> str:
    """The text of a phrase; slots are filled from left to right."""
    out: list[str] = []
    for part in phrase:
        if isinstance(part, str):
            out.append(part)
        elif isinstance(part, Slot):
            out.append(fill(part.name))
        elif isinstance(part, Choice):
            option = part.options[choose(part.index, len(part.options))]
            out.append(render(option, choose, fill, is_female))
        else:
            form = part.forms[1 if is_female(part.who) else 0]
            out.append(render(form, choose, fill, is_female))
    return "".join(out)
