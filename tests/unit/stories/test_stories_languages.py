"""Languages: in each, two invented reports on one event stand nearer than one on another event."""

import tomllib
from pathlib import Path

import numpy as np
import pytest

from newsloom.model.facts import Article
from newsloom.model.features import Features
from newsloom.model.judgements import Relation
from newsloom.stories.assign import Weaver
from newsloom.stories.features import features_of, languages_with_lists, shard_of
from newsloom.stories.score import load_weights
from newsloom.text.language import detect

NEWS = tomllib.loads(Path(__file__).with_name("languages.toml").read_text(encoding="utf-8"))
DAY_US = 86_400_000_000


def written(lang: str, which: str, seq: int) -> Features:
    title, lead = NEWS[lang][which].split(" | ")
    at_us = 1_700_000_000_000_000 + (seq - 1) * DAY_US // 4
    return features_of(
        Article(which, seq, "c", which, None, f"Outlet {seq}", lang, title, lead, (), None, at_us)
    )


def alike(one: Features, other: Features) -> float:
    terms, others = (set(np.frombuffer(f.body_terms, "<u4").tolist()) for f in (one, other))
    return float(len(terms & others) / (len(terms) * len(others)) ** 0.5)


def test_there_are_many_languages() -> None:
    assert len(NEWS) >= 58


@pytest.mark.parametrize("lang", NEWS)
def test_the_language_is_told(lang: str) -> None:
    for which in ("first", "second", "other"):
        title, lead = NEWS[lang][which].split(" | ")
        assert shard_of(detect(f"{title}\n{lead}")) == shard_of(lang)


@pytest.mark.parametrize("lang", NEWS)
def test_one_event_is_nearer_than_another(lang: str) -> None:
    first, second, other = (written(lang, which, 1) for which in ("first", "second", "other"))
    rival = max(alike(first, other), alike(second, other))
    assert alike(first, second) >= rival + 0.35


@pytest.mark.parametrize("lang", NEWS)
def test_reports_on_one_event_are_one_story(lang: str) -> None:
    weaver = Weaver(shard_of(lang), load_weights())
    placed = []
    for seq, which in enumerate(("first", "other", "second"), 1):
        item = written(lang, which, seq)
        judged = weaver.decide(item, Relation(item.article, "original"))
        weaver.absorb(item, judged)
        placed.append(judged.story)
    assert placed[0] == placed[2] != placed[1]


def test_languages_that_headlines_cannot_tell_apart_share_a_shard() -> None:
    assert shard_of("hr") == shard_of("bs") == shard_of("sr")
    assert shard_of("id") == shard_of("ms") != shard_of("hr")
    assert shard_of("de") == "de"


def test_function_words_are_known_for_most_languages() -> None:
    assert len(languages_with_lists() & set(NEWS)) >= 55
