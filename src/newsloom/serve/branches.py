"""The tree of origins and copies of a story, as its page shows it: who copied whom."""

from collections.abc import Sequence

from msgspec import Struct

from newsloom.model.judgements import Evidence, MainSource, RelationKind
from newsloom.serve.credit import main_source
from newsloom.store.base import Member

_EVIDENCE_SHOWN = 3


class Branch(Struct, frozen=True):
    """A member with those that go back to it."""

    member: Member
    relation: RelationKind
    evidence: tuple[Evidence, ...]
    branches: tuple["Branch", ...]
    size: int  # itself and everything below


class Root(Struct, frozen=True):
    """What branches go back to. ``outside`` is a source that the store does not hold."""

    outside: MainSource | None
    branches: tuple[Branch, ...]
    size: int


def relation_of(member: Member) -> RelationKind:
    """What lineage says of a member, or before that, what the comparison of texts said."""
    return member.origin.relation if member.origin else member.relation.kind


def parent_of(member: Member) -> str | None:
    """The article a member goes back to directly, if any."""
    return member.origin.of if member.origin else member.relation.of


def copies_among(members: Sequence[Member]) -> int:
    """How many members are copies of another text, verbatim or reworded."""
    return sum(relation_of(m) in ("identical", "edited", "rewritten") for m in members)


def roots(members: Sequence[Member]) -> list[Root]:
    """Members as trees, the widest first. Every member stands in exactly one place.

    A member whose parent is not in this story is a root; so is the first of a loop, which only
    contradictory judgements could make.
    """
    by_id = {member.article.id: member for member in members}
    children: dict[str, list[Member]] = {}
    tops: list[Member] = []
    for member in members:
        parent = parent_of(member)
        if parent is None or parent not in by_id or parent == member.article.id:
            tops.append(member)
        else:
            children.setdefault(parent, []).append(member)
    placed: set[str] = set()
    trees = [_branch(top, children, placed) for top in tops]
    trees.extend(
        _branch(member, children, placed) for member in members if member.article.id not in placed
    )
    return _grouped(trees)


def _branch(top: Member, children: dict[str, list[Member]], placed: set[str]) -> Branch:
    """The tree below ``top``, built bottom-up without recursion: chains can be long."""
    order = [top]
    placed.add(top.article.id)
    below: dict[str, list[Member]] = {}
    for member in order:  # grows as it is walked
        fresh = [c for c in children.get(member.article.id, ()) if c.article.id not in placed]
        placed.update(child.article.id for child in fresh)
        below[member.article.id] = fresh
        order.extend(fresh)
    built: dict[str, Branch] = {}
    for member in reversed(order):
        branches = tuple(built[child.article.id] for child in below[member.article.id])
        evidence = member.origin.evidence[:_EVIDENCE_SHOWN] if member.origin else ()
        built[member.article.id] = Branch(
            member, relation_of(member), evidence, branches, 1 + sum(b.size for b in branches)
        )
    return built[top.article.id]


def _grouped(trees: Sequence[Branch]) -> list[Root]:
    """Trees that go back to the same source outside the store stand under that source."""
    groups: dict[tuple[str, str | None], list[Branch]] = {}
    outside: dict[tuple[str, str | None], MainSource] = {}
    found: list[Root] = []
    for tree in trees:
        source = main_source(tree.member.article, tree.member.origin)
        if source.kind in ("agency", "outlet") and source.article is None:
            key = (source.name.casefold(), source.url)
            outside.setdefault(key, source)
            groups.setdefault(key, []).append(tree)
        else:
            found.append(Root(None, (tree,), tree.size))
    for key, branches in groups.items():
        size = sum(branch.size for branch in branches)
        found.append(Root(outside[key], tuple(branches), size))
    found.sort(key=lambda root: -root.size)
    return found
