"""Features of an article: what they hold, how small they are, and that they stay the same."""

import msgspec
import numpy as np
import pytest
from story_press import article

from newsloom.model.facts import Article
from newsloom.model.features import Features
from newsloom.stories.features import content_stems, features_of


def written(title: str, text: str, lang: str = "en") -> Features:
    return features_of(Article("a", 1, "c", "a", None, "Lantern", lang, title, text))


def terms(packed: bytes) -> list[int]:
    return [int(term) for term in np.frombuffer(packed, "<u4")]


def test_terms_are_ascending_distinct_and_nested() -> None:
    made = features_of(article(1, 1, words=300))
    for packed in (
        made.title_terms, made.lead_terms, made.body_terms, made.names, made.bigrams,
        made.shingles, made.minhash,
    ):  # fmt: skip
        values = terms(packed)
        assert values
        assert values == sorted(set(values))
    assert (
        set(terms(made.title_terms)) <= set(terms(made.lead_terms)) <= set(terms(made.body_terms))
    )
    assert len(made.body_counts) * 2 == len(made.body_terms)
    assert set(terms(made.minhash)) <= set(terms(made.shingles))


def test_inflected_words_are_one_term() -> None:
    assert content_stems(["the", "ferries", "were", "sinking"], "en") == ["ferri", "sink"]
    assert content_stems(["die", "fähren"], "de") == content_stems(["fähre"], "de")


def test_a_language_without_lists_keeps_its_words() -> None:
    assert content_stems(["umlambo", "uphuphume"], "xh") == ["umlambo", "uphuphume"]


@pytest.mark.parametrize(("title", "text"), [("", ""), ("Ferry sinks", ""), ("", "It rains.")])
def test_little_text_gives_few_features(title: str, text: str) -> None:
    made = written(title, text)
    assert made.shingles == b""
    assert made.words == len(text.split())


def test_scripts_without_spaces_have_terms() -> None:
    made = written("市長が辞任を表明", "市長は月曜日に辞任を表明した。", "ja")
    assert len(terms(made.title_terms)) == 3  # hiragana tells nothing
    assert made.names == b""


def test_names_are_known_whole_and_in_parts() -> None:
    full = written("News", "On Monday Ada Brandt met the mayor of Port Elm.")
    short = written("News", "On Monday the council heard what Brandt said of it.")
    assert len(set(terms(full.names)) & set(terms(short.names))) == 1
    assert "Ada Brandt" in full.labels


def test_features_are_small() -> None:
    packed = msgspec.msgpack.encode(features_of(article(1, 1, words=1000)))
    assert len(packed) <= 6_000


def test_odd_code_points_do_no_harm() -> None:
    assert written("\ud800 broken", "half a pair \udfff and\x00 nothing " * 3).words


def test_features_depend_on_nothing_else() -> None:
    one = article(1, 1)
    other = msgspec.structs.replace(one, url="https://example.org/", authors=("A",))
    assert features_of(one) == features_of(other)
    later = msgspec.structs.replace(one, seen_us=5)
    assert features_of(later) == msgspec.structs.replace(features_of(one), seen_us=5)
