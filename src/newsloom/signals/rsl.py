"""Really Simple Licensing: licences in XML that robots.txt, headers and pages point to.

Source: RSL 1.0, 2025. A licence permits or prohibits uses (``search``, ``ai-train``, ...); where it
permits some, all others are withheld; what must be paid for is withheld as long as nobody paid.
"""

from collections.abc import Iterator, Sequence

from lxml import etree
from msgspec import Struct

from newsloom.model.facts import RightsSignal, Use
from newsloom.signals.patterns import matches, path_of
from newsloom.signals.uses import in_order

_LIMIT = 512_000  # bytes
_MOST = 500  # content elements
_ALL: tuple[Use, ...] = ("index", "tdm", "ai-train", "ai-input")
_TOKENS: dict[str, tuple[Use, ...]] = {
    "all": _ALL,
    "ai-all": ("tdm", "ai-train", "ai-input"),
    "ai-train": ("ai-train",),
    "train-ai": ("ai-train",),
    "ai-input": ("ai-input",),
    "ai-index": ("tdm",),
    "search": ("index",),
}
_FREE = ("", "free", "attribution")


class Licence(Struct, frozen=True):
    """The terms for what ``pattern`` covers: a path pattern, or an absolute URL of one."""

    pattern: str
    reserves: tuple[Use, ...]


def parse_rsl(data: bytes) -> tuple[Licence, ...]:
    """The licences of an RSL file. Never raises: what cannot be read says nothing."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(data[:_LIMIT], parser)
    except (etree.XMLSyntaxError, ValueError):
        return ()
    if root is None or _name(root) != "rsl":
        return ()
    contents = [one for one in root.iter() if _name(one) == "content"][:_MOST]
    return tuple(licence for one in contents for licence in _licences(one))


def _name(element: etree._Element) -> str:
    tag = element.tag
    return etree.QName(tag).localname.lower() if isinstance(tag, str) else ""


def _licences(content: etree._Element) -> Iterator[Licence]:
    pattern = (content.get("url") or "/").strip()
    found = [_withheld(one) for one in content.iter() if _name(one) == "license"]
    if found:
        # Several licences are offers to choose from: withheld is what none of them grants.
        yield Licence(pattern, in_order(set(found[0]).intersection(*found[1:])))


def _withheld(licence: etree._Element) -> tuple[Use, ...]:
    payments = (one.get("type") or "" for one in licence.iter() if _name(one) == "payment")
    if any(kind.strip().lower() not in _FREE for kind in payments):
        return _ALL
    permitted, prohibited = _listed(licence, "permits"), _listed(licence, "prohibits")
    withheld = set(prohibited or ())
    if permitted is not None:
        withheld |= set(_ALL) - set(permitted)
    return in_order(withheld)


def _listed(licence: etree._Element, kind: str) -> tuple[Use, ...] | None:
    """The uses of its ``permits`` or ``prohibits`` elements; None where it has none."""
    elements = [
        one
        for one in licence.iter()
        if _name(one) == kind and (one.get("type") or "usage").strip().lower() == "usage"
    ]
    if not elements:
        return None
    tokens = (
        token for one in elements for token in (one.text or "").lower().replace(",", " ").split()
    )
    return in_order(use for token in tokens for use in _TOKENS.get(token, ()))


def of_licences(
    licences: Sequence[Licence], url: str, licence_url: str
) -> tuple[RightsSignal, ...]:
    """What the file at ``licence_url`` says of a URL: its longest pattern that covers it."""
    path = path_of(url)
    fitting = [one for one in licences if matches(_path_pattern(one.pattern), path)]
    best = max(fitting, key=lambda one: (len(one.pattern), len(one.reserves)), default=None)
    return () if best is None else (RightsSignal("rsl", "license", licence_url, best.reserves),)


def _path_pattern(pattern: str) -> str:
    return path_of(pattern) if "://" in pattern else pattern
