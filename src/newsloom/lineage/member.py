"""An article as the story stages see it: with its relation and what it says."""

from msgspec import Struct

from newsloom.model.facts import Article, Credit, Figure, Quote
from newsloom.model.judgements import Origin, Relation
from newsloom.model.times import DAY_US


class StoryMember(Struct, frozen=True):
    """One member of a story. ``shingles`` as in ``Features`` (uint32[]); empty when unknown."""

    article: Article
    relation: Relation
    credits: tuple[Credit, ...] = ()
    quotes: tuple[Quote, ...] = ()
    figures: tuple[Figure, ...] = ()
    shingles: bytes = b""


class Lineage(Struct, frozen=True):
    """The tree of origins and copies of a story, one origin per member, in the members' order.

    ``independent`` counts the newsrooms and agencies that reported on their own.
    """

    origins: tuple[Origin, ...]
    independent: int


def by_time(member: StoryMember) -> tuple[bool, int, int]:
    """Sort key: who came first. Publication time, undated last, then order of admission.

    Of a day without a time of day nothing says that it was the morning: such an article comes
    after those of that day that tell their time.
    """
    article = member.article
    published = article.published_us
    if published is None:
        return True, 0, article.seq
    timed = article.published is None or "T" in article.published
    return False, published if timed else published + DAY_US - 1, article.seq
