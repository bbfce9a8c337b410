"""Invented news to look at: a dozen stories in four languages, one with copies and a ledger."""

from collections.abc import Sequence
from dataclasses import dataclass

from newsloom.model.facts import Article, Credit, Figure, Finding, Quote
from newsloom.model.judgements import (
    Assignment,
    Evidence,
    MainSource,
    Origin,
    Relation,
    RelationKind,
    Story,
)
from newsloom.model.ledger import Ledger, Person, Point, PointState, Series, Utterance
from newsloom.model.times import HOUR_US, MINUTE_US, from_us
from newsloom.store.base import Member

NOW = 1_930_000_000 * 1_000_000  # 27 Feb 2031, 04:26:40 UTC
WIRE = MainSource("Lantern Wire", "https://lantern-wire.example/flood/1", "agency")


def host(outlet: str) -> str:
    """The invented site of an invented outlet."""
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in outlet.lower()) + ".example"


@dataclass
class Row:
    """One article of the fake store with what is known of it."""

    outlet: str
    title: str
    text: str
    hours: float | None  # before NOW; None for undated
    lang: str = "en"
    kind: RelationKind = "original"
    of: int | None = None  # place of the earlier article in the same story
    source: MainSource | None = None
    evidence: tuple[Evidence, ...] = ()
    authors: tuple[str, ...] = ()
    score: float = 0.93


def article(story: str, place: int, row: Row) -> Article:
    """A row as an article; ids spell out story and place."""
    at = None if row.hours is None else NOW - int(row.hours * HOUR_US)
    printed = None if at is None else from_us(at).replace(microsecond=0).isoformat()
    url = f"https://{host(row.outlet)}/{story}/{place}"
    name = f"{story}-{place}"
    return Article(
        id=f"a-{name}", seq=place + 1, capture=f"c-{name}", given_id=url, url=url,
        outlet=row.outlet, lang=row.lang, title=row.title, text=row.text, authors=row.authors,
        published=printed, published_us=at, published_from=None if at is None else "page",
        seen_us=NOW - int((row.hours or 1) * HOUR_US) + 4 * MINUTE_US,
    )  # fmt: skip


def member(story: str, place: int, row: Row) -> Member:
    """A row as a member of its story."""
    made = article(story, place, row)
    of = None if row.of is None else f"a-{story}-{row.of}"
    source = row.source or MainSource(made.outlet, made.url, "self", made.id)
    why = ("shared terms: flood, Astel, bridge", "names: Mira Oduya", "published 2 hours apart")
    return Member(
        made,
        Assignment(made.id, f"s-{story}", f"l-{story}", row.score, "s-ferry", 0.21, why),
        Relation(made.id, row.kind, of, 0.81 if of else 0.0, 0.94 if of else 0.0),
        Origin(made.id, row.kind, of, source, row.evidence),
    )


def find(made: Article, words: str) -> tuple[int, int]:
    """Where words stand in an article's text."""
    start = made.text.index(words)
    return start, start + len(words)


FLOOD_TEXT = (
    "The river Astel burst its banks in the night and flooded the lower town of Port Astel. "
    "At least 1,200 people had to leave their homes, the harbour office said.\n"
    "“We heard the wall give way a little after two,” said Mira Oduya, who leads the harbour "
    "office. “Nobody in the lower town should go back before Thursday.”\n"
    "The old toll bridge is closed. According to Lantern Wire, 14 boats were torn loose. "
    "Repairs will cost some 3.5 million crowns, the council estimates.\n"
    "Schools stay shut until the end of the week, and the market moves to Gallows Hill."
)
_GAZETTE = MainSource("Harbour Gazette", "https://harbour-gazette.example/flood/0", "article",
                      "a-flood-0")  # fmt: skip
_TAIL = "Officials asked residents to stay away from the quays.\nMore rain is expected."

FLOOD = [
    Row("Harbour Gazette", "River Astel floods the lower town of Port Astel", FLOOD_TEXT, 14.4,
        authors=("Tove Arlind", "Sam Okello")),
    Row("Astel Morning Post", "River Astel floods the lower town of Port Astel", FLOOD_TEXT, 13.9,
        kind="identical", of=0, source=_GAZETTE, evidence=(
            Evidence("credit", "as the Harbour Gazette first reported", 0.9),)),
    Row("Kettle Bay Courier", "River Astel floods the lower town of Port Astel", FLOOD_TEXT, 13.6,
        kind="identical", of=0, source=_GAZETTE),
    Row("The Westmark Observer", "River Astel floods the lower town of Port Astel", FLOOD_TEXT,
        12.2, kind="identical", of=0, source=_GAZETTE),
    Row("Dunmere Daily", "Hundreds flee as Astel bursts its banks", FLOOD_TEXT[:300] + _TAIL, 11.0,
        kind="edited", of=0, source=_GAZETTE, evidence=(
            Evidence("shared", "burst its banks in the night and flooded the lower town", 0.88),)),
    Row("Nordlicht Tageblatt", "Hochwasser in Port Astel: 1.200 Menschen verlassen ihre Häuser",
        "In der Nacht ist der Astel über die Ufer getreten.", 10.5, lang="de", kind="rewritten",
        of=0, source=_GAZETTE, evidence=(
            Evidence("credit", "wie die Harbour Gazette berichtet", 0.86),)),
    Row("Karrenfelder Bote", "Hochwasser in Port Astel: 1.200 Menschen verlassen ihre Häuser",
        "In der Nacht ist der Astel über die Ufer getreten.", 9.1, lang="de", kind="identical",
        of=5, source=_GAZETTE),
    Row("Lower Town Radio", "“The wall gave way”: a night on the quays of Port Astel",
        "I stood on the quay when the wall gave way. “We lost the boat and the shed,” said "
        "Jonas Bretting, a fisherman. The town hall counts 1,450 people without a home.", 9.8,
        kind="independent", authors=("Ines Falk",)),
    Row("Meridale Times", "Port Astel flood displaces about 1,500",
        "About 1,500 people were displaced, Lantern Wire reports.", 8.0, kind="edited",
        source=WIRE, evidence=(Evidence("credit", "Lantern Wire reports", 0.94),)),
    Row("Saltmarsh Standard", "Port Astel flood displaces about 1,500",
        "About 1,500 people were displaced, Lantern Wire reports.", 7.4, kind="identical",
        source=WIRE, evidence=(Evidence("link", WIRE.url or "", 0.97),)),
    Row("صحيفة الساحل", "فيضان نهر أستل يجبر ألفا وخمسمئة شخص على مغادرة منازلهم",
        "أجبر الفيضان نحو ألف وخمسمئة شخص على مغادرة منازلهم في بورت أستل، وفق وكالة لانترن واير.",
        6.1, lang="ar", kind="rewritten", source=WIRE, evidence=(
            Evidence("credit", "وفق وكالة لانترن واير", 0.83),)),
    Row("Le Quai Libre", "Port-Astel sous les eaux, le vieux pont fermé",
        "Le vieux pont est fermé.", 5.2, lang="fr", kind="rewritten", of=0, source=_GAZETTE,
        evidence=(Evidence("shared", "le vieux pont est fermé", 0.71),)),
    Row("Astel Morning Post", "Lower town of Port Astel stays closed until Thursday",
        "The council puts the displaced at 1,620. " + _TAIL, 2.1, kind="independent"),
    Row("Dyke Watch", "Notes on the Astel wall", "The wall was due for repair.", None,
        kind="independent", score=0.61),
]  # fmt: skip


def others() -> dict[str, list[Row]]:
    """Eleven smaller stories."""
    return {
        "ferry": [
            Row("Kettle Bay Courier", "Night ferry to the Outer Isles runs again after six years",
                "The first boat left at nine with 212 passengers on board.", 5.0),
            Row("Harbour Gazette", "Ferry to the Outer Isles is back", "The ferry is back.", 4.2,
                kind="independent"),
        ],
        "haushalt": [
            Row("Nordlicht Tageblatt", "Karrenfeld beschließt den Haushalt mit einer Stimme "
                "Mehrheit", "Nach elf Stunden Debatte hat der Stadtrat den Haushalt beschlossen. "
                "Gestrichen wird bei den Bädern, nicht bei den Bibliotheken.", 3.0, lang="de"),
            Row("Karrenfelder Bote", "Haushalt beschlossen: Bäder müssen sparen", "Die Bäder.",
                2.5, lang="de", kind="independent"),
            Row("Radio Elmtal", "Karrenfeld: Haushalt steht", "Der Haushalt steht.", 2.4,
                lang="de", kind="independent"),
        ],
        "desert": [
            Row("صحيفة الساحل", "افتتاح أطول خط ترام في مدينة سحيل بعد ثلاث سنوات من البناء",
                "افتتحت مدينة سحيل اليوم خط الترام الجديد الذي يربط الميناء بالجامعة، ويبلغ طوله "
                "اثنين وعشرين كيلومترا.", 7.0, lang="ar"),
        ],
        "comet": [
            Row("Observatory Notes", "Amateur finds comet with a telescope made from a drainpipe",
                "The comet will pass the sun in May and may be seen without a telescope.", 20.0),
            Row("Meridale Times", "Drainpipe telescope finds comet", "Found.", 18.0, kind="edited",
                of=0),
        ],
        "grève": [
            Row("Le Quai Libre", "Les dockers de Saint-Orval suspendent leur grève",
                "Le syndicat a accepté une hausse de 4,2 % et la fin des gardes de nuit.", 9.0,
                lang="fr"),
        ],
        "bees": [Row("Dunmere Daily", "Town hall bees win honey prize a third time",
                     "The hives stand on the roof.", 30.0)],
        "script": [Row("Edge & Sons", "<script>alert('title')</script> closes \"shop\" & moves on",
                       "Text with <b>markup</b> & an ampersand.", 22.0)],
        "chess": [Row("The Westmark Observer", "Twelve-year-old beats grandmaster in 71 moves",
                      "She took the bus home.", 40.0)],
        "library": [Row("Saltmarsh Standard", "Library returns a book 102 years late, to its author"
                        "’s granddaughter", "The fine was waived.", 52.0)],
        "bridge": [Row("Harbour Gazette", "Toll bridge of Port Astel found unsafe in 2029",
                       "Inspectors found cracks.", 24.0 * 300)],
        "undated": [Row("Dyke Watch", "How dykes are read", "A guide.", None)],
    }  # fmt: skip


def story(name: str, rows: Sequence[Row]) -> Story:
    """The story that rows make."""
    first = member(name, 0, rows[0])
    times = [at for place, row in enumerate(rows) if (at := article(name, place, row).published_us)]
    origins = sum(row.kind in ("original", "independent") for row in rows)
    made = first.article
    return Story(
        id=f"s-{name}", storyline=f"l-{name}", shard=made.lang, title=made.title,
        lead=made.text.split("\n")[0], lang=made.lang,
        langs=tuple(dict.fromkeys(row.lang for row in rows)), first_seq=1, last_seq=len(rows),
        first_us=min(times, default=None), last_us=max(times, default=None), articles=len(rows),
        outlets=len({row.outlet for row in rows}), origins=origins,
        main_source=MainSource(made.outlet, made.url, "self", made.id), main_article=made.id,
    )  # fmt: skip


def findings(made: Article) -> tuple[Finding, ...]:
    """Quotes, figures and a credit of a text like FLOOD_TEXT; none of the others."""
    if made.text != FLOOD_TEXT:
        return ()
    key = made.id
    found: list[Finding] = []
    for number, words in enumerate(
        ("We heard the wall give way a little after two",
         "Nobody in the lower town should go back before Thursday."),
    ):  # fmt: skip
        found.append(Quote(f"q{number}-{key}", key, *find(made, words), words, "Mira Oduya",
                           "Mira Oduya", "said"))  # fmt: skip
    figures = (("1,200 people", 1200, None, "people displaced", "at least"),
               ("3.5 million crowns", 3.5e6, "crowns", "cost of repairs", "some"))  # fmt: skip
    for number, (words, value, unit, what, qualifier) in enumerate(figures):
        found.append(Figure(f"f{number}-{key}", key, *find(made, words), words, value, unit, what,
                            qualifier))  # fmt: skip
    words = "According to Lantern Wire"
    found.append(Credit(f"k-{key}", key, *find(made, words), words, "Lantern Wire", "according"))
    return tuple(found)


def flood_ledger() -> Ledger:
    """The ledger of the flood: three things said, two series, three people."""

    def at(*places: int) -> tuple[str, ...]:
        return tuple(f"a-flood-{place}" for place in places)

    def points(*rows: tuple[int, float | None, str, PointState]) -> tuple[Point, ...]:
        told = [article("flood", place, FLOOD[place]) for place, *_ in rows]
        return tuple(
            Point(
                f"f-{place}",
                f"a-flood-{place}",
                value,
                text,
                state,
                outlet=one.outlet,
                at_us=one.published_us,
            )
            for (place, value, text, state), one in zip(rows, told, strict=True)
        )

    wall, back, boat = (
        "We heard the wall give way a little after two",
        "Nobody in the lower town should go back before Thursday.",
        "We lost the boat and the shed",
    )
    return Ledger(
        (
            Utterance(wall, "Mira Oduya", ("q0-a-flood-0",), at(0, 1, 2, 3, 4)),
            Utterance(back, "Mira Oduya", ("q1-a-flood-0",), at(0, 1, 2, 3, 4, 12)),
            Utterance(boat, "Jonas Bretting", ("q-x",), at(7)),
            Utterance("Le pont ne tiendra pas", None, ("q-y",), at(11)),
        ),
        (
            Series("people displaced", None, points(
                (0, 1200, "At least 1,200", "first"), (5, 1200, "1.200", "agree"),
                (7, 1450, "1,450", "superseded"), (8, 1500, "About 1,500", "rounded"),
                (10, None, "ألف وخمسمئة", "other"), (11, 900, "900", "conflict"),
                (12, 1620, "1,620", "superseded"))),
            Series("cost of repairs", "crowns", points(
                (0, 3.5e6, "3.5 million crowns", "first"), (4, 3.5e6, "3.5 million", "agree"))),
        ),
        (
            Person("p1", "Mira Oduya", ("Mira Oduya", "Oduya", "Ms Oduya")),
            Person("p2", "Jonas Bretting", ("Jonas Bretting",)),
        ),
    )  # fmt: skip
