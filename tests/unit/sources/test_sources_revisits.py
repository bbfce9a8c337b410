"""When pages of known articles are visited again."""

import pytest

from newsloom.model.facts import Hints
from newsloom.model.times import DAY_US, HOUR_US, MINUTE_US, SECOND_US
from newsloom.sources.feed_types import Entry
from newsloom.sources.revisits import (
    Visit,
    hastened,
    marked,
    marks,
    next_step,
    put_off,
    spans_us,
    told_by,
    visited,
)

SEEN = 1_736_164_800_000_000
STEPS = (HOUR_US, 6 * HOUR_US, DAY_US, 3 * DAY_US)
VISIT = Visit("https://post.example/1", "c1", "s1", SEEN, SEEN + HOUR_US, told="t1")
HINTS = Hints(title="Another title")


def test_spans_are_read_and_sorted() -> None:
    assert spans_us(["1d", "30min", "2s", "1h", "60min"]) == (
        2 * SECOND_US, 30 * MINUTE_US, HOUR_US, DAY_US,
    )  # fmt: skip
    assert spans_us([]) == ()


@pytest.mark.parametrize("text", ["", "1", "h", "0h", "-1h", "1.5h", "1w", "1 hour"])
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        spans_us([text])


def test_steps_that_went_by_are_not_made_up_for() -> None:
    assert next_step(STEPS, SEEN, SEEN) == SEEN + HOUR_US
    assert next_step(STEPS, SEEN, SEEN + 10 * HOUR_US) == SEEN + DAY_US
    assert next_step(STEPS, SEEN, SEEN + 3 * DAY_US) is None
    assert next_step((), SEEN, SEEN) is None


def test_visits_follow_the_steps_and_end() -> None:
    times, visit = [], VISIT
    while visit.next_us is not None:
        times.append(visit.next_us - SEEN)
        visit = visited(visit, STEPS, visit.next_us)
    assert times == list(STEPS)


def test_a_feed_that_says_something_else_brings_a_visit_forward() -> None:
    soon = hastened(VISIT, "t2", HINTS, SEEN + 30 * MINUTE_US, STEPS)
    assert (soon.next_us, soon.told, soon.asked) == (SEEN + 30 * MINUTE_US, "t2", True)
    assert soon.hints == HINTS
    # Not at once after the last one, and never later than planned.
    assert hastened(VISIT, "t2", HINTS, SEEN + MINUTE_US, STEPS).next_us == SEEN + 10 * MINUTE_US
    assert hastened(VISIT, "t2", HINTS, SEEN + 2 * HOUR_US, STEPS).next_us == VISIT.next_us
    # An article that was not to be visited any more is visited again.
    done = visited(VISIT, STEPS, SEEN + 4 * DAY_US)
    assert done.next_us is None
    assert hastened(done, "t2", HINTS, SEEN + 9 * DAY_US, STEPS).next_us == SEEN + 9 * DAY_US


def test_a_feed_that_cries_wolf_is_believed_less_and_less() -> None:
    visit, now, pauses = visited(VISIT, STEPS, SEEN + 4 * DAY_US), SEEN + 5 * DAY_US, []
    for _ in range(9):
        before = visit.visited_us or 0
        soon = hastened(visit, "t2", HINTS, now, STEPS)
        assert soon.next_us is not None
        now = soon.next_us
        pauses.append((now - before) // MINUTE_US)
        visit = visited(soon, STEPS, now)
    assert pauses[1:] == [20, 40, 80, 160, 320, 640, 1280, 1280]
    assert visited(visit, STEPS, now, changed=True).vain == 0


def test_a_host_without_an_answer_is_left_alone_and_given_up_in_the_end() -> None:
    assert put_off(VISIT, SEEN + HOUR_US, None, STEPS).next_us == SEEN + HOUR_US + 10 * MINUTE_US
    assert put_off(VISIT, SEEN + HOUR_US, 3600.0, STEPS).next_us == SEEN + 2 * HOUR_US
    assert put_off(VISIT, SEEN + 7 * DAY_US, None, STEPS).next_us is None


def test_a_host_that_is_gone_is_not_asked_for_ever() -> None:
    visit, tries = VISIT, 0
    while visit.next_us is not None:
        visit = put_off(visit, visit.next_us, None, STEPS)
        tries += 1
    assert 10 < tries < 60
    visit, tries = hastened(visit, "new", HINTS, SEEN + 8 * DAY_US, STEPS), 0
    while visit.next_us is not None:
        visit = put_off(visit, visit.next_us, None, STEPS)
        tries += 1
    assert 3 < tries < 10
    assert hastened(visit, "newer", HINTS, SEEN + 30 * DAY_US, STEPS).next_us is not None


def test_a_digest_tells_what_a_feed_says_from_when_it_came() -> None:
    entry = Entry("1", "A title", published="2025-01-06T00:00:00+00:00", summary="Words.")
    same = Entry("2", "A title", published="2025-01-07T00:00:00+00:00", summary="Words.")
    other = Entry("1", "A title", updated="2025-01-06T01:00:00+00:00", summary="Words.")
    assert told_by(entry) == told_by(same) != told_by(other)
    kept = marks([told_by(entry), told_by(other)])
    assert len(kept) == 16
    assert marked(kept) == {told_by(entry), told_by(other)}
    assert marked(marks([])) == set()
