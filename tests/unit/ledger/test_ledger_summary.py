"""The summary of a story: the fewest verbatim sentences that carry what its origins agree on."""

from ledger_members import member

from newsloom.ledger import lay
from newsloom.lineage import trace
from newsloom.lineage.member import StoryMember
from newsloom.model.ledger import SummaryLine

COURIER = (
    "The dam above Karrenfeld broke on Monday and drove 1,200 people from their homes.\n\n"
    "Governor Mira Oduya said the pumps would run for days.\n\n"
    "A ferry of the county was seen in the market, which smelled of tar and of oranges."
)
GAZETTE = (
    "In Karrenfeld 1,200 people fled their homes on Monday after the dam broke, said Governor "
    "Mira Oduya.\n\nBakers gave away their bread before the ovens went cold in the morning."
)
OTHER = (
    "Water from the broken dam took the lower town of Karrenfeld on Monday.\n\n"
    "Some 900 people fled their homes, the county clerk thought."
)


def summary(*members: StoryMember) -> tuple[SummaryLine, ...]:
    lines = lay(members, trace(members)).summary
    texts = {one.article.id: one.article.text for one in members}
    for line in lines:
        assert texts[line.article][line.start : line.end] == line.text
    return lines


def test_one_sentence_carries_what_two_newsrooms_agree_on() -> None:
    lines = summary(member(1, COURIER, hours=0), member(2, GAZETTE, hours=2))
    assert [line.origins for line in lines][:1] == [2]
    told = " ".join(line.text for line in lines)
    assert "1,200 people" in told and "Monday" in told
    assert "oranges" not in told and "bread" not in told
    assert len(lines) <= 2
    assert any("2023-11-13" in line.facts for line in lines)


def test_a_story_of_one_origin_has_no_agreed_facts() -> None:
    assert summary(member(1, COURIER, hours=0)) == ()
    filler = " ".join(f"Lane {n} was dry by the hour of {n}." for n in range(40))
    long = f"{COURIER}\n\n{filler}"
    assert summary(
        member(1, long, hours=0), member(2, long, hours=1, kind="identical", of=1)
    ) == ()  # fmt: skip


def test_a_figure_in_doubt_is_not_summed_up() -> None:
    members = [member(1, COURIER, hours=0), member(2, GAZETTE, hours=1), member(3, OTHER, hours=2)]
    lines, ledger = summary(*members), lay(members, trace(members))
    states = {point.state for series in ledger.series for point in series.points}
    assert states & {"conflict", "differs", "superseded"}
    assert not any("900" in line.text for line in lines)


def test_a_value_that_was_contradicted_once_is_in_doubt_in_every_article() -> None:
    toll = "In all {} miners were killed when the dam above Karrenfeld broke on Monday."
    members = [
        member(seq, toll.format(count) + f"\n\nStreet {seq} was dry.", hours=seq)
        for seq, count in enumerate((31, 27, 31), 1)
    ]
    (series,) = lay(members, trace(members)).series
    assert [point.state for point in series.points] == ["first", "conflict", "agree"]
    assert not any("miners" in line.text for line in summary(*members))


def test_as_many_origins_as_agree_on_all_that_a_line_brings() -> None:
    members = [member(1, COURIER, hours=0), member(2, GAZETTE, hours=1)]
    members.append(member(3, OTHER.split("\n")[0], hours=2))
    (first, *_) = summary(*members)
    assert "1,200 people" in " ".join(first.facts) and "2023-11-13" in first.facts
    assert first.origins == 2  # though all three agree on the day


def test_the_order_of_members_does_not_matter() -> None:
    members = [member(1, COURIER, hours=0), member(2, GAZETTE, hours=1), member(3, OTHER, hours=2)]
    assert summary(*members) == summary(*reversed(members))


def test_undated_and_empty_texts_do_no_harm() -> None:
    assert summary(member(1, ""), member(2, "")) == ()
    assert all(line.text for line in summary(member(1, COURIER), member(2, GAZETTE)))
