"""Within a story: quotes, figures and people of all articles laid side by side."""

from collections.abc import Sequence

from msgspec.structs import replace

from newsloom.ledger.garbled import join_garbled
from newsloom.ledger.people import find_people, one_name
from newsloom.ledger.reports import reports_of
from newsloom.ledger.series import lay_series
from newsloom.ledger.summary import lay_summary
from newsloom.ledger.timeline import lay_timeline
from newsloom.ledger.utterances import align
from newsloom.lineage.member import Lineage, StoryMember
from newsloom.model.ledger import Ledger, Person, Utterance

__all__ = ["lay", "lay_quotes", "own_members"]


def lay(members: Sequence[StoryMember], tree: Lineage) -> Ledger:
    """The ledger of a story. The order of ``members`` does not matter.

    An identical copy says nothing of its own: ``tree`` tells which members to pass over for
    figures and people; for quotes they count as articles that carry them.
    """
    own = own_members(members, tree)
    people, utterances = lay_quotes(members, find_people(own))
    reports = reports_of(own, tree)
    laid = Ledger(
        utterances=utterances,
        series=lay_series(reports),
        people=people,
        reports=reports,
        timeline=lay_timeline(own, tree),
    )
    return replace(laid, summary=lay_summary(own, tree, laid))


def own_members(members: Sequence[StoryMember], tree: Lineage) -> list[StoryMember]:
    """The members that are no identical copies."""
    copies = {origin.article for origin in tree.origins if origin.relation == "identical"}
    return [member for member in members if member.article.id not in copies]


def lay_quotes(
    members: Sequence[StoryMember], people: tuple[Person, ...]
) -> tuple[tuple[Person, ...], tuple[Utterance, ...]]:
    """The people, garbled names joined, and the utterances under the names that are left."""
    utterances = align(members, one_name(people))
    joined = join_garbled(people, utterances, members)
    if joined != people:
        utterances = align(members, one_name(joined))
    return joined, utterances
