"""The tree of a story: which texts go back to which, and how many reported on their own."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from newsloom.lineage.kin import Copy, Kin
from newsloom.lineage.member import Lineage, StoryMember, by_time
from newsloom.lineage.origin import (
    agency_name,
    agency_source,
    article_source,
    betrayed_outlet,
    canonical_of,
    credit_evidence,
    credited_agency,
    declared_source,
    first_teller,
    is_own,
    outlet_source,
    own_source,
    urls_of,
)
from newsloom.lineage.rewritten import find_rewritten
from newsloom.lineage.shared import containment
from newsloom.model.judgements import Evidence, MainSource, Origin, RelationKind
from newsloom.model.urls import host_of

_SAME_WIRE = 0.1  # containment from which two texts with the same agency's credit are one
_WHOLE = 0.8  # share of a text from which its copy is the same text
_MOST_COMPARED = 20  # texts of one agency that each further one is compared with


class _Link(Struct, frozen=True):
    """``member`` goes back to ``of`` (an article id)."""

    kind: RelationKind
    of: str
    evidence: Evidence


class _Tree:
    """Builds the links of one story. ``ordered`` is its members by time."""

    def __init__(self, ordered: Sequence[StoryMember]) -> None:
        self.ordered = ordered
        self.by_id = {member.article.id: member for member in ordered}
        self.urls = urls_of(ordered)
        self.agencies = {
            member.article.id: agency
            for member in ordered
            if (agency := credited_agency(member)) is not None
        }
        self.kin = Kin(ordered, self.urls)
        self.links: dict[str, _Link] = {}
        self.heads: list[StoryMember] = []

    # ------------------------------------------------------------ copies

    def link_copies(self) -> None:
        """Identical and edited copies go back to the text they have most in common with."""
        for copy in self.kin.copies():
            self.links[copy.article] = self._copy(copy)
            self._credit_source(copy)
        self.heads = [one for one in self.kin.ordered if one.article.id not in self.links]

    def _credit_source(self, copy: Copy) -> None:
        """A text that others carry under an agency's name is the agency's where it stands without,
        too: whoever came first by the clock left the credit out."""
        agency = self.agencies.get(copy.article)
        whole = copy.comparison is not None and (
            copy.comparison.kind == "identical" or copy.comparison.share >= _WHOLE
        )
        if agency is not None and whole and not is_own(agency, self.by_id[copy.of].article):
            self.agencies.setdefault(copy.of, agency)

    def _copy(self, copy: Copy) -> _Link:
        member, source = self.by_id[copy.article], self.by_id[copy.of].article
        if canonical_of(member, self.urls) is self.by_id[copy.of]:
            evidence = Evidence("canonical", member.article.canonical or "", 1.0)
        else:
            share = copy.comparison.share if copy.comparison else 0.0
            evidence = Evidence("shared", source.url or source.title, round(share, 3))
        kind = copy.comparison.kind if copy.comparison else "edited"
        return _Link(kind or "edited", source.id, evidence)

    # ------------------------------------------------------------ between the heads

    def link_wire(self) -> None:
        """Heads that credit one agency and share text with each other are one text."""
        shingles = self.kin.shingles
        texts: dict[str, list[StoryMember]] = {}
        for head in sorted(self.heads, key=self._agency_first):
            name = self._wire(head)
            if name is None:
                continue
            own = shingles[head.article.id]
            for other in texts.setdefault(name, [])[:_MOST_COMPARED]:
                if head.article.outlet and other.article.outlet == head.article.outlet:
                    continue  # two reports of the agency itself
                share = containment(own, shingles[other.article.id])
                if share >= _SAME_WIRE:
                    words = other.article.url or other.article.title
                    evidence = Evidence("shared", words, round(share, 3))
                    kind = self.kin.compared(other, head).kind or "rewritten"
                    self.links[head.article.id] = _Link(kind, other.article.id, evidence)
                    break
            else:
                texts[name].append(head)
        self._drop_linked()

    def _wire(self, head: StoryMember) -> str | None:
        """The agency whose text a head is: credited, or its own outlet when others credit it."""
        credited = self.agencies.get(head.article.id)
        if credited is not None:
            return credited
        return next(
            (one for one in sorted(set(self.agencies.values())) if is_own(one, head.article)), None
        )

    def _agency_first(self, head: StoryMember) -> tuple[bool, tuple[bool, int, int]]:
        return self.agencies.get(head.article.id) is not None, by_time(head)

    def link_rewritten(self) -> None:
        """Heads that retell an earlier head."""
        for found in find_rewritten(self.heads, self.kin.reading, self.kin.names):
            of = self.by_id[found.of].article
            evidence = Evidence("shared", of.url or of.title, found.score)
            self.links[found.article] = _Link("rewritten", found.of, evidence)
        self._drop_linked()

    def _drop_linked(self) -> None:
        self.heads = [head for head in self.heads if head.article.id not in self.links]

    # ------------------------------------------------------------ results

    @property
    def first(self) -> StoryMember:
        """The earliest of those that go back to no other."""
        return min(self.heads, key=by_time)

    def root(self, article: str) -> str:
        """The article at the end of the chain of links."""
        seen = {article}
        while article in self.links and self.links[article].of not in seen:
            article = self.links[article].of
            seen.add(article)
        return article

    def origin(self, member: StoryMember) -> Origin:
        """What the member is, of which one, and its main source with evidence."""
        article = member.article
        link = self.links.get(article.id)
        evidence = credit_evidence(member)
        if link is not None:
            evidence.insert(0, link.evidence)
        if article.based_on:
            evidence.append(Evidence("declared", article.based_on, 1.0))
        for other in self.kin.linked(member):
            evidence.append(Evidence("link", other.article.url or "", 0.5))
        source = self._source(member)
        if link is None and not evidence and source.kind == "self" and len(self.ordered) > 1:
            evidence.append(Evidence("earliest", article.published or "", 0.5))
        kind: RelationKind
        if link is not None:
            kind = link.kind
        else:
            kind = "original" if member is self.first else "independent"
        return Origin(article.id, kind, link.of if link else None, source, tuple(evidence))

    def _source(self, member: StoryMember) -> MainSource:
        """The end of the chain; an agency credited there; what the page declares; what a text links
        to or betrays."""
        root = self.by_id[self.root(member.article.id)]
        agency = self.agencies.get(root.article.id)
        if agency is None and root is not member:
            return article_source(root.article)
        if agency is not None:
            return self._agency_source(agency, root)
        declared = self._declared(member)
        if declared is not None:
            return declared
        credited = {
            agency_name(credit)
            for credit in member.credits
            if credit.form in ("reported", "according", "contributed")
        }
        for other in self.kin.linked(member):
            earlier = by_time(other) < by_time(member)
            if earlier and any(is_own(name, other.article) for name in sorted(credited)):
                return article_source(other.article)
        return self._first(member) or betrayed_outlet(member) or own_source(member.article)

    def _first(self, member: StoryMember) -> MainSource | None:
        """Whose news it is by "first reported by X": X's earlier report here, else X itself.

        Further down in a text that X is not here for, it may be about something else.
        """
        told = first_teller(member)
        if told is None:
            return None
        name, lead = told
        for other in self.ordered:
            if by_time(other) >= by_time(member):
                break
            if is_own(name, other.article):
                return article_source(other.article)
        return outlet_source(name, member) if lead else None

    def _declared(self, member: StoryMember) -> MainSource | None:
        """What the member's page says it is made from, or what that goes back to."""
        declared = declared_source(member, self.urls)
        if declared is None or declared.article is None:
            return declared
        root = self.by_id[self.root(declared.article)]
        return article_source(root.article) if root is not member else None

    def _agency_source(self, name: str, root: StoryMember) -> MainSource:
        """An agency as main source, always with a link that leads somewhere.

        Its own article when the story has it, else its site when it is listed, else the earliest
        carrier of the text.
        """
        own = next((one.article for one in self.ordered if is_own(name, one.article)), None)
        if own is not None and own.url and self.root(own.id) == root.article.id:
            return MainSource(name, own.url, "agency", own.id)
        site = agency_source(name)
        return site if site.url else MainSource(name, root.article.url, "agency")

    def independent(self) -> int:
        """How many outlets and agencies stand at the roots: one newsroom counts once."""
        names = {
            self.agencies.get(head.article.id)
            or head.article.outlet
            or host_of(head.article.url or "")
            or head.article.id
            for head in self.heads
        }
        return len(names)


def trace(members: Sequence[StoryMember]) -> Lineage:
    """The lineage of a story: an origin for each member, in the order given.

    Identical and edited copies are taken from ``copies``; rewritten ones are found here; texts
    under one agency's credit that share text are one. A copy of an article outside the story
    goes back to the earliest of its copies here. The direction is given by publication time, then
    ``seq``; an agency goes before those that credit it. The order of ``members`` does not matter.
    """
    ordered = sorted(members, key=by_time)
    tree = _Tree(ordered)
    tree.link_copies()
    tree.link_wire()
    tree.link_rewritten()
    return Lineage(tuple(tree.origin(member) for member in members), tree.independent())


def roots(lineage: Lineage) -> Mapping[str, str]:
    """For each member's article id the id of the article at the root of its chain."""
    of = {origin.article: origin.of for origin in lineage.origins}
    found: dict[str, str] = {}
    for article in of:
        at, seen = article, {article}
        while (following := of.get(at)) is not None and following in of and following not in seen:
            at = following
            seen.add(at)
        found[article] = at
    return found
