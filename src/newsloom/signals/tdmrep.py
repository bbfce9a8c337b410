"""The TDM Reservation Protocol: rights reserved against text and data mining.

Source: the final report of W3C's community group, 2024. A publisher says it in the file
``/.well-known/tdmrep.json``, in HTTP headers or in meta elements; 1 reserves, 0 does not.
"""

import json
from collections.abc import Sequence

from msgspec import Struct

from newsloom.model.facts import RightsSignal
from newsloom.signals.patterns import matches, path_of
from newsloom.signals.uses import shortened

PATH = "/.well-known/tdmrep.json"
NAME, POLICY = "tdm-reservation", "tdm-policy"
_MOST_RULES = 1_000
_LIMIT = 512_000  # bytes


class Rule(Struct, frozen=True):
    """What one location of the file says."""

    location: str
    reserved: bool
    policy: str = ""


def parse_tdmrep(data: bytes) -> tuple[Rule, ...]:
    """The rules of a tdmrep.json in order. Never raises: what cannot be read rules nothing."""
    try:
        entries = json.loads(data[:_LIMIT].decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return ()
    if isinstance(entries, dict):  # a lone rule without its list is common
        entries = [entries]
    if not isinstance(entries, list):
        return ()
    found = (_rule(entry) for entry in entries[:_MOST_RULES] if isinstance(entry, dict))
    return tuple(rule for rule in found if rule is not None)


def _rule(entry: dict[str, object]) -> Rule | None:
    location, value = entry.get("location"), str(entry.get(NAME, "")).strip()
    if not isinstance(location, str) or value not in ("0", "1"):
        return None
    location = location if location.startswith(("/", "*")) else "/" + location
    return Rule(location, value == "1", shortened(str(entry.get(POLICY) or "")))


def of_file(rules: Sequence[Rule], url: str) -> tuple[RightsSignal, ...]:
    """What the file says of a URL: the longest location that covers it, as in robots.txt.

    Among locations of one length the one that reserves counts.
    """
    path = path_of(url)
    fitting = [rule for rule in rules if matches(rule.location, path)]
    best = max(fitting, key=lambda rule: (len(rule.location), rule.reserved), default=None)
    if best is None:
        return ()
    return of_value("tdmrep.json", "1" if best.reserved else "0", best.policy)


def of_value(channel: str, value: str, policy: str = "") -> tuple[RightsSignal, ...]:
    """A reservation said anywhere, with its policy."""
    value = value.strip()
    if value not in ("0", "1"):
        return ()
    shown = f"{value} {policy}".strip()
    reserves = ("tdm",) if value == "1" else ()
    return (RightsSignal(channel, NAME, shown, reserves),)  # type: ignore[arg-type]
