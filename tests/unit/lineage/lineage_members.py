"""Members of fictional stories for the tests of lineage and ledger."""

from newsloom.findings import find
from newsloom.lineage.member import StoryMember
from newsloom.model.facts import Article, Credit, Figure, Quote
from newsloom.model.judgements import Relation, RelationKind
from newsloom.model.times import DAY_US, iso
from newsloom.stories.features import features_of

HOUR = 3_600_000_000


def member(
    seq: int,
    text: str,
    *,
    outlet: str = "",
    hours: float | None = None,
    kind: RelationKind = "original",
    of: int | None = None,
    links: tuple[str, ...] = (),
    canonical: str | None = None,
    based_on: str | None = None,
    title: str = "The mill reopens",
    day_only: bool = False,
    authors: tuple[str, ...] = (),
) -> StoryMember:
    """Article number ``seq``, published ``hours`` after the first; ``of`` is a number, too.

    With ``day_only`` it tells only the day.
    """
    outlet = outlet or f"Outlet {seq}"
    host = outlet.lower().replace(" ", "-")
    published_us = None if hours is None else int(1_700_000_000_000_000 + hours * HOUR)
    if day_only and published_us is not None:
        published_us -= published_us % DAY_US
    article = Article(
        id=f"a{seq}",
        seq=seq,
        capture=f"c{seq}",
        given_id=f"g{seq}",
        url=f"https://{host}.example/{seq}",
        outlet=outlet,
        lang="en",
        title=title,
        text=text,
        authors=authors,
        published=(iso(published_us) or "")[: 10 if day_only else None] or None,
        published_us=published_us,
        links=links,
        canonical=canonical,
        based_on=based_on,
    )
    found = find(article)
    return StoryMember(
        article,
        Relation(article.id, kind, None if of is None else f"a{of}", 0.8, 0.9),
        tuple(one for one in found if isinstance(one, Credit)),
        tuple(one for one in found if isinstance(one, Quote)),
        tuple(one for one in found if isinstance(one, Figure)),
        features_of(article).shingles,
    )
