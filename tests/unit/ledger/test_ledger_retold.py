"""A copy's days are those of the text it was made from."""

from datetime import date, timedelta

import pytest
from ledger_members import member

from newsloom.ledger import lay
from newsloom.ledger.reading import read
from newsloom.ledger.retold import Sources
from newsloom.lineage.member import Lineage, StoryMember
from newsloom.model.judgements import MainSource, Origin, RelationKind

# Hour 0 of ledger_members is Tuesday, 14 November 2023, in the evening: hour 24 is Wednesday.
SOURCE = (
    "Twelve stone houses fell when the dam above Karrenfeld broke on Wednesday.\n\n"
    "The council of Karrenfeld will meet today.\n\n"
    "Water ran into the lower town until the pumps of the county arrived."
)


def lineage(members: list[StoryMember], **of: tuple[str, RelationKind]) -> Lineage:
    """The tree of ``members``; ``of`` gives by article id what it was made from, and how."""
    main = MainSource("Quillmoor Gazette", None, "self")
    origins = []
    for one in members:
        article = one.article.id
        source, kind = of.get(article, (None, None))
        origins.append(Origin(article, kind or "original", source, main))
    return Lineage(tuple(origins), len(members) - len(of))


def days(copy: StoryMember, tree: Lineage, *others: StoryMember) -> list[str]:
    reading = Sources([copy, *others], tree).reading(copy)
    return [one.moment.first.isoformat() for one in reading.told]


@pytest.mark.parametrize("kind", ["edited", "rewritten"])
def test_a_copy_dated_a_day_before_its_source_means_the_same_days(kind: RelationKind) -> None:
    source = member(1, SOURCE, hours=24)
    text = SOURCE.replace("Twelve stone", "In all, twelve stone")
    copy = member(2, text, hours=0)
    tree = lineage([source, copy], a2=("a1", kind))
    assert [one.moment.first.day for one in read(copy.article).told] == [8, 14]
    assert days(copy, tree, source) == ["2023-11-15", "2023-11-15"]
    ledger = lay([source, copy], tree)
    assert {one.first for one in ledger.timeline} == {"2023-11-15"}
    (series,) = [one for one in ledger.series if "houses" in one.what]
    assert [(one.as_of, one.state) for one in series.points] == [
        ("2023-11-15", "first"),
        ("2023-11-15", "agree"),
    ]


def test_a_chain_of_copies_goes_back_to_its_beginning() -> None:
    source, first = member(1, SOURCE, hours=24), member(2, SOURCE + " So far.", hours=0)
    second = member(3, SOURCE + " As of now.", hours=1)
    tree = lineage([source, first, second], a2=("a1", "edited"), a3=("a2", "edited"))
    assert days(second, tree, source, first) == ["2023-11-15", "2023-11-15"]
    # An identical copy between them is no member of its own.
    assert days(second, tree, source) == ["2023-11-15", "2023-11-15"]


def test_what_a_copy_adds_counts_from_its_own_day() -> None:
    source = member(1, SOURCE, hours=24)
    copy = member(2, SOURCE + "\n\nThe mayor resigned on Thursday.", hours=72)
    tree = lineage([source, copy], a2=("a1", "edited"))
    assert days(copy, tree, source) == ["2023-11-15", "2023-11-15", "2023-11-16"]


def test_where_the_source_names_two_such_days_the_copy_keeps_its_own() -> None:
    source = member(1, "The dam broke on Wednesday. It was weak last Wednesday.", hours=24)
    copy = member(2, "The old dam broke on Wednesday.", hours=0)
    tree = lineage([source, copy], a2=("a1", "rewritten"))
    own = date(2023, 11, 15) - timedelta(days=7)
    assert days(copy, tree, source) == [own.isoformat()]


def test_an_undated_source_and_a_ring_of_links_change_nothing() -> None:
    source, copy = member(1, SOURCE), member(2, SOURCE + " So far.", hours=24)
    ring = lineage([source, copy], a2=("a1", "edited"), a1=("a2", "edited"))
    assert days(copy, ring, source) == ["2023-11-15", "2023-11-15"]
