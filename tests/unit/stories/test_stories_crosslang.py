"""Links across languages: names, places and figures that survive translation."""

import random
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.model.facts import Article
from newsloom.model.times import DAY_US
from newsloom.stories.bearings import Bearing, Bearings, bearings_of
from newsloom.stories.crosslang import (
    LEAST_TELLING,
    THRESHOLD,
    WITHIN_DAYS,
    link,
    links,
    telling,
    worth_showing,
)
from newsloom.stories.features import shard_of
from newsloom.stories.gazetteer import places
from newsloom.stories.skeleton import skeleton

NEWS = tomllib.loads(Path(__file__).with_name("languages.toml").read_text(encoding="utf-8"))
DAY = 19_675
# Languages whose names and places are read; elsewhere figures and addresses alone can link.
READ = (
    "az be bg bn bs ca cs da de el es fa fi fr hi hr id it kk lv mk mr ne nl no pl pt ro ru sk sl"
    " sq sr sv sw tr uk vi ar he"
)


def report(lang: str, which: str, day: int = DAY) -> Article:
    title, lead = NEWS[lang][which].split(" | ")
    name = f"{lang}-{which}"
    at_us = day * DAY_US + 3_600_000_000
    return Article(name, 1, "c", name, None, "Lantern", lang, title, lead, (), None, at_us)


def fire(lang: str, day: int = DAY) -> Bearings:
    members = [report(lang, "first", day), report(lang, "second", day)]
    return bearings_of(f"s-{lang}", shard_of(lang), members)


def water(lang: str) -> Bearings:
    return bearings_of(f"w-{lang}", shard_of(lang), [report(lang, "other")])


@pytest.mark.parametrize("lang", [lang for lang in READ.split() if lang in NEWS])
def test_one_event_is_linked_and_another_is_not(lang: str) -> None:
    found = link(fire("en"), fire(lang))
    assert found is not None
    assert found.score >= THRESHOLD
    assert {"name", "figure"} <= {one.kind for one in found.evidence}
    assert "Tomas Veldorin" in {one.text for one in found.evidence}
    assert link(fire("en"), water(lang)) is None
    assert link(water("en"), fire(lang)) is None
    assert link(water("en"), water(lang)) is None


def test_evidence_is_printed_as_each_story_has_it() -> None:
    there, back = link(fire("en"), fire("ru")), link(fire("ru"), fire("en"))
    assert there is not None
    assert back is not None
    assert there.score == back.score
    assert (there.story, there.other, there.shard) == ("s-en", "s-ru", "ru")
    assert (back.story, back.other, back.shard) == ("s-ru", "s-en", "en")
    assert "Томас Велдорин" in {one.text for one in back.evidence}
    assert [one.weight for one in there.evidence] == [one.weight for one in back.evidence]


def test_one_language_is_not_linked_with_itself() -> None:
    assert link(fire("hr"), fire("sr")) is None  # one shard: the weaver has judged them


@pytest.mark.parametrize(("later", "linked"), [(0, True), (1, True), (3, False), (9, False)])
def test_a_later_report_may_be_another_event(later: int, linked: bool) -> None:
    assert (link(fire("en"), fire("de", DAY + later)) is not None) == linked


def test_undated_stories_are_not_linked() -> None:
    undated = bearings_of("s", "de", [Article("a", 1, "c", "a", None, "L", "de",
                                              *NEWS["de"]["first"].split(" | "))])  # fmt: skip
    assert undated.first_day is None
    assert link(fire("en"), undated) is None


def made(name: str, shard: str, *keys: tuple[str, str, float]) -> Bearings:
    kinds = {"f": "name", "n": "name", "p": "place", "c": "place", "x": "figure", "u": "link"}
    found = tuple(Bearing(k, kinds[k[0]], label, w) for k, label, w in keys)  # type: ignore[arg-type]
    return Bearings(name, shard, DAY, DAY, found)


def test_a_ruler_in_his_capital_is_not_enough() -> None:
    ruler = (("f:FLTRN TMS", "Tomas Veldorin", 2.5), ("n:FLTRN", "Veldorin", 1.2),
             ("c:1", "Lisbon", 0.7), ("p:PT", "Portugal", 0.9))  # fmt: skip
    assert link(made("a", "en", *ruler), made("b", "de", *ruler)) is None
    more = (*ruler, ("x:340", "340", 0.8))
    assert link(made("a", "en", *more), made("b", "de", *more)) is not None


def test_a_name_counts_once() -> None:
    name = (("f:KMP MRN", "Moreno Campo", 2.5), ("f:LS MRN", "Luis Moreno", 2.5),
            ("n:KMPS", "Campos", 0.8), ("p:PT", "Portugal", 0.9))  # fmt: skip
    assert link(made("a", "es", *name[:2], name[3]), made("b", "fr", *name[:2], name[3])) is None


def test_a_shared_link_is_evidence() -> None:
    keys = (("u:https://a.example/x", "https://a.example/x", 2.5), ("n:FLTRN", "Veldorin", 1.2),
            ("p:PT", "Portugal", 0.9))  # fmt: skip
    found = link(made("a", "zh", *keys), made("b", "ja", *keys))
    assert found is not None
    assert [one.kind for one in found.evidence] == ["link", "name", "place"]


_KEYS = st.lists(
    st.tuples(
        st.sampled_from(["n:AA", "f:BB CC", "f:BB DD", "x:1", "x:2", "p:PT", "c:3", "u:z"]),
        st.just("label"),
        st.sampled_from([0.2, 0.6, 0.8, 1.2, 2.5]),
    ),
    unique_by=lambda key: key[0],
    max_size=8,
)


@given(_KEYS, _KEYS, st.integers(-5, 5))
def test_links_are_symmetric_and_the_index_misses_none(
    mine: list[tuple[str, str, float]], theirs: list[tuple[str, str, float]], later: int
) -> None:
    one, other = made("a", "en", *mine), made("b", "de", *theirs)
    other = Bearings("b", "de", DAY + later, DAY + later, other.keys)
    there, back = link(one, other), link(other, one)
    assert (there is None) == (back is None)
    if there is not None and back is not None:
        assert there.score == back.score
        indexed = {b.digest for b in telling(one)} & {b.digest for b in telling(other)}
        assert len(indexed) >= LEAST_TELLING
        assert abs(later) <= WITHIN_DAYS


def test_all_links_of_a_story_go_both_ways_in_a_fixed_order() -> None:
    others = [fire(lang) for lang in ("de", "fr", "ru", "es")] + [water("it")]
    found = links(fire("en"), others)
    assert [(one.story, one.other) for one in found] == [
        pair for lang in ("de", "es", "fr", "ru") for pair in (("s-en", f"s-{lang}"),
                                                               (f"s-{lang}", "s-en"))
    ]  # fmt: skip
    random.Random(1).shuffle(others)
    assert links(fire("en"), others) == found


def test_only_links_near_the_best_are_shown() -> None:
    assert worth_showing(6.0, 6.0, 8.0)
    assert not worth_showing(5.0, 8.0, 5.0)
    assert not worth_showing(5.0, 5.0, 8.0)


@pytest.mark.parametrize(
    ("lang", "text", "printed"),
    [
        ("en", "The mayor of Lisbon spoke in Portugal.", ["Lisbon", "Portugal"]),
        ("ru", "Мэр приехал из Лиссабона в Германию.", ["Лиссабона", "Германию"]),
        ("ja", "リスボンの市長がドイツへ", ["リスボン", "ドイツ"]),
        ("zh", "里斯本市长访问德国", ["里斯本", "德国"]),
        ("ar", "وصل من لشبونة إلى ألمانيا", ["لشبونة", "ألمانيا"]),
        ("he", "ראש העיר הגיע מליסבון לגרמניה", ["מליסבון", "לגרמניה"]),
        ("ko", "시장이 리스본에서 독일로", ["리스본에서", "독일로"]),
        ("th", "นายกเทศมนตรีลิสบอนไปเยอรมนี", ["ลิสบอน", "เยอรมนี"]),
        ("en", "a reading of the nice turkey in a bath", []),
        ("el", "Από το πρωί", []),
    ],
)
def test_places_are_found_in_every_script(lang: str, text: str, printed: list[str]) -> None:
    assert [text[one.start : one.end] for one in places(text, lang)] == printed


def test_a_place_is_the_same_in_all_languages() -> None:
    printed = (("en", "Lisbon"), ("ru", "в Лиссабоне"), ("ja", "リスボン"), ("hi", "लिस्बन"))
    assert len({places(text, lang)[0].place for lang, text in printed}) == 1


@pytest.mark.parametrize(
    "spellings",
    [
        [("veldorin", "en"), ("велдорином", "ru"), ("فيلدورين", "ar"), ("ולדורין", "he"),
         ("वेल्डोरिन", "hi"), ("βελντορίν", "el")],
        [("selinsky", "en"), ("selinskyj", "de"), ("селинского", "ru"), ("seliński", "pl")],
        [("jorvald", "en"), ("джорвальда", "ru")],
    ],
)  # fmt: skip
def test_a_name_has_one_skeleton(spellings: list[tuple[str, str]]) -> None:
    assert len({skeleton(word, lang) for word, lang in spellings}) == 1


@settings(deadline=None)  # the first text of a language loads its names
@given(st.text(max_size=30), st.sampled_from(sorted(NEWS)))
def test_no_text_breaks_the_bearings(text: str, lang: str) -> None:
    article = Article("a", 1, "c", "a", "https://a.example/b/c/d", "L", lang, text, text)
    assert bearings_of("s", lang, [article]) == bearings_of("s", lang, [article])


def test_who_reports_is_no_bearing() -> None:
    title, text = "Fire in Lisbon", "Gossam Wirenik of Tallow Dispatch said so in Lisbon."
    article = Article("a", 1, "c", "a", None, "Lantern", "en", title, text)
    plain = bearings_of("s", "en", [article])
    told = bearings_of("s", "en", [article], ["Tallow Dispatch"])
    assert "Tallow Dispatch" in {one.label for one in plain.keys}
    assert {one.label for one in plain.keys} - {one.label for one in told.keys} == {
        "Tallow Dispatch"
    }
