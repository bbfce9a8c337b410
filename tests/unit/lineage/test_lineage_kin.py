"""Which text a copy was made of, and which came first."""

import random

from lineage_members import member

from newsloom.lineage import roots, trace
from newsloom.lineage.member import Lineage
from newsloom.model.judgements import Origin

STARTS, ENDS = "baldorfengilhurkeplimmornavpel", "anekilomurastentingoldush"
WORDS = [STARTS[at : at + 3] + ENDS[to : to + 2] for at in range(0, 30, 3) for to in range(24)]


def prose(seed: int, sentences: int = 8) -> str:
    """Invented prose: no two seeds share a run of five words."""
    chance = random.Random(seed)
    told = (" ".join(chance.choice(WORDS) for _ in range(14)) for _ in range(sentences))
    return " ".join(f"{one.capitalize()}." for one in told)


FULL = f"{prose(1)}\n\n{prose(2)}\n\n{prose(3)}"
CUT = f"{prose(1)}\n\n{prose(2)}"


def origin(lineage: Lineage, seq: int) -> Origin:
    return next(one for one in lineage.origins if one.article == f"a{seq}")


def test_copies_are_found_without_word_from_the_index() -> None:
    lineage = trace([member(1, FULL, hours=0), member(2, CUT, hours=1), member(3, FULL, hours=2)])
    assert [one.relation for one in lineage.origins] == ["original", "edited", "identical"]
    assert [one.of for one in lineage.origins] == [None, "a1", "a1"]
    assert lineage.independent == 1


def test_a_brief_is_a_copy_of_the_text_that_holds_all_of_it() -> None:
    brief = prose(1, 2)
    lineage = trace([member(1, FULL, hours=0), member(2, brief, hours=1)])
    assert (origin(lineage, 2).relation, origin(lineage, 2).of) == ("edited", "a1")
    half = f"{prose(1, 1)} {prose(7, 1)}"
    assert origin(trace([member(1, FULL, hours=0), member(2, half, hours=1)]), 2).of is None


def test_a_copy_goes_back_to_the_version_it_shares_most_with() -> None:
    added = f"{FULL}\n\n{prose(4)}"
    lineage = trace(
        [
            member(1, FULL, hours=0),
            member(2, CUT, hours=1),
            member(3, added, hours=2),
            member(4, added, hours=3),
            member(5, CUT, hours=4),
        ]
    )
    assert (origin(lineage, 4).relation, origin(lineage, 4).of) == ("identical", "a3")
    assert (origin(lineage, 5).relation, origin(lineage, 5).of) == ("identical", "a2")
    assert set(roots(lineage).values()) == {"a1"}
    assert origin(lineage, 4).main_source.article == "a1"


def test_who_names_its_source_comes_after_it_whatever_the_clocks_say() -> None:
    credit = "The news was first reported by The Quillmoor Lantern."
    lineage = trace(
        [
            member(1, FULL, hours=36, outlet="The Quillmoor Lantern"),
            member(2, f"{FULL}\n\n{credit}", hours=1),
            member(3, CUT, hours=2),
        ]
    )
    assert origin(lineage, 1).of is None
    assert (origin(lineage, 2).relation, origin(lineage, 2).of) == ("identical", "a1")
    assert origin(lineage, 3).main_source.name == "The Quillmoor Lantern"


def test_an_outlet_is_no_copy_of_itself() -> None:
    lineage = trace(
        [
            member(1, FULL, hours=0, outlet="Lantern"),
            member(2, CUT, hours=1, outlet="Lantern"),
            member(3, FULL, hours=2, outlet="Lantern"),
        ]
    )
    assert [one.of for one in lineage.origins] == [None, None, None]
    assert lineage.independent == 1


def test_two_reports_of_an_agency_are_no_copies_of_each_other() -> None:
    carried = f"QUILLMOOR (Norvia Wire) — {prose(5)}"
    lineage = trace(
        [
            member(1, f"{prose(1)} {prose(2)}", hours=0, outlet="Norvia Wire"),
            member(2, f"{prose(1)} {prose(3, 24)}", hours=1, outlet="Norvia Wire"),
            member(3, carried, hours=2),
        ]
    )
    assert [one.of for one in lineage.origins] == [None, None, None]


def test_a_round_up_does_not_make_copies_of_what_it_holds() -> None:
    one, other = prose(1, 16), prose(2, 16)
    lineage = trace(
        [
            member(1, one, hours=0),
            member(2, f"{one}\n\n{other}", hours=1, outlet="Digest"),
            member(3, other, hours=2),
        ]
    )
    assert origin(lineage, 2).of == "a1"
    assert origin(lineage, 3).of is None


def test_arrival_does_not_matter_where_times_are_known() -> None:
    texts = [(FULL, 0), (CUT, 1), (FULL, 2), (prose(9, 20), 3)]
    expected = None
    for seed in range(4):
        order = random.Random(seed).sample(range(len(texts)), len(texts))
        members = [
            member(seq, texts[which][0], hours=texts[which][1], outlet=f"Outlet {which}")
            for seq, which in enumerate(order, 1)
        ]
        names = {one.article.id: one.article.outlet for one in members}
        found = {
            names[one.article]: (one.relation, names.get(one.of or ""), one.main_source.name)
            for one in trace(members).origins
        }
        assert expected in (None, found)
        expected = found


def test_a_text_betrays_the_outlet_it_retells() -> None:
    told = (
        "Ada Quill told the Northbridge Herald that the mill would open. Bert Moss told the "
        "Northbridge Herald that the wheel had creaked. Nobody else was asked about the weir."
    )
    source = origin(trace([member(1, told, hours=0)]), 1).main_source
    assert (source.name, source.kind) == ("Northbridge Herald", "outlet")
    assert source.url
    own = origin(trace([member(1, told, hours=0, outlet="Northbridge Herald")]), 1).main_source
    assert own.kind == "self"
    both = told + " The mayor told the Norvia Times otherwise."
    assert origin(trace([member(1, both, hours=0)]), 1).main_source.kind == "self"
