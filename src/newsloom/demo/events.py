"""What happens in the invented world: storylines of events some days apart, with their facts.

An event belongs to no language. Its people, places and figures are the same wherever it is
told; only the words differ.
"""

from random import Random
from typing import Literal

from msgspec import Struct

from newsloom.demo.world import City, NameGiver, Person, World
from newsloom.model.times import DAY_US, HOUR_US, MINUTE_US

Unit = Literal["count", "m", "mm", "km", "kg", "pct", "crowns"]


class FigureRule(Struct, frozen=True):
    """How a figure is drawn. ``growth`` multiplies it in each phase; ``live`` ones also grow
    within a day, so that a late report carries a higher number than an early one."""

    unit: Unit
    low: float
    high: float
    growth: tuple[float, ...] = (1.0, 1.0, 1.0)
    live: bool = False


class Kind(Struct, frozen=True):
    """A kind of event: its phases as (name, days since the first), its people and figures."""

    phases: tuple[tuple[str, int], ...]
    figures: dict[str, FigureRule]
    minister: bool  # whether p1 is a minister, the same in all events of a country
    scenarios: int = 4


_C: Unit = "count"
KINDS: dict[str, Kind] = {
    "flood": Kind(
        (("strike", 0), ("toll", 3), ("inquiry", 12)),
        {
            "dead": FigureRule(_C, 6, 36, (1.0, 1.7, 1.7), live=True),
            "displaced": FigureRule(_C, 700, 9500, (1.0, 0.6, 0.2)),
            "homes": FigureRule(_C, 45, 760),
            "rain": FigureRule("mm", 96, 240),
            "peak": FigureRule("m", 4.2, 9.8),
            "cost": FigureRule("crowns", 35, 480),
        },
        True,
    ),
    "strike": Kind(
        (("walkout", 0), ("deal", 5)),
        {
            "strikers": FigureRule(_C, 310, 4800),
            "raise": FigureRule("pct", 7, 12),
            "offer": FigureRule("pct", 2, 4, (1.0, 1.6)),
            "cancelled": FigureRule(_C, 46, 680, (1.0, 4.2)),
            "stranded": FigureRule(_C, 2100, 42000),
            "loss": FigureRule("crowns", 5, 90),
        },
        True,
    ),
    "trial": Kind(
        (("opening", 0), ("verdict", 9)),
        {
            "sum": FigureRule("crowns", 5, 75),
            "witnesses": FigureRule(_C, 25, 119),
            "pages": FigureRule(_C, 2600, 19000),
            "years": FigureRule(_C, 5, 9),
            "asked": FigureRule(_C, 10, 15),
        },
        False,
    ),
    "election": Kind(
        (("campaign", 0), ("result", 4)),
        {
            "lead": FigureRule("pct", 50.2, 56),
            "rival": FigureRule("pct", 38, 46),
            "turnout": FigureRule("pct", 51, 79),
            "poll": FigureRule("pct", 41, 49),
            "stations": FigureRule(_C, 36, 340),
            "margin": FigureRule(_C, 205, 9400),
        },
        False,
    ),
    "launch": Kind(
        (("liftoff", 0), ("trouble", 6)),
        {
            "mass": FigureRule("kg", 640, 5800),
            "height": FigureRule("km", 390, 1900),
            "cost": FigureRule("crowns", 85, 940),
            "guests": FigureRule(_C, 1600, 28000),
            "share": FigureRule("pct", 35, 70),
        },
        True,
    ),
    "merger": Kind(
        (("offer", 0), ("ruling", 11)),
        {
            "price": FigureRule("crowns", 120, 990),
            "jobs": FigureRule(_C, 410, 7600),
            "share": FigureRule("pct", 41, 68),
            "sites": FigureRule(_C, 11, 39),
            "stock": FigureRule("pct", 8, 21),
        },
        False,
    ),
    "outbreak": Kind(
        (("spread", 0), ("vaccine", 7)),
        {
            "cases": FigureRule(_C, 105, 900, (1.0, 1.8), live=True),
            "beds": FigureRule(_C, 45, 240),
            "deaths": FigureRule(_C, 5, 19, (1.0, 1.6)),
            "doses": FigureRule(_C, 11000, 86000),
            "share": FigureRule("pct", 55, 80),
        },
        True,
    ),
}
_TOWNS = 8  # towns that make news, at least
ROLES = ("p1", "p2", "p3", "acc")


class Amount(Struct, frozen=True):
    """A figure at one moment; crowns are whole crowns, printed in millions."""

    value: float | int
    unit: Unit


class Event(Struct, frozen=True):
    """One thing that happened. ``early`` figures are known at once, ``late`` ones after eight
    hours; ``was`` holds those of the phase before, absent in a first phase."""

    key: str
    storyline: str
    kind: str
    phase: str
    scenario: int
    at_us: int
    city: City
    people: dict[str, Person]
    names: dict[str, str]
    early: dict[str, Amount]
    late: dict[str, Amount]
    was: dict[str, Amount]


def countable(number: float) -> int:
    """The next whole number that takes the genitive plural in Slavic languages.

    Counts are drawn so that a phrase bank may write one form of the noun.
    """
    whole = max(5, round(number))
    while whole % 10 in (1, 2, 3, 4) and whole % 100 not in (11, 12, 13, 14):
        whole += 1
    return whole


def _amount(rule: FigureRule, number: float) -> Amount:
    if rule.unit == "count":
        return Amount(countable(number), rule.unit)
    if rule.unit == "crowns":
        return Amount(round(number) * 1_000_000, rule.unit)
    if rule.unit in ("m", "pct"):
        tenths = round(number, 1)
        # A decimal that ends in zero would be printed as a whole number in some languages.
        return Amount(tenths if tenths % 1 else round(tenths + 0.3, 1), rule.unit)
    return Amount(round(number), rule.unit)


def _phase_figures(
    kind: Kind, base: dict[str, float], phase: int
) -> tuple[dict[str, Amount], dict[str, Amount]]:
    early, late = {}, {}
    for name, rule in kind.figures.items():
        now = base[name] * rule.growth[phase]
        early[name] = _amount(rule, now)
        late[name] = _amount(rule, now * 1.22) if rule.live else early[name]
    return early, late


def _storyline(
    key: str, kind_name: str, scenario: int, start_us: int, rng: Random, world: World,
    names: NameGiver, city: City,
) -> list[Event]:  # fmt: skip
    kind = KINDS[kind_name]
    people = {role: names.person() for role in ROLES}
    if kind.minister:
        people["p1"] = world.ministers[city.country, kind_name]
    # The firm of the town is the employer that is struck and the house that is bought.
    own = world.firms[city.name]
    firms = {"org": own, "org2": names.firm(), "craft": names.craft()}
    if kind_name == "merger":
        firms["org"], firms["org2"] = firms["org2"], own
    if kind_name == "flood":
        people["p2"] = world.mayors[city.name]
    base = {name: rng.uniform(rule.low, rule.high) for name, rule in kind.figures.items()}
    events: list[Event] = []
    for number, (phase, days) in enumerate(kind.phases):
        early, late = _phase_figures(kind, base, number)
        at_us = start_us + days * DAY_US + rng.randint(0, 14 * 60) * MINUTE_US
        was = events[-1].late if events else {}
        events.append(
            Event("", key, kind_name, phase, scenario, at_us, city, people, firms, early, late, was)
        )
    return events


def make_events(rng: Random, world: World, names: NameGiver, count: int, start_us: int,
                days: int) -> tuple[Event, ...]:  # fmt: skip
    """``count`` events in time order, whole storylines as far as they fit.

    First phases fall into the first ``days`` days. Kinds and scenarios take turns, so that two
    storylines share both only after all have been told. Few towns make news, so that different
    events share a town, its people in office and its firm; but no town has two strikes at a time
    as long as others have none.
    """
    towns = world.cities[: max(_TOWNS, count // 6)]
    turns = [(kind, number) for kind in KINDS for number in range(KINDS[kind].scenarios)]
    events: list[Event] = []
    taken: list[tuple[str, City]] = []
    number = 0
    while len(events) < count:
        if number % len(turns) == 0:
            rng.shuffle(turns)
        kind, scenario = turns[number % len(turns)]
        start = start_us + rng.randrange(days) * DAY_US + 4 * HOUR_US
        free = [town for town in towns if (kind, town) not in taken] or list(towns)
        town = rng.choice(free)
        taken.append((kind, town))
        story = _storyline(f"s{number + 1:03}", kind, scenario, start, rng, world, names,
                           town)  # fmt: skip
        events.extend(story[: count - len(events)])
        number += 1
    events.sort(key=lambda event: (event.at_us, event.storyline))
    return tuple(
        Event(f"e{place + 1:04}", *(getattr(event, field) for field in Event.__struct_fields__[1:]))
        for place, event in enumerate(events)
    )
