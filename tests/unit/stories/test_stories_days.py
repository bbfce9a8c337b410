"""The days articles speak of, and sagas in which nothing else tells one event from the next."""

import math
from typing import NamedTuple

import pytest

from newsloom.model.facts import Article
from newsloom.model.judgements import Relation
from newsloom.model.times import DAY_US
from newsloom.stories.assign import Weaver
from newsloom.stories.days import Spoken, days_of
from newsloom.stories.features import features_of
from newsloom.stories.score import load_weights


def report(seq: int, title: str, text: str, day: int | None = None) -> Article:
    published = None if day is None else day * DAY_US + DAY_US // 2
    return Article(
        f"a{seq}", seq, "c", f"a{seq}", None, "Lantern", "en", title, text, published_us=published
    )


def spoken(text: str, day: int | None = None) -> Spoken:
    return Spoken(days_of(report(1, "Report", text, day)))


def test_a_weekday_counts_without_a_date() -> None:
    tuesday, again = spoken("The miners voted on Tuesday."), spoken("On Tuesday miners voted.")
    thursday = spoken("The miners vote again on Thursday.")
    assert tuesday.alike([again, thursday])[:, 1].tolist() == [1.0, 0.0]
    assert tuesday.alike([again, thursday])[:, 2].tolist() == [0.0, 1.0]


def test_what_says_nothing_of_days_is_unknown_not_different() -> None:
    found = spoken("The miners voted on Tuesday.").alike([spoken("The miners voted.")])
    assert math.isnan(found[0, 0])
    assert math.isnan(found[0, 1])
    assert found[0, 2] == 0.0


def test_a_weekday_is_a_day_once_the_article_is_dated() -> None:
    # Day 19,000 is Saturday, 8 January 2022.
    first = spoken("The miners voted on Friday.", 19_000)
    later = spoken("The miners voted on Friday.", 19_007)
    printed = spoken("The vote of 7 January 2022 was close.")
    assert first.alike([later])[0, 1] == 0.0
    assert first.alike([printed])[0, 1] == 1.0


def test_a_far_date_is_background() -> None:
    plain = spoken("The mine opened on 3 May 1998. Miners voted on Friday.", 19_000)
    assert plain.alike([spoken("Miners voted on Friday.", 19_000)])[0, 1] == 1.0


def test_members_that_leave_take_their_days_along() -> None:
    story = Spoken()
    for text in ("They met on Monday.", "They met on Tuesday."):
        story.add(Spoken(days_of(report(1, "Talks", text))))
    story.add(Spoken(days_of(report(1, "Talks", "They met on Tuesday."))), -1)
    monday = Spoken(days_of(report(1, "Talks", "They met on Monday.")))
    assert monday.alike([story])[0].tolist() == [1.0, 1.0, 0.0]


class Saga(NamedTuple):
    """Events that share people, places and vocabulary; ``{day}`` stands for the day."""

    title: str
    lead: str
    background: tuple[str, ...]
    events: tuple[str, ...]


STRIKE = Saga(
    "Copper miners at Orlanda vote on pay",
    "Copper miners at Orlanda voted on {day} on the pay offer of Brannock Metals.",
    (
        "Torvald of the Union of Hewers called the ballot at the Orlanda pit orderly and fair.",
        "A strike would close the smelter at Quell, where the ore of Orlanda is melted.",
    ),
    (
        "Six in ten turned the offer down, since it left out the night shift and the lamp room.",
        "This time the counting was broken off when two boxes from the northern shaft were found "
        "unsealed.",
        "The third offer, with a bonus for the winter, was taken by a margin of forty hands.",
    ),
)
TRIAL = Saga(
    "Banker Dunmore before the court at Vellmar",
    "The court at Vellmar sat on {day} in the case against Osric Dunmore of Harrow Trust.",
    (
        "Dunmore denies that he hid the losses of Harrow Trust from its savers in Vellmar.",
        "Judge Petra Ansel presides over the trial, and prosecutor Levin Marr asks for nine years.",
    ),
    (
        "A bookkeeper told how pages were torn from the ledger and burnt in the stove.",
        "An expert on handwriting said that the signature under the pledge was traced.",
        "His sister swore that he had been ill in bed all through that autumn.",
    ),
)
SUMMIT = Saga(
    "Osk and Fallin talk about the Sound of Hest",
    "President Maren Osk and Chancellor Edo Fallin spoke by telephone on {day} about the Sound.",
    (
        "Tavria holds that its blockade of the Sound of Hest is lawful, and Lorne calls it piracy.",
        "Merchants in Lorne fear that the blockade of the Sound of Hest will last until spring.",
    ),
    (
        "Fallin asked for the crew of a seized grain ship, and Osk for the toll of two years.",
        "They agreed that doctors may board the ships once a week, and on nothing else.",
        "Osk offered to meet on an island halfway, with no flags and no anthem.",
    ),
)


def saga(told: Saga, days: list[str]) -> list[Article]:
    """Two reports a day in other orders."""
    made: list[Article] = []
    for day, event in zip(days, told.events, strict=False):
        for parts in ((event, *told.background), (*told.background[::-1], event)):
            text = "\n\n".join((told.lead.format(day=day), *parts))
            made.append(report(len(made) + 1, told.title, text))
    return made


@pytest.mark.parametrize("told", [STRIKE, TRIAL, SUMMIT])
@pytest.mark.parametrize(
    "days",
    [
        ["Tuesday", "Friday"],
        ["Monday", "Wednesday", "Saturday"],
        ["7 March 2031", "21 March 2031"],
        ["March 7", "April 11", "May 2"],
    ],
)
def test_another_day_is_another_story_of_one_storyline(told: Saga, days: list[str]) -> None:
    weaver = Weaver("en", load_weights())
    stories, lines = [], set()
    for one in saga(told, days):
        features = features_of(one)
        found = weaver.decide(features, Relation(features.article, "original"))
        weaver.absorb(features, found)
        assert weaver.revise(features) == ()
        stories.append(found.story)
        lines.add(found.storyline)
    assert stories[::2] == stories[1::2]
    assert len(set(stories)) == len(days)
    assert len(lines) == 1
