"""Who carries an event: newsrooms that write for themselves, agencies, and those who copy."""

from random import Random

from msgspec import Struct, field

from newsloom.demo import copying
from newsloom.demo.banks import common
from newsloom.demo.events import Event
from newsloom.demo.outlets import DemoOutlet
from newsloom.demo.writer import Draft, Plan, Voice, make_plan, write
from newsloom.model.judgements import RelationKind
from newsloom.model.times import HOUR_US, MINUTE_US

_LATE_US = 8 * HOUR_US  # from then on a report carries the later figures
_VOICES = 8  # beyond it voices would repeat each other
_WAYS = ("verbatim", "trimmed", "extended", "rewritten")
_WAY_SHARES = (30, 25, 20, 25)


class Piece(Struct, eq=False):
    """One article as it is assigned: who prints what, and whose text it is.

    ``bare`` is the text before any dateline or credit. ``of`` and ``root`` are pieces; a root
    is its own. ``agency`` names the agency a text is from when no agency page of it is served.
    """

    outlet: DemoOutlet
    at_us: int
    plan: Plan
    voice: int
    late: bool
    bare: Draft
    draft: Draft
    relation: RelationKind = "independent"
    of: "Piece | None" = None
    root: "Piece | None" = None
    agency: str = ""
    credited: bool = False
    linked: bool = False
    way: str = ""

    @property
    def source_name(self) -> str:
        """The name a carrier gives as its source."""
        return self.agency or self.outlet.name


class _Desk(Struct):
    """The coverage of one event in one language while it is being assigned."""

    event: Event
    lang: str
    rng: Random
    pieces: list[Piece] = field(default_factory=list)
    voices: int = 0

    def minutes(self, low: int, high: int) -> int:
        return self.rng.randint(low, high) * MINUTE_US + self.rng.randint(0, 59) * 1_000_000

    def next_voice(self) -> int:
        """The number of a voice nobody has used."""
        self.voices += 1
        return self.voices - 1

    def write_root(self, outlet: DemoOutlet, at_us: int, agency: str = "") -> Piece:
        """A text of a newsroom's own, or an agency's that its first carrier prints."""
        voice = self.next_voice()
        plan = make_plan(self.event, self.lang, voice)
        late = at_us - self.event.at_us > _LATE_US
        bare = write(self.event, self.lang, plan, Voice(voice), late, outlet)
        draft = bare
        by_agency = agency or (outlet.name if outlet.agency else "")
        if by_agency:
            draft = copying.dated(bare, common(self.lang), self.event.city.name, by_agency)
        piece = Piece(outlet, at_us, plan, voice, late, bare, draft, agency=agency)
        piece.credited = bool(agency)
        self.pieces.append(piece)
        return piece

    def copy(self, outlet: DemoOutlet, source: Piece) -> Piece:
        """``source`` as another outlet carries it, minutes to hours later."""
        rng, event, lang = self.rng, self.event, self.lang
        way = rng.choices(_WAYS, _WAY_SHARES)[0]
        if way == "rewritten" and self.voices >= _VOICES:
            way = "trimmed"
        voice = source.voice
        if way == "rewritten":
            voice = self.next_voice()
            while (voice - source.voice) % 3 == 0:  # it would start from the same sentences
                voice = self.next_voice()
            told = Voice(voice, source.voice)
            bare = copying.rewritten(event, lang, source.plan, told, source.late, outlet, rng)
        elif way == "trimmed":
            bare = copying.trimmed(source.bare, rng)
        elif way == "extended":
            own = Voice(self.voices + 1)
            bare = copying.extended(source.bare, event, lang, source.plan, own, outlet, rng)
        else:
            bare = source.bare
        piece = Piece(outlet, source.at_us + self.minutes(10, 520), source.plan, voice,
                      source.late, bare, bare)  # fmt: skip
        piece.way, piece.of, piece.root = way, source, source.root or source
        piece.relation = {"verbatim": "identical", "rewritten": "rewritten"}.get(way, "edited")  # type: ignore[assignment]
        self.credit(piece, source)
        self.pieces.append(piece)
        return piece

    def credit(self, piece: Piece, source: Piece) -> None:
        """Name the root's owner or keep silent; an agency text nobody serves is always named."""
        root = source.root or source
        from_agency = bool(root.agency) or root.outlet.agency
        piece.agency = root.agency
        piece.credited = bool(root.agency) or self.rng.random() < 0.65
        if not piece.credited:
            return
        form = "dateline"
        if piece.way == "rewritten" or not from_agency:
            form = self.rng.choice(("contributed", "reported") if from_agency else ("reported",))
        piece.linked = form == "reported" and not root.agency and self.rng.random() < 0.6
        credit = copying.Credit(root.source_name, form)
        piece.draft = copying.credited(piece.bare, self.event, self.lang, credit, self.rng)


def cover(
    event: Event,
    lang: str,
    papers: list[DemoOutlet],
    agencies: list[DemoOutlet],
    rng: Random,
) -> list[Piece]:
    """All articles on one event in one language, in time order.

    The first root is ``original``, later ones ``independent``.
    """
    desk = _Desk(event, lang, rng)
    pool = rng.sample(papers, len(papers))
    size = max(4, round(len(pool) * rng.uniform(0.35, 0.6)))
    pool = pool[:size]
    if rng.random() < 0.12:
        desk.write_root(pool[0], event.at_us + desk.minutes(30, 300))
    else:
        _many(desk, pool, rng.sample(agencies, len(agencies)))
    desk.pieces.sort(key=lambda piece: (piece.at_us, piece.outlet.slug))
    for piece in desk.pieces:
        if piece.of is None:
            piece.relation = "original"
            break
    return desk.pieces


def _many(desk: _Desk, pool: list[DemoOutlet], agencies: list[DemoOutlet]) -> None:
    rng, at_us = desk.rng, desk.event.at_us
    wires: list[Piece] = []
    chance = rng.random()
    if chance < 0.7:
        wires.append(desk.write_root(agencies[0], at_us + desk.minutes(8, 50)))
    elif chance < 0.8:
        carrier = pool.pop()
        wires.append(desk.write_root(carrier, at_us + desk.minutes(15, 90), agencies[0].name))
    if rng.random() < 0.25:
        wires.append(desk.write_root(agencies[1], at_us + desk.minutes(8, 120)))
    own = min(len(pool), rng.randint(1, max(1, min(3, len(pool) - 1))))
    written = [desk.write_root(pool.pop(), at_us + desk.minutes(35, 780)) for _ in range(own)]
    for outlet in pool:
        source = rng.choice(wires if not written or (wires and rng.random() < 0.78) else written)
        chain = [p for p in desk.pieces if p.of is source and p.way == "verbatim"]
        if chain and rng.random() < 0.2:
            source = rng.choice(chain)
        desk.copy(outlet, source)
