"""The timeline of a story: verbatim sentences by the days they name."""

import pytest
from ledger_members import member

from newsloom.ledger import lay
from newsloom.ledger.clarity import clarity, sentence_of
from newsloom.lineage import trace
from newsloom.lineage.member import StoryMember
from newsloom.model.ledger import Event

# Hour 0 of ledger_members is Tuesday, 14 November 2023.
BREAKS = (
    "The dam above Karrenfeld broke on Monday and water ran into the lower town.\n\n"
    "Governor Mira Oduya said on Tuesday that the pumps would run for days.\n\n"
    "The council of Karrenfeld will vote on the repairs on 20 November."
)
RETOLD = (
    "Nobody in the valley slept. On Monday the dam above Karrenfeld broke and the lower town "
    "stood under water by noon.\n\nThe dam was built in June 1961, by the county."
)
LATER = "The council of Karrenfeld voted on the repairs on 20 November and found the money."


def timeline(*members: StoryMember) -> tuple[Event, ...]:
    events = lay(members, trace(members)).timeline
    texts = {one.article.id: one.article.text for one in members}
    for event in events:
        assert texts[event.article][event.start : event.end] == event.text
        assert event.article in event.articles
    return events


def test_events_stand_by_their_days_with_reports_joined() -> None:
    events = timeline(member(1, BREAKS, hours=0), member(2, RETOLD, hours=3))
    assert [(one.first, one.precision, one.planned) for one in events] == [
        ("1961-06-01", "month", False),
        ("2023-11-13", "day", False),
        ("2023-11-14", "day", False),
        ("2023-11-20", "day", True),
    ]
    broke = events[1]
    assert (broke.articles, broke.origins) == (("a1", "a2"), 2)
    assert broke.text.startswith("The dam above Karrenfeld broke on Monday")


def test_what_was_planned_is_past_once_somebody_reports_it() -> None:
    events = timeline(member(1, BREAKS, hours=0), member(2, LATER, hours=24 * 7))
    (vote,) = [one for one in events if one.first == "2023-11-20"]
    assert (vote.planned, vote.article, vote.origins) == (False, "a2", 2)


def test_a_copy_is_no_further_origin() -> None:
    long = BREAKS + " " + " ".join(f"Street {n} was dry again by {n % 12}." for n in range(40))
    events = timeline(
        member(1, long, hours=0), member(2, long + " So far.", hours=1, kind="edited", of=1)
    )
    assert {one.origins for one in events} == {1}


def test_undated_articles_tell_only_what_they_date() -> None:
    events = timeline(member(1, BREAKS), member(2, RETOLD))
    assert [one.first for one in events] == ["1961-06-01"]


def test_the_order_of_members_does_not_matter() -> None:
    members = [member(1, BREAKS, hours=0), member(2, RETOLD, hours=3), member(3, LATER, hours=200)]
    assert timeline(*members) == timeline(*reversed(members))


def test_at_most_sixteen_events_two_of_a_day() -> None:
    text = "\n\n".join(
        f"The council of Karrenfeld met person number {n} of ward {n * 7} on {n % 28 + 1} "
        f"{['May', 'June', 'July'][n % 3]} 2023 in hall {n * 3}."
        for n in range(60)
    )
    events = timeline(member(1, text, hours=0))
    assert len(events) == 16
    days = [one.first for one in events]
    assert days == sorted(days)
    assert max(days.count(day) for day in days) <= 2


@pytest.mark.parametrize(
    "unclear",
    [
        "“We lost the boat and the shed on Monday night in the flood”",
        "He said that on Monday the boat went down in the harbour basin.",
        "Monday: boats, sheds, and what else went down",
        "See https://kettle.example/x for what happened on Monday in town.",
        "It sank.",
    ],
)
def test_a_sentence_that_leans_or_breaks_off_is_less_clear(unclear: str) -> None:
    whole = "The boat of the harbour master sank on Monday in the old basin."

    def of(text: str) -> float:
        return clarity(sentence_of(text, 0, len(text), "en"))

    assert of(unclear) < of(whole) == 1.0
