"""Which independent newsroom or agency each article of a story goes back to."""

from collections.abc import Mapping, Sequence

from newsloom.lineage.member import Lineage, StoryMember
from newsloom.lineage.tree import roots
from newsloom.model.urls import host_of


def newsrooms(members: Sequence[StoryMember], tree: Lineage) -> Mapping[str, str]:
    """For each article's id its newsroom: the agency credited at its root, else that outlet.

    Two texts of one newsroom are one voice, as in the count of independent origins.
    """
    by_id = {member.article.id: member.article for member in members}
    source = {origin.article: origin.main_source for origin in tree.origins}
    found: dict[str, str] = {}
    for article, root in roots(tree).items():
        agency = source[root].name if source[root].kind == "agency" else ""
        at = by_id.get(root)
        outlet = (at.outlet or host_of(at.url or "")) if at is not None else ""
        found[article] = agency or outlet or root
    return found
