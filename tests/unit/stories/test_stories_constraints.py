"""Corrections: what must stand together, what may not, and which word holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from story_press import item, put

from newsloom.model.judgements import Correction, Relation
from newsloom.stories.assign import Weaver
from newsloom.stories.constraints import Constraints, concerned
from newsloom.stories.score import load_weights

WEIGHTS = load_weights()


def said(kind: str, article: str, *others: str, at: int = 1) -> Correction:
    return Correction(f"{kind}{article}{''.join(others)}{at}", kind, article, others, at)  # type: ignore[arg-type]


def test_together_is_transitive_and_apart_holds_for_all_of_both_sides() -> None:
    rules = Constraints([said("together", "a", "b"), said("together", "b", "c"),
                         said("apart", "c", "x"), said("together", "x", "y")])  # fmt: skip
    assert rules.partners("a") == ("b", "c")
    assert rules.forbids("a", ["q", "y"]) and not rules.forbids("a", ["q", "b"])
    assert rules.separates(["q", "b"], ["p", "y"]) and not rules.separates(["q"], ["p", "y"])
    assert rules.binds(["a"], ["c"]) and not rules.binds(["a"], ["x"])
    assert not rules.overruled


def test_the_later_word_holds() -> None:
    early, late = said("together", "a", "b", "c", at=1), said("apart", "b", "a", at=2)
    rules = Constraints([late, early])
    assert rules.forbids("b", ["a"]) and rules.partners("a") == ("c",)
    assert rules.forbids("b", ["c"])  # since it stands with a
    assert [(one.correction, one.other) for one in rules.overruled] == [(early.id, "b")]
    back = Constraints([early, late, said("together", "a", "b", at=3)])
    assert back.partners("a") == ("b", "c") and not back.forbids("b", ["a"])


def test_a_later_version_is_kept_apart_and_not_forced() -> None:
    rules = Constraints([said("apart", "a", "b"), said("together", "a", "c")], {"a2": "a"})
    rules.inherit("a3", "a2")
    for version in ("a2", "a3"):
        assert rules.forbids(version, ["b"]) and rules.forbids("b", [version])
        assert rules.partners(version) == ()
        assert rules.binds([version], ["c"])


def test_no_corrections_ask_nothing() -> None:
    rules = Constraints()
    assert not rules and not rules.forbids("a", ["b"]) and not rules.binds(["a"], ["a"])
    assert rules.partners("a") == ()


_WORDS = st.lists(
    st.builds(
        lambda kind, article, others, at: said(kind, article, *others, at=at),
        st.sampled_from(["apart", "together"]),
        st.sampled_from("abcdef"),
        st.lists(st.sampled_from("abcdef"), min_size=1, max_size=3, unique=True),
        st.integers(1, 5),
    ),
    max_size=6,
    unique_by=lambda one: one.id,
)


@given(_WORDS)
def test_what_holds_never_contradicts_itself(words: list[Correction]) -> None:
    rules = Constraints(words)
    over = {(one.correction, one.other) for one in rules.overruled}
    for one in words:
        assert not rules.forbids(one.article, [one.article, *rules.partners(one.article)])
        for other in one.others:
            if other == one.article or (one.id, other) in over:
                continue
            assert rules.forbids(one.article, [other]) == (one.kind == "apart")
            assert (other in rules.partners(one.article)) == (one.kind == "together")
    assert Constraints(reversed(words)).overruled == rules.overruled


@given(_WORDS, st.integers(0, 5))
def test_a_correction_touches_no_article_but_those_concerned(
    words: list[Correction], place: int
) -> None:
    if not words:
        return
    one = words[place % len(words)]
    others = [word for word in words if word is not one]
    touched = concerned(others, one)
    with_, without = Constraints(words), Constraints(others)
    for article in set("abcdef") - touched:
        assert with_.partners(article) == without.partners(article)
        for other in "abcdef":
            assert with_.forbids(article, [other]) == without.forbids(article, [other])


@pytest.fixture
def weaver() -> Weaver:
    return Weaver("en", WEIGHTS)


def test_the_weaver_keeps_apart_what_a_reader_parted(weaver: Weaver) -> None:
    weaver.constraints = Constraints([said("apart", "a3", "a1", "a2")])
    first, second, third = (put(weaver, item(seq, 0)) for seq in (1, 2, 3))
    assert first.story == second.story != third.story
    assert third.why[0] == f"a reader keeps it out of story {first.story}"
    assert third.storyline == first.storyline


def test_a_copy_and_a_version_are_kept_apart_too(weaver: Weaver) -> None:
    weaver.constraints = Constraints([said("apart", "a2", "a1"), said("apart", "a3", "a1")])
    first = put(weaver, item(1, 0))
    copy = put(weaver, item(2, 0), Relation("a2", "identical", "a1", 1.0, 1.0))
    version = put(weaver, item(3, 0, supersedes="a1"))
    assert first.story not in {copy.story, version.story}


def test_the_weaver_puts_together_what_a_reader_joined(weaver: Weaver) -> None:
    weaver.constraints = Constraints([said("together", "a2", "a1")])
    first, second = put(weaver, item(1, 0)), put(weaver, item(2, 3))
    assert (second.story, second.score) == (first.story, 1.0)
    assert second.why[0] == "a reader put it here, together with a1"
    assert weaver.holds("a1") and not weaver.holds("a9")
