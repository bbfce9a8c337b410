"""Names of outlets and agencies: a small list of facts, and what such names look like."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from msgspec import Struct

_NAME = re.compile(
    r"(?:(?:the|The|der|die|das|dem|den|la|le|el|Russia’s|state|TV|news|agency|channel|newspaper|"
    r"website|site|magazine|radio|station|television|broadcaster|programme|program|network)\s+){0,4}"
    r"((?:[^\W\d_][\w.&’'-]*)(?:\s+(?:(?:of|de|del|der|della|for|the|&)\s+)*[^\W_][\w.&’'-]*){0,5})"
)
_WORD = re.compile(r"[^\W_][\w&’'-]*")
_LOOK_AHEAD = 90
_ARTICLES = frozenset(["The", "the", "Die", "Der", "Das", "La", "Le", "El", "Les", "A", "An"])


class Known(Struct, frozen=True):
    """A listed agency or outlet. ``kind``: agencies, pictures or outlets."""

    name: str
    domain: str
    kind: str

    @property
    def url(self) -> str:
        return f"https://{self.domain}/"


_AGENCY = re.compile(
    r"\b(?:agency|agence|agentschap|agencja|agencia|agência|agenzia|ajansı|\w*(?:agentur|wire)|"
    r"агентств[оа]|агенція|(?:news|press|wire)[ -]service|(?:presse|nachrichten)dienst)\b",
    re.IGNORECASE,
)


class _Data(NamedTuple):
    known: dict[str, Known]
    last: frozenset[str]
    first: frozenset[str]
    after: frozenset[str]


@cache
def _data() -> _Data:
    raw = tomllib.loads(files(__package__).joinpath("agencies.toml").read_text("utf-8"))
    known: dict[str, Known] = {}
    for kind in ("agencies", "pictures", "outlets"):
        for row in raw[kind]:
            entry = Known(row["name"], row["domain"], kind)
            for alias in (row["name"], *row["aliases"]):
                known.setdefault(alias, entry)
                known.setdefault(alias.removeprefix("The "), entry)
    return _Data(
        known, *(frozenset(raw["words"][part].split()) for part in ("last", "first", "after"))
    )


@cache
def lower_case_names() -> re.Pattern[str]:
    """Matches the listed names that begin with a small letter."""
    names = sorted(
        (name for name in _data().known if name[0].islower()), key=lambda n: (-len(n), n)
    )
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, names))})(?![\w-])")


@cache
def telling_words() -> frozenset[str]:
    """Words without one of which no run of capitalised words names an outlet.

    Of a listed name one word is enough to look closer, and the longest is the rarest: "The New
    York Times" must not make every "The" worth a look.
    """
    data = _data()
    usual = data.last | data.first
    listed = (
        [word for word in re.findall(r"[^\W\d_]\w*", name) if word not in _ARTICLES]
        for name in data.known
    )
    return usual | {max(words, key=len) for words in listed if words and usual.isdisjoint(words)}


@cache
def telling_small_words() -> tuple[str, ...]:
    """Those of them that begin with a small letter."""
    return tuple(sorted(word for word in telling_words() if word[0].islower()))


@cache
def uncased_names() -> tuple[str, ...]:
    """The listed names in scripts without capitals, the longest first."""
    names = [
        name for name in _data().known if name[0].isalpha() and name[0].lower() == name[0].upper()
    ]
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def known(name: str) -> Known | None:
    """The listed agency or outlet that a text calls ``name``; case matters (AP, not ap)."""
    table = _data().known
    return table.get(name) or table.get(name.removeprefix("The ").removeprefix("the "))


def looks_like_outlet(name: str) -> bool:
    """Whether a capitalised name is listed or made like an outlet's: Daily Herald, Radio Nord.

    The telling word stands last, but for a country or the like ("Sky News UK") or "of" and a
    place ("Times of Malta").
    """
    if known(name):
        return True
    data = _data()
    words = _WORD.findall(name)
    if words and words[0] in _ARTICLES:
        words = words[1:]
    if len(words) < 2:
        return False
    if words[0] in data.first:
        return True
    if len(words) > 2 and words[-1] in data.after:
        words = words[:-1]
    return words[-1] in data.last or (len(words) > 2 and words[0] in data.last and words[1] == "of")


def looks_like_agency(name: str) -> bool:
    """Whether a name is a listed agency's or says that it is one: Norvia News Agency, Nordwire."""
    entry = known(name)
    if entry is not None:
        return entry.kind == "agencies"
    return name[:1].isupper() and bool(_AGENCY.search(name))


def _capitals(run: str) -> list[str]:
    """The words of a run up to the last capitalised one, cut at the first that is lower case."""
    words = run.split()
    kept: list[str] = []
    for word in words:
        if word[0].isupper() or word in ("of", "de", "del", "der", "della", "for", "the", "&"):
            kept.append(word)
        else:
            break
    while kept and not kept[-1][0].isupper():
        kept.pop()
    return kept


def outlet_at(text: str, at: int) -> str | None:
    """The outlet named right after offset ``at`` ("told | CNBC on Monday"); None when none is."""
    match = _NAME.match(text, at + (text[at : at + 1] == " "), at + _LOOK_AHEAD)
    if match is None:
        return None
    words = _capitals(match.group(1))
    for size in range(len(words), 0, -1):
        name = re.sub(r"[’']s$|[.,]+$", "", " ".join(words[:size]))
        if looks_like_outlet(name):
            return name
    return None
