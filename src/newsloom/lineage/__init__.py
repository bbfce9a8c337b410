"""Within a story: rewritten copies, main sources, independent origins."""

from newsloom.lineage.member import Lineage, StoryMember
from newsloom.lineage.tree import roots, trace

__all__ = ["Lineage", "StoryMember", "roots", "trace"]
