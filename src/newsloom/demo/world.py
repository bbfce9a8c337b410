"""The invented world: countries, towns, rivers and people. None of it exists.

Names are built from parts that no real place or family is known by, seeded; a language with
another script writes them by sound.
"""

from random import Random

from msgspec import Struct

_COUNTRIES = ("Quorvania", "Tessarund", "Lombravia", "Perrimark")
_REGIONS = ("Velquist", "Morrundel", "Drosselin", "Kantavar", "Zerrowick", "Pellandry",
            "Tarquemond", "Bosferrin")  # fmt: skip
_RIVERS = ("Wendle", "Sorrin", "Kuvra", "Tolmey", "Brisk", "Nauvel", "Dorrin", "Lumbra",
           "Zaff", "Perrow", "Gwill", "Mossna")  # fmt: skip
_CITY_STARTS = ("Quill", "Tallow", "Brindle", "Voss", "Nimbr", "Kelpen", "Drift", "Zimmer",
                "Corvel", "Lantern", "Mirrow", "Gossam", "Thistel", "Pumper", "Farrow",
                "Dunkel", "Sorrel", "Rumble", "Wexel", "Bodkin", "Cobbel", "Juniper",
                "Marzip", "Yarrow", "Velver", "Perrin", "Hobbel", "Trundel", "Fenner",
                "Grackel")  # fmt: skip
_CITY_ENDS = ("moor", "mere", "quay", "fell", "stead", "holm", "wick", "haven")
_FIRST_MALE = ("Orvin", "Taldric", "Brennick", "Jorvald", "Fenwil", "Caspren", "Dorrick",
               "Hespin", "Larkel", "Mordin", "Quillan", "Rostan", "Silvar", "Tobrin",
               "Umbert", "Wendric", "Yorrin", "Zebulan", "Pelwin", "Garrik", "Nestrin",
               "Bartelm", "Korvin", "Lubrik")  # fmt: skip
_FIRST_FEMALE = ("Merrowyn", "Tavella", "Quenna", "Sorrelia", "Ilsabet", "Brindis",
                 "Corvanna", "Dellimar", "Fenja", "Gwendra", "Hollis", "Jessamyr",
                 "Kestra", "Lirien", "Marwenna", "Nimuela", "Ottilda", "Perrinel",
                 "Rosmunda", "Sidonra", "Thessaly", "Ulvina", "Wilmara",
                 "Zerlinda")  # fmt: skip
_LAST_STARTS = ("Vel", "Tor", "Quil", "Bram", "Lor", "Ost", "Hal", "Mar", "Dren", "Fal",
                "Gor", "Kes", "Nor", "Pel", "Rud", "Sel", "Tam", "Ulv", "Wen", "Zar",
                "Bel", "Cor", "Dun", "Erl")  # fmt: skip
_LAST_ENDS = ("korran", "bask", "denquil", "mirrow", "vandel", "lotter", "gessin", "rudd",
              "dwick", "stroom", "plessin", "quarin", "bolster", "tangel", "fennick",
              "sprock")  # fmt: skip
_FIRM_STARTS = ("Ombre", "Kestra", "Vorrun", "Zephi", "Galva", "Tindo", "Marqua", "Pello",
                "Brasso", "Fjora", "Lumi", "Dravo", "Senti", "Quarto", "Wimbo",
                "Harlo")  # fmt: skip
_FIRM_ENDS = ("lan", "dyne", "mund", "vex", "crest", "tide", "bloom", "forge")
_CRAFTS = ("Petrella", "Glowmar", "Skyhare", "Kittivane", "Longbowe", "Mayflyn", "Thimbeline",
           "Heronox")  # fmt: skip


class Person(Struct, frozen=True):
    """An invented person."""

    first: str
    last: str
    female: bool

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"


class City(Struct, frozen=True):
    """An invented town; ``trade`` and ``square`` index the lists of each language."""

    name: str
    region: str
    river: str
    country: str
    people: int
    trade: int
    square: int


class World(Struct, frozen=True):
    """All places of one press, the people in office and the firm that rules each town."""

    cities: tuple[City, ...]
    ministers: dict[tuple[str, str], Person]  # (country, kind of event) -> minister
    mayors: dict[str, Person]  # by town
    firms: dict[str, str]  # by town


class NameGiver:
    """Hands out people and firms, each name once until all have been used."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._last: list[str] = []
        self._firms: list[str] = []

    def person(self) -> Person:
        """Somebody whose family name nobody else has yet."""
        if not self._last:
            self._last = [start + end for start in _LAST_STARTS for end in _LAST_ENDS]
            self._rng.shuffle(self._last)
        female = self._rng.random() < 0.5
        first = self._rng.choice(_FIRST_FEMALE if female else _FIRST_MALE)
        return Person(first, self._last.pop(), female)

    def firm(self) -> str:
        """The name of a company."""
        if not self._firms:
            self._firms = [start + end for start in _FIRM_STARTS for end in _FIRM_ENDS]
            self._rng.shuffle(self._firms)
        return self._firms.pop()

    def craft(self) -> str:
        """The name of a spacecraft."""
        return self._rng.choice(_CRAFTS)


def city_names() -> list[str]:
    """Every town name there can be, in a fixed order."""
    return [start + end for end in _CITY_ENDS for start in _CITY_STARTS]


def make_world(rng: Random, names: NameGiver, kinds: tuple[str, ...], cities: int) -> World:
    """Towns in four countries, and one minister per country and kind of event."""
    chosen = rng.sample(city_names(), cities)
    return World(
        tuple(_city(number, name, rng) for number, name in enumerate(chosen)),
        {(country, kind): names.person() for country in _COUNTRIES for kind in kinds},
        {name: names.person() for name in chosen},
        {name: names.firm() for name in chosen},
    )


def _city(number: int, name: str, rng: Random) -> City:
    return City(
        name,
        _REGIONS[(2 * (number % 4)) + (number // 4) % 2],
        rng.choice(_RIVERS),
        _COUNTRIES[number % 4],
        100 * rng.randint(61, 2400) + 10 * rng.randint(0, 9),
        rng.randrange(10),
        rng.randrange(6),
    )


_SOUNDS = (
    ("tsch", "ч"), ("sch", "ш"), ("ch", "ч"), ("sh", "ш"), ("th", "т"), ("qu", "кв"),
    ("ck", "к"), ("ph", "ф"), ("oo", "у"), ("ay", "ей"), ("ya", "я"), ("yo", "йо"),
    ("ju", "джу"), ("je", "дже"), ("jo", "йо"), ("ja", "я"), ("gw", "гв"), ("x", "кс"),
)  # fmt: skip
_LETTERS = dict(zip("abcdefghijklmnopqrstuvwyz", "абкдефгхийклмнопкрстуввиз", strict=True))


def cyrillic(name: str) -> str:
    """An invented Latin name by sound in Cyrillic letters; capitals are kept."""
    return " ".join(_cyrillic_word(word) for word in name.split(" "))


def _cyrillic_word(word: str) -> str:
    lower, out, at = word.lower(), "", 0
    while at < len(lower):
        for sound, letters in _SOUNDS:
            if lower.startswith(sound, at):
                out, at = out + letters, at + len(sound)
                break
        else:
            letter = "э" if at == 0 and lower[0] == "e" else _LETTERS.get(lower[at], lower[at])
            out, at = out + letter, at + 1
    return out[:1].upper() + out[1:] if word[:1].isupper() else out
