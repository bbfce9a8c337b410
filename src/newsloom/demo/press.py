"""The demo press: outlets, everything they publish over some weeks, and the truth about it.

All of it follows from a few numbers: equal arguments give an equal press, in any process.
Every outlet, person and state is invented.
"""

from collections.abc import Callable, Iterable
from random import Random
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from newsloom.demo import copying, truth
from newsloom.demo.banks import LANGS, common
from newsloom.demo.coverage import Piece, cover
from newsloom.demo.events import KINDS, Event, make_events
from newsloom.demo.outlets import DemoOutlet, make_outlets, slugged
from newsloom.demo.world import NameGiver, make_world
from newsloom.demo.writer import Draft, Paragraph, covers, spelled
from newsloom.model.judgements import RelationKind
from newsloom.model.times import DAY_US, HOUR_US, MINUTE_US, from_us

START_US = 1_709_532_000_000_000  # 2024-03-04T06:00:00Z, a Monday
MOST_OUTLETS = 8000  # beyond it there are no names left
DAYS = 18  # first phases fall into so many days; the last ones follow within two weeks
_CITIES = 40  # at least; more when there are more outlets than they can have mastheads
_SECTIONS = {"flood": "regions", "strike": "business", "trial": "regions", "election": "politics",
             "launch": "science", "merger": "business", "outbreak": "health"}  # fmt: skip


class Version(Struct, frozen=True):
    """What stands at an address from a moment on."""

    from_us: int
    title: str
    paragraphs: tuple[Paragraph, ...]
    edit: str = ""  # "", "silent" or "correction": what the version before it is to it

    @property
    def text(self) -> str:
        return "\n\n".join(paragraph.text for paragraph in self.paragraphs)


class Item(Struct, frozen=True):
    """One article at one address; ``of``, ``origin`` and ``source`` are keys of items.

    ``published_us`` is when it was published, ``available_us`` when its outlet's feed first
    shows it. ``source`` is None when the main source is an agency whose page nobody serves.
    """

    outlet: DemoOutlet
    path: str
    lang: str
    section: str
    author: str
    event: str
    story: str
    storyline: str
    relation: RelationKind
    of: str | None
    origin: str
    source_name: str
    source: str | None
    credited: bool
    linked: bool
    published_us: int
    available_us: int
    versions: tuple[Version, ...]

    @property
    def key(self) -> str:
        return self.outlet.slug + self.path

    @property
    def title(self) -> str:
        return self.versions[-1].title

    @property
    def text(self) -> str:
        """The paragraphs of the latest version, joined by blank lines."""
        return self.versions[-1].text

    def version_at(self, now_us: int) -> Version:
        """What stands at the address at a moment; the first version before that."""
        shown = self.versions[0]
        for version in self.versions:
            if version.from_us <= now_us:
                shown = version
        return shown


class Press(Struct, frozen=True):
    """A seeded press. ``items`` are ordered by availability."""

    outlets: tuple[DemoOutlet, ...]
    items: tuple[Item, ...]
    events: tuple[Event, ...]
    start_us: int
    end_us: int  # after this moment nothing changes any more
    by_outlet: dict[str, tuple[Item, ...]] = field(default_factory=dict)
    by_key: dict[str, Item] = field(default_factory=dict)

    def truth(
        self,
        base: Callable[[DemoOutlet], str] | None = None,
        stamp: Callable[[int], int] | None = None,
    ) -> dict[str, Any]:
        """Who copied whom, who said what, which figures: as plain values for JSON.

        ``base`` gives the address of an outlet's server, without a final slash; ``stamp`` turns
        a moment of press time into the one that was printed.
        """
        base = base or (lambda outlet: f"http://{outlet.domain}")
        return truth.tell(self, base, stamp or (lambda us: us))


class _Builder:
    """Turns pieces into items: addresses, authors, later versions."""

    def __init__(self, outlets: Iterable[DemoOutlet], names: NameGiver, seed: int) -> None:
        self.rng = Random(f"items {seed}")
        self.taken: set[str] = set()
        self.number = 1000
        self.authors = {outlet.slug: names.person() for outlet in outlets}

    def path(self, outlet: DemoOutlet, title: str, section: str, at_us: int) -> str:
        self.number += self.rng.randint(1, 40)
        day = from_us(at_us)
        slug = slugged(title)[:60].strip("-") or "story"
        if not any(c.isalpha() for c in slug):
            slug = f"story-{slug}"
        values = {"year": day.year, "month": day.month, "day": day.day, "section": section,
                  "number": self.number}  # fmt: skip
        path = outlet.path.format(slug=slug, **values)
        if outlet.slug + path in self.taken:
            path = outlet.path.format(slug=f"{slug}-{self.number}", **values)
        self.taken.add(outlet.slug + path)
        return path

    def author(self, piece: Piece, lang: str) -> str:
        if piece.outlet.agency or (piece.credited and piece.way == "verbatim"):
            return piece.source_name if piece.agency else (piece.root or piece).outlet.name
        if piece.way in ("", "rewritten"):
            return spelled(self.authors[piece.outlet.slug].name, common(lang))
        return common(lang).ui.desk if self.rng.random() < 0.5 else ""

    def versions(self, piece: Piece, event: Event, lang: str, at_us: int) -> tuple[Version, ...]:
        """One version for most; some outlets mend figures openly, others edit in silence."""
        chance, edit = self.rng.random(), ""
        drafts: tuple[Draft, ...] = (piece.draft,)
        if chance < 0.06 and piece.of is None:
            mended = copying.mistaken(piece.draft, lang, self.rng)
            if mended is not None:
                drafts, edit = mended, "correction"
        elif chance < 0.12:
            drafts = copying.silently_edited(piece.draft, event, lang, self.rng)
            edit = "silent"
        later_us = at_us + self.rng.randint(100, 1300) * MINUTE_US
        moments = (at_us, later_us)
        return tuple(
            Version(moment, draft.title, draft.paragraphs, edit if place else "")
            for place, (moment, draft) in enumerate(zip(moments, drafts, strict=False))
        )

    def items(self, pieces: list[Piece], event: Event, lang: str) -> list[Item]:
        section = _SECTIONS[event.kind]
        paths = {id(p): self.path(p.outlet, p.draft.title, section, p.at_us) for p in pieces}
        keys = {id(p): p.outlet.slug + paths[id(p)] for p in pieces}
        found = []
        for piece in pieces:
            root = piece.root or piece
            lag_us = self.rng.randint(0, 12) * MINUTE_US
            if piece.outlet.date_habit == "late":
                lag_us = self.rng.randint(9, 30) * HOUR_US
            found.append(
                Item(
                    piece.outlet,
                    paths[id(piece)],
                    lang,
                    section,
                    self.author(piece, lang),
                    event.key,
                    f"{event.key}-{lang}",
                    event.storyline,
                    piece.relation,
                    keys[id(piece.of)] if piece.of else None,
                    keys[id(root)],
                    root.source_name,
                    None if root.agency else keys[id(root)],
                    piece.credited,
                    piece.linked,
                    piece.at_us,
                    piece.at_us + lag_us,
                    self.versions(piece, event, lang, piece.at_us),
                )
            )
        return _as_they_stand(pieces, found)


def _as_they_stand(pieces: list[Piece], items: list[Item]) -> list[Item]:
    """The items of a story with what each copy is in the end, credits aside.

    What was meant as a cut may take nothing away, or the same as an earlier copy took; and a copy
    may get another title, or its source a correction, long after it was printed whole. A copy
    that nobody can tell from an earlier one is ``identical`` to that.
    """
    keys = {id(piece): item.key for piece, item in zip(pieces, items, strict=True)}
    texts: dict[str, object] = {}
    first: dict[object, str] = {}
    found = []
    for piece, item in zip(pieces, items, strict=True):
        corrected = any(version.edit == "correction" for version in item.versions)
        root = keys[id(piece.root or piece)]
        text = (root, item.title, piece.bare.text, corrected)
        texts[item.key] = text
        if piece.of is not None and piece.way != "rewritten":
            of = keys[id(piece.of)] if texts[keys[id(piece.of)]] == text else first.get(text)
            relation: RelationKind = "identical" if of else "edited"
            item = replace(item, relation=relation, of=of or item.of)
        first.setdefault(text, item.key)
        found.append(item)
    return found


def _langs(event: Event, rng: Random) -> list[str]:
    """The languages that tell an event: two to five of those that can."""
    able = [lang for lang in LANGS if covers(lang, event)]
    chosen = rng.sample(able, min(len(able), rng.choice((2, 3, 3, 4, 5))))
    return sorted(chosen)


def make_press(
    outlets: int = 60, seed: int = 1, events: int = 40, start_us: int = START_US
) -> Press:
    """A press of ``outlets`` (at least 10) that tells ``events`` events from ``start_us`` on.

    Raises ValueError when ``outlets`` is not in 10 to MOST_OUTLETS.
    """
    if not 10 <= outlets <= MOST_OUTLETS:
        raise ValueError(f"the demo press has 10 to {MOST_OUTLETS} outlets")
    rng = Random(f"press {seed}")
    names = NameGiver(rng)
    world = make_world(rng, names, tuple(KINDS), max(_CITIES, outlets // 40))
    houses = make_outlets(rng, world.cities, outlets)
    happenings = make_events(rng, world, names, events, start_us, DAYS)
    builder = _Builder(houses, names, seed)
    agencies = [house for house in houses if house.agency]
    papers = {lang: [h for h in houses if h.langs == (lang,)] for lang in LANGS}
    items: list[Item] = []
    for event in happenings:
        for lang in _langs(event, rng):
            items += builder.items(cover(event, lang, papers[lang], agencies, rng), event, lang)
    items.sort(key=lambda item: (item.available_us, item.key))
    by_outlet: dict[str, list[Item]] = {house.slug: [] for house in houses}
    for item in items:
        by_outlet[item.outlet.slug].append(item)
    last = max((v.from_us for item in items for v in item.versions), default=start_us)
    last = max([last, *(item.available_us for item in items)])
    frozen = {slug: tuple(found) for slug, found in by_outlet.items()}
    by_key = {item.key: item for item in items}
    end_us = max(last, start_us + DAY_US)
    return Press(houses, tuple(items), happenings, start_us, end_us, frozen, by_key)
