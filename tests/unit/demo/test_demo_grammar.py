"""The language of the phrase banks, and that every bank speaks it."""

import pytest

from newsloom.demo.banks import LANGS, common, kind_words
from newsloom.demo.events import KINDS
from newsloom.demo.grammar import parse, render, slots
from newsloom.demo.world import cyrillic
from newsloom.model.errors import ConfigError

PLACES = {"city", "region", "river", "country", "org", "org2", "craft", "trade", "square"}
OTHERS = {"day", "next", "people", "acc", "p1", "p2", "p3"}


def told(source: str, option: int = 0, female: bool = False) -> str:
    def choose(number: int, options: int) -> int:
        return (option + number) % options

    return render(parse(source), choose, lambda name: f"<{name}>", lambda who: female)


def test_choices_slots_and_gender() -> None:
    assert told("[a|b [c|d]] {x} <p1:he|she>") == "a <x> he"
    assert told("[a|b [c|d]] {x} <p1:he|she>", 1, female=True) == "b c <x> she"
    assert slots(parse("[{a}|b {c.d}] <p1:{e}|>")) == {"a", "c.d", "e"}


@pytest.mark.parametrize("broken", ["[a|b", "{name", "<p1:he|she", "{}"])
def test_a_broken_phrase_is_named(broken: str) -> None:
    with pytest.raises(ConfigError, match="phrase"):
        parse(broken)


@pytest.mark.parametrize("lang", LANGS)
def test_common_words_are_complete(lang: str) -> None:
    words = common(lang)
    assert len(words.language.weekdays) == 7
    assert len(words.language.months) == 12
    assert len(words.places.trades) == 10
    assert len(words.places.squares) == 6
    assert set(words.generic) == set(common("en").generic)
    assert {"{agency}", "{CITY}"} <= {f"{{{s}}}" for s in slots(parse(words.credit.dateline))}
    for phrase in (*words.credit.contributed, *words.credit.reported):
        assert "{agency}" in phrase
    assert "{old}" in words.credit.correction
    assert "{new}" in words.credit.correction
    for phrases in words.generic.values():
        assert len(phrases) >= 3
        for phrase in phrases:
            known = OTHERS | PLACES | {"topic", "topic_a", "topic_d"}
            assert {name.split(".")[0] for name in slots(parse(phrase))} <= known


def kinds_told() -> list[tuple[str, str]]:
    return [(lang, kind) for lang in LANGS for kind in KINDS if kind_words(lang, kind)]


@pytest.mark.parametrize(("lang", "kind"), kinds_told())
def test_every_kind_is_complete(lang: str, kind: str) -> None:
    words = kind_words(lang, kind)
    assert words is not None
    spec = KINDS[kind]
    assert set(words.what) == set(spec.figures)
    assert len(words.scenarios) == spec.scenarios
    fields = set(words.scenarios[0])
    assert all(set(scenario) == fields for scenario in words.scenarios)
    assert set(words.phases) <= {name for name, _ in spec.phases}
    known = OTHERS | PLACES | fields | set(spec.figures)
    for phase in words.phases.values():
        assert len(phase.quotes) == 3
        for phrase in (*phase.headlines, *phase.lead, *(p for fact in phase.facts for p in fact)):
            assert {name.split(".")[0] for name in slots(parse(phrase))} <= known
        assert all(len(fact) >= 3 for fact in phase.facts)
        assert {role for role, _ in phase.quotes} <= set(words.roles)


def test_every_language_tells_three_kinds() -> None:
    for lang in LANGS:
        assert sum(kind_words(lang, kind) is not None for kind in KINDS) >= 3


def test_names_by_sound() -> None:
    assert cyrillic("Quillmoor") == "Квиллмур"
    assert cyrillic("Erl Yarrow") == "Эрл Ярров"
