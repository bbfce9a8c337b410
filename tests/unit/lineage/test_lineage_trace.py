"""Who goes back to whom: copies, agencies, retellings, links; and how many stand alone."""

import random

import pytest
from lineage_members import member

from newsloom.lineage import roots, trace
from newsloom.lineage.member import Lineage
from newsloom.model.judgements import MainSource, Origin

WIRE = (
    "QUILLMOOR (Norvia Wire) — The old mill on the Quill river opened its doors on Monday after "
    "eleven years of silence, drawing a crowd of 1,200 people to the valley. Mayor Ada Quill cut "
    "a green ribbon while a brass band from Mossford played on the bridge below the weir."
)
OWN = (
    "Nobody in Mossford expected the wheel to turn again. On Monday it did, and Bert Moss, who "
    "repaired it over two winters with three apprentices, wept a little when it creaked."
)
TALE = """The storm reached Quillmoor at dawn and tore the roofs off 214 houses along the quay.
Mayor Ada Quill asked the harbour company Norvia Lines to open its three warehouses to families.
About 1,900 residents spent Tuesday night in the cold halls beside the Mossford ferry terminal.
Engineers from Tarnbridge said 37 pylons had fallen between the valley and the Quill lighthouse.
The railway promised to run 12 extra trains from Mossford to the capital before Friday evening.
Fishermen lost 58 boats in the inner harbour, where the old sea wall broke on Monday afternoon.
Insurers at Hollin Mutual expect claims of $46 million once the damage at Tarnbridge is counted."""
RETOLD = """At daybreak a tempest hit Quillmoor, ripping roofs from 214 houses along its quay.
Ada Quill, the mayor, asked Norvia Lines, a harbour company, to open three warehouses to families.
Some 1,900 residents passed Tuesday night inside cold halls near the Mossford ferry terminal.
In all 37 pylons had fallen between the Quill lighthouse and the valley, Tarnbridge engineers said.
Before Friday evening 12 extra trains will run from Mossford to the capital, the railway promised.
The inner harbour, whose old sea wall broke on Monday afternoon, saw fishermen lose 58 boats.
Claims of $46 million are expected by insurers at Hollin Mutual once Tarnbridge has counted."""
OTHER = """Ada Quill stood in borrowed boots when she counted what was left of her town's harbour.
Insurers at Hollin Mutual speak of $46 million, a sum that the mayor calls far too low for now.
She has been awake since Monday, she says, answering telephones in a kitchen without a window.
Of the boats, 58 are gone, among them the blue cutter that her grandfather built in Tarnbridge.
The 1,900 residents who slept at the ferry terminal have mostly moved to relatives up the valley.
Twelve trains were promised, yet the first had not left Mossford by noon, travellers complained.
On the quay 214 houses stand open to the sky, and the tide comes in through 37 broken gardens."""


def origin(lineage: Lineage, seq: int) -> Origin:
    return next(one for one in lineage.origins if one.article == f"a{seq}")


def test_a_single_article_is_its_own_source() -> None:
    lineage = trace([member(1, OWN, hours=0)])
    assert lineage.independent == 1
    only = lineage.origins[0]
    assert (only.relation, only.of, only.main_source.kind) == ("original", None, "self")
    assert only.main_source.url == "https://outlet-1.example/1"


def test_copies_go_back_to_the_earliest() -> None:
    lineage = trace(
        [
            member(1, OWN, hours=5),
            member(2, OWN, hours=1, kind="identical", of=1),
            member(
                3, OWN + " The brass band stayed until nightfall.", hours=6, kind="edited", of=1
            ),
        ]
    )
    assert origin(lineage, 2).relation == "original"
    assert (origin(lineage, 1).relation, origin(lineage, 1).of) == ("identical", "a2")
    assert (origin(lineage, 3).relation, origin(lineage, 3).of) == ("edited", "a2")
    assert origin(lineage, 3).main_source.article == "a2"
    assert lineage.independent == 1


def test_other_newsrooms_are_independent_but_one_newsroom_counts_once() -> None:
    lineage = trace(
        [
            member(1, OWN, hours=0),
            member(2, WIRE.split("—")[1], hours=1),
            member(3, "A third text of the second newsroom.", hours=2, outlet="Outlet 2"),
        ]
    )
    assert [one.relation for one in lineage.origins] == ["original", "independent", "independent"]
    assert lineage.independent == 2


def test_carriers_of_an_agency_are_one_origin() -> None:
    lineage = trace(
        [
            member(1, WIRE + " Outlet one adds that the café sells tea.", hours=0),
            member(2, WIRE + " Parking is scarce, readers told us by letter.", hours=1),
        ]
    )
    assert lineage.independent == 1
    for one in lineage.origins:
        assert (one.main_source.name, one.main_source.kind) == ("Norvia Wire", "agency")
        assert any("Norvia Wire" in evidence.text for evidence in one.evidence)
    assert origin(lineage, 2).of == "a1"


def test_one_agency_with_two_texts_is_two_origins_of_one_agency() -> None:
    lineage = trace(
        [
            member(1, WIRE, hours=0),
            member(2, "MOSSFORD (Norvia Wire) — A goat ate the ribbon of the mill.", hours=1),
        ]
    )
    assert [one.of for one in lineage.origins] == [None, None]
    assert lineage.independent == 1


def test_the_agency_goes_before_an_earlier_carrier() -> None:
    lineage = trace(
        [
            member(1, WIRE, hours=0),
            member(2, WIRE, hours=2, outlet="Norvia Wire", kind="identical", of=1),
        ]
    )
    assert origin(lineage, 2).relation == "original"
    assert origin(lineage, 2).main_source.kind == "self"
    assert origin(lineage, 1).of == "a2"
    assert origin(lineage, 1).main_source.article == "a2"


@pytest.mark.parametrize(
    ("author", "agency"),
    [
        ("Reuters", "Reuters"),
        ("Reuters Staff", "Reuters"),
        ("By AFP", "Agence France-Presse"),
        ("Quill News Agency", "Quill News Agency"),
        ("Norviawire", "Norviawire"),
    ],
)
def test_a_byline_credits_an_agency(author: str, agency: str) -> None:
    lineage = trace([member(1, OWN, hours=0, authors=("Ada Moss", author))])
    source = origin(lineage, 1).main_source
    assert (source.name, source.kind) == (agency, "agency")
    assert origin(lineage, 1).evidence[0].text == author


@pytest.mark.parametrize(
    "author", ["Ada Moss", "Media Reporter", "Lantern Newswire", "The Lantern", "AB", ""]
)
def test_other_bylines_credit_nobody(author: str) -> None:
    lineage = trace([member(1, OWN, hours=0, outlet="Quillmoor Lantern", authors=(author,))])
    assert origin(lineage, 1).main_source.kind == "self"


def test_who_signs_with_another_outlet_comes_after_it() -> None:
    first = member(1, TALE, hours=9, outlet="The Tarnbridge Bell")
    lineage = trace([first, member(2, TALE, hours=1, authors=("The Tarnbridge Bell",))])
    assert origin(lineage, 2).of == "a1"
    assert origin(lineage, 2).main_source.name == "The Tarnbridge Bell"


def test_an_agency_that_one_of_two_equal_texts_credits_is_the_source_of_both() -> None:
    members = [member(1, TALE, hours=0), member(2, f"{TALE}\n\n(Quill News Agency)", hours=1)]
    lineage = trace(members)
    assert [one.main_source.name for one in lineage.origins] == ["Quill News Agency"] * 2
    assert lineage.independent == 1
    # Of a text that was made into something else it says nothing.
    more = member(2, f"{TALE}\n\n{OTHER}\n\n(Quill News Agency)", hours=1)
    assert origin(trace([members[0], more]), 1).main_source.kind == "self"
    # And a credit of the first outlet itself is no other source.
    own = member(1, TALE, hours=0, outlet="Quill News Agency")
    assert origin(trace([own, members[1]]), 1).main_source.kind == "self"


def test_a_mention_is_evidence_only() -> None:
    text = OWN + " Ada Quill told the Norvia Herald it was over."
    lineage = trace([member(1, text, hours=0), member(2, WIRE.split("—")[1], hours=1)])
    told = origin(lineage, 1)
    assert (told.relation, told.main_source.kind) == ("original", "self")
    assert any("told the Norvia Herald" in evidence.text for evidence in told.evidence)


def test_a_credited_and_linked_article_is_the_main_source() -> None:
    first = member(1, OWN, hours=0, outlet="Norvia Herald")
    url = first.article.url
    assert url is not None
    second = member(
        2, "The wheel turns, the Norvia Herald reported.", hours=1, links=(url + "?utm_source=x",)
    )
    found = origin(trace([first, second]), 2)
    assert (found.relation, found.main_source.article) == ("independent", "a1")
    assert {"credit", "link"} <= {evidence.kind for evidence in found.evidence}


def test_a_canonical_address_names_the_original() -> None:
    first = member(1, OWN, hours=3)
    carrier = member(2, OWN, hours=0, canonical=first.article.url)
    lineage = trace([first, carrier])
    assert origin(lineage, 2).of == "a1"
    assert origin(lineage, 2).evidence[0].kind == "canonical"


def test_a_retelling_keeps_the_order_of_facts() -> None:
    lineage = trace([member(1, TALE, hours=0), member(2, RETOLD, hours=2)])
    assert (origin(lineage, 2).relation, origin(lineage, 2).of) == ("rewritten", "a1")
    assert lineage.independent == 1


def test_another_report_with_the_same_facts_is_independent() -> None:
    lineage = trace([member(1, TALE, hours=0), member(2, OTHER, hours=2)])
    assert origin(lineage, 2).relation == "independent"
    assert lineage.independent == 2


def test_undated_articles_come_last_and_ties_go_by_seq() -> None:
    lineage = trace([member(2, OWN, hours=None, kind="identical", of=1), member(1, OWN, hours=4)])
    assert origin(lineage, 2).of == "a1"
    lineage = trace([member(2, OWN, hours=4, kind="identical", of=1), member(1, OWN, hours=4)])
    assert origin(lineage, 2).of == "a1"


def test_a_day_without_a_time_claims_no_morning() -> None:
    lineage = trace([member(1, TALE, hours=9, day_only=True), member(2, TALE, hours=9.5)])
    assert origin(lineage, 1).of == "a2"
    lineage = trace([member(1, TALE, hours=9, day_only=True), member(2, TALE, hours=33.5)])
    assert origin(lineage, 2).of == "a1"


def test_who_names_what_it_retells_comes_after_it_whatever_the_clocks_say() -> None:
    naming = f"{RETOLD} The news was first reported by The Tarnbridge Bell."
    first = member(1, TALE, hours=30, outlet="The Tarnbridge Bell")
    second = member(2, naming, hours=1)
    lineage = trace([first, second])
    assert origin(lineage, 1).of is None
    assert (origin(lineage, 2).relation, origin(lineage, 2).of) == ("rewritten", "a1")
    assert origin(lineage, 2).main_source.name == "The Tarnbridge Bell"


def test_a_copy_of_an_absent_article() -> None:
    lineage = trace([member(2, OWN, hours=0, kind="edited", of=1)])
    assert origin(lineage, 2).relation == "original"


def test_the_order_of_members_does_not_matter() -> None:
    members = [
        member(1, WIRE, hours=0),
        member(2, TALE, hours=1),
        member(3, RETOLD, hours=1),
        member(4, WIRE, hours=None, kind="identical", of=1),
        member(5, OTHER, hours=2),
    ]
    expected = {one.article: one for one in trace(members).origins}
    for seed in range(5):
        shuffled = random.Random(seed).sample(members, len(members))
        lineage = trace(shuffled)
        assert [one.article for one in lineage.origins] == [m.article.id for m in shuffled]
        assert {one.article: one for one in lineage.origins} == expected


def test_what_a_page_says_it_is_based_on_is_its_source() -> None:
    lineage = trace(
        [
            member(1, TALE, hours=0),
            member(2, OTHER, hours=1, based_on="https://www.outlet-1.example/1?utm_source=x"),
            member(3, OWN, hours=2, based_on="https://harbour-post.example/9"),
            member(4, OWN[:90], hours=3, based_on="https://outlet-4.example/elsewhere"),
        ]
    )
    second, third = origin(lineage, 2), origin(lineage, 3)
    assert (second.relation, second.main_source.article) == ("independent", "a1")
    assert second.main_source.kind == "article"
    assert [one.kind for one in second.evidence] == ["declared"]
    assert third.main_source == MainSource(
        "harbour-post.example", "https://harbour-post.example/9", "outlet"
    )
    assert origin(lineage, 4).main_source.kind == "self"  # its own site is no source


def test_pages_that_claim_each_other_end_somewhere() -> None:
    lineage = trace(
        [
            member(1, TALE, hours=0, based_on="https://outlet-2.example/2"),
            member(2, RETOLD, hours=1, based_on="https://outlet-1.example/1"),
        ]
    )
    assert {one.main_source.article for one in lineage.origins} == {"a1"}
    assert origin(lineage, 1).main_source.kind == "self"


def test_roots() -> None:
    lineage = trace(
        [
            member(1, TALE, hours=0),
            member(2, RETOLD, hours=1),
            member(3, RETOLD, hours=2, kind="identical", of=2),
        ]
    )
    assert roots(lineage) == {"a1": "a1", "a2": "a1", "a3": "a1"}


def test_five_hundred_members() -> None:
    members = [
        member(seq, TALE.replace("214", str(200 + seq % 7)), hours=seq) for seq in range(1, 501)
    ]
    lineage = trace(members)
    assert len(lineage.origins) == 500
    assert {one.main_source.article for one in lineage.origins} == {"a1"}


def test_first_reported_by_an_outlet_goes_back_to_its_report() -> None:
    told = "First reported by the Norvia Post, the mill on the Quill river opened again on Monday."
    ours = member(2, OWN + " " + told.replace("First reported", "As first reported"), hours=5)
    theirs = member(1, WIRE.partition("— ")[2], hours=1, outlet="Norvia Post")
    lineage = trace([theirs, ours])
    assert origin(lineage, 2).main_source == MainSource(
        "Norvia Post", theirs.article.url, "article", "a1"
    )
    assert lineage.independent == 2  # it wrote a text of its own all the same
    # Not here: the outlet itself, when the lead says so; further down it may be of another thing.
    assert origin(trace([member(2, told)]), 2).main_source.name == "Norvia Post"
    late = member(2, f"{OWN} {OWN} {OWN} {told}", hours=5)
    assert origin(trace([late]), 2).main_source.kind == "self"
    # A report that came later is not where it comes from.
    later = member(3, WIRE.partition("— ")[2], hours=9, outlet="Norvia Post")
    assert origin(trace([later, late]), 2).main_source.kind == "self"
