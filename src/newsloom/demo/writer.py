"""Writes one article on one event from the phrase banks.

Voices tell the same facts in other words: of the sentences for a fact, voices that follow each
other take different ones, and voices that come back to a sentence fill it with other words. The
plan (which facts, in which order) is drawn apart from the voice, so that a rewritten copy keeps
the plan of its original, many of its sentences, and changes the words.
"""

import re
from functools import partial
from random import Random
from typing import Protocol
from zlib import crc32

from msgspec import Struct

from newsloom.demo import grammar
from newsloom.demo.banks import Common, KindWords, PhaseWords, common, kind_words
from newsloom.demo.events import Amount, Event
from newsloom.demo.world import cyrillic
from newsloom.model.errors import ConfigError
from newsloom.model.times import from_us

_STEPS = {"count": 1, "crowns": 1_000_000}
_UNITS = {"count": "", "pct": "%"}  # others are written as they are named
_KEPT = 50  # percent of sentences that a rewritten copy takes over to change their words
_DOUBLED = re.compile(r",(?=[,.;:])")  # an aside in commas at the end of a clause
_PREPOSITION = re.compile(r"^\S+ (?=\S+$)")


class Said(Struct, frozen=True):
    """A quote in a paragraph: the words between the marks."""

    start: int
    text: str
    speaker: str


class Number(Struct, frozen=True):
    """A figure in a paragraph: ``text`` is the number with its unit; value in whole units."""

    start: int
    text: str
    value: float | int
    unit: str
    what: str


class Paragraph(Struct, frozen=True):
    """Text with what was said and counted in it; ``start`` are offsets into ``text``."""

    text: str
    quotes: tuple[Said, ...] = ()
    figures: tuple[Number, ...] = ()


class Draft(Struct, frozen=True):
    """An article before it is printed."""

    title: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def text(self) -> str:
        return "\n\n".join(paragraph.text for paragraph in self.paragraphs)


class Plan(Struct, frozen=True):
    """Which beats an article has, by paragraph: ``fact:0``, ``quote:1``, ``generic:place``."""

    paragraphs: tuple[tuple[str, ...], ...]


class Voice(Struct, frozen=True):
    """Who tells: a number, and for a rewritten copy the number of the voice it ``follows``."""

    number: int
    follows: int | None = None


class Style(Protocol):
    """What a house decides: how quotes are marked."""

    @property
    def marks(self) -> tuple[str, str]: ...


def covers(lang: str, event: Event) -> bool:
    """Whether a language has the words for an event."""
    words = kind_words(lang, event.kind)
    return words is not None and event.phase in words.phases


def phase_words(lang: str, event: Event) -> tuple[KindWords, PhaseWords]:
    """The words for an event. Raises ConfigError when the language does not cover it."""
    words = kind_words(lang, event.kind)
    if words is None or event.phase not in words.phases:
        raise ConfigError(f"no phrases in {lang!r} for {event.kind}.{event.phase}")
    return words, words.phases[event.phase]


def make_plan(event: Event, lang: str, writer: int) -> Plan:
    """A newsroom's choice and order of facts; writer 0 tells all of them."""
    _, phase = phase_words(lang, event)
    rng = Random(f"plan {event.key} {lang} {writer}")
    facts = [f"fact:{number}" for number in range(len(phase.facts))]
    quotes = [f"quote:{number}" for number in range(len(phase.quotes))]
    generic = [f"generic:{name}" for name in common(lang).generic if name != "next"]
    rng.shuffle(generic)
    if writer > 0:
        rng.shuffle(facts)
        rng.shuffle(quotes)
        quotes = quotes[: rng.choice((2, 2, 3))]
        facts = facts[: rng.choice((len(facts), len(facts), max(2, len(facts) - 1)))]
    beats: list[str] = []
    for number in range(max(len(facts), len(quotes))):
        pair = facts[number : number + 1] + quotes[number : number + 1]
        beats += pair if rng.random() < 0.7 or number == 0 else pair[::-1]
    for name in generic[: rng.choice((3, 3, 4))]:
        beats.insert(rng.randint(2, len(beats)), name)
    if rng.random() < 0.6:
        beats.append("generic:next")
    return Plan(_grouped(beats, rng))


def _grouped(beats: list[str], rng: Random) -> tuple[tuple[str, ...], ...]:
    groups: list[list[str]] = [["lead"]]
    for beat in beats:
        # The outlook never stands alone: outlets would repeat the same paragraph word for word.
        joins = beat == "generic:next" or (len(groups[-1]) == 1 and rng.random() < 0.45)
        if len(groups) > 1 and joins:
            groups[-1].append(beat)
        else:
            groups.append([beat])
    return tuple(tuple(group) for group in groups)


def spelled(name: str, words: Common) -> str:
    """An invented name in the script of a language."""
    return cyrillic(name) if words.language.script == "cyrillic" else name


def printed_number(amount: Amount, words: Common) -> str:
    """A number as a language prints it, with its unit: ``4.7 metres``, ``1,250``."""
    language = words.language
    value = amount.value / _STEPS.get(amount.unit, 1)
    if amount.unit in ("m", "pct"):
        digits = f"{value:.1f}".replace(".", language.decimal)
    else:
        digits = f"{round(value):,}".replace(",", language.group if value >= 10_000 else "")
        if 1000 <= value < 10_000 and language.group == ",":
            digits = f"{round(value):,}"
    return digits + words.units.get(amount.unit, "")


class _Telling:
    """The state of one article being written."""

    def __init__(self, event: Event, lang: str, voice: Voice, late: bool, style: Style) -> None:
        self.event, self.lang, self.voice, self.style = event, lang, voice, style
        self.words = common(lang)
        self.kind, self.phase = phase_words(lang, event)
        self.figures = event.late if late else event.early
        self.met: set[str] = set()
        self.numbers: list[tuple[str, Amount, str]] = []  # printed, amount, what

    # ---- choosing

    def choose(self, beat: str, number: int, options: int) -> int:
        """Most beats have three sentences: voices three apart share one and differ in words."""
        seed = crc32(f"{self.event.key} {self.lang} {beat} {number}".encode())
        follows = self.voice.follows
        if follows is None:
            return (seed + self.voice.number // 3) % options
        # Not as the original put it, nor in every place as another rewritten copy does.
        other = 1 + crc32(f"{self.voice.number} {beat} {number}".encode()) % max(1, options - 1)
        return (seed + follows // 3 + other) % options

    def choose_once(self, beat: str, number: int, options: int) -> int:
        """A choice that belongs to the event: all voices take the same option."""
        return crc32(f"{self.event.key} {beat} {number}".encode()) % options

    def variant(self, beat: str, phrases: tuple[str, ...]) -> str:
        seed = crc32(f"{self.event.key} {self.lang} {beat}".encode())
        number, follows = self.voice.number, self.voice.follows
        if follows is not None and crc32(b"%d %d" % (number, seed)) % 100 < _KEPT:
            number = follows
        return phrases[(seed + number) % len(phrases)]

    def say(self, beat: str, phrase: str, *, shared: bool = False) -> str:
        choose = self.choose_once if shared else self.choose
        pick = partial(choose, beat + phrase[:40])
        text = grammar.render(grammar.parse(phrase), pick, self.fill, self.is_female)
        return _DOUBLED.sub("", text)

    # ---- filling

    def is_female(self, who: str) -> bool:
        return self.event.people[who].female

    def fill(self, slot: str) -> str:
        name, _, part = slot.partition(".")
        if name in self.event.people:
            return self.mention(name, part)
        if name in self.figures or name == "people":
            return self.number(name, part)
        if name == "day":
            return self.day(0, part)
        if name == "next":
            return self.day(2 + crc32(self.event.key.encode()) % 3, part)
        scenario = self.kind.scenarios[self.event.scenario % len(self.kind.scenarios)]
        if name in scenario:
            return self.say("scenario " + name, scenario[name], shared=True)
        return self.place(name)

    def place(self, name: str) -> str:
        city, places = self.event.city, self.words.places
        if name == "trade":
            return places.trades[city.trade % len(places.trades)]
        if name == "square":
            return places.squares[city.square % len(places.squares)]
        known = {
            "city": city.name, "CITY": city.name.upper(), "region": city.region,
            "river": city.river, "country": city.country, **self.event.names,
        }  # fmt: skip
        if name not in known:
            raise ConfigError(f"unknown slot {name!r} in the {self.lang} phrases")
        spelled_name = spelled(known[name], self.words)
        return spelled_name.upper() if name == "CITY" else spelled_name

    def mention(self, role: str, part: str) -> str:
        person = self.event.people[role]
        full = spelled(person.name, self.words)
        last = spelled(person.last, self.words)
        if part == "name":
            self.met.add(role)
            return full
        if part == "last" or role in self.met:
            return last
        self.met.add(role)
        return f"{self.kind.roles[role][1 if person.female else 0]} {full}"

    def number(self, name: str, part: str) -> str:
        if name == "people":
            amount, what = Amount(self.event.city.people, "count"), ""
        else:
            amount = (self.event.was if part == "was" else self.figures)[name]
            what = self.kind.what[name]
        text = printed_number(amount, self.words)
        self.numbers.append((text, amount, what))
        return text

    def day(self, later: int, part: str) -> str:
        weekday = (from_us(self.event.at_us).weekday() + later) % 7
        printed = self.words.language.weekdays[weekday]
        return _PREPOSITION.sub("", printed) if part == "bare" else printed

    # ---- beats

    def headline(self) -> str:
        """One line; names and numbers of a headline count neither as met nor as figures."""
        title = capital(self.say("headline", self.variant("headline", self.phase.headlines)))
        self.met.clear()
        self.numbers.clear()
        return title

    def paragraph(self, beats: tuple[str, ...]) -> Paragraph:
        text, quotes, figures = "", [], []
        for beat in beats:
            sentence = self.beat(beat)
            shift = len(text) + 1 if text else 0
            text = f"{text} {sentence.text}" if text else sentence.text
            quotes += [Said(q.start + shift, q.text, q.speaker) for q in sentence.quotes]
            figures += [
                Number(f.start + shift, f.text, f.value, f.unit, f.what) for f in sentence.figures
            ]
        return Paragraph(text, tuple(quotes), tuple(figures))

    def beat(self, beat: str) -> Paragraph:
        kind, _, name = beat.partition(":")
        if kind == "quote":
            return self.quote(int(name))
        if kind == "fact":
            phrases = self.phase.facts[int(name)]
        else:
            phrases = self.phase.lead if kind == "lead" else self.words.generic[name]
        text = capital(self.say(beat, self.variant(beat, phrases)))
        return Paragraph(text, (), self.placed_numbers(text))

    def quote(self, number: int) -> Paragraph:
        role, phrase = self.phase.quotes[number]
        words = capital(self.say(f"quote:{number}", phrase, shared=True))
        frames = self.words.frames.later if role in self.met else self.words.frames.first
        frame = self.variant(f"frame:{number}", frames)
        for slot, text in zip(("{open}", "{close}"), self.style.marks, strict=True):
            frame = frame.replace(slot, text)
        frame = frame.replace("{person}", "{" + role + "}").replace("<p:", f"<{role}:")
        before, _, after = frame.partition("{q}")
        opening = self.say(f"frame:{number}", before)
        text = capital(opening) + words + self.say(f"frame end:{number}", after)
        said = Said(len(opening), words, spelled(self.event.people[role].name, self.words))
        return Paragraph(text, (said,), self.placed_numbers(text))

    def placed_numbers(self, text: str) -> tuple[Number, ...]:
        """Where the numbers filled in since the last call stand in a sentence."""
        found, at = [], 0
        for printed, amount, what in self.numbers:
            start = text.index(printed, at)
            at = start + len(printed)
            unit = _UNITS.get(amount.unit, amount.unit)
            found.append(Number(start, printed, amount.value, unit, what))
        self.numbers.clear()
        return tuple(found)


def capital(text: str) -> str:
    """A sentence with its first letter, after any marks, in upper case; later ones too."""
    raised = text[:1].upper() + text[1:]
    return re.sub(r"(?<=[.!?] )([^\W\d_])", lambda match: match.group(1).upper(), raised)


def write(event: Event, lang: str, plan: Plan, voice: Voice, late: bool, style: Style) -> Draft:
    """An article of 150 to 450 words. Equal arguments give equal drafts."""
    telling = _Telling(event, lang, voice, late, style)
    title = telling.headline()
    return Draft(title, tuple(telling.paragraph(beats) for beats in plan.paragraphs))


def write_aside(event: Event, lang: str, name: str, voice: Voice, style: Style) -> Paragraph:
    """One paragraph that belongs to no plan: what a carrier adds of its own."""
    return _Telling(event, lang, voice, True, style).paragraph((f"generic:{name}",))
