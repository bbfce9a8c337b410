"""What a publisher says about the use of a text, in plain words."""

import re
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from newsloom.model.facts import RightsSignal, Use
from newsloom.serve.credit import http_url
from newsloom.signals.uses import in_order

_USES: dict[Use, str] = {
    "index": "listing in search",
    "archive": "keeping a copy",
    "snippet": "showing an excerpt",
    "tdm": "text and data mining",
    "ai-train": "training of AI",
    "ai-input": "use as input for AI",
}
_ADDRESS = re.compile(r"https?://[^\s,;]+", re.IGNORECASE)
_NAMES = {
    "tdm-reservation": "TDMRep",
    "tdmrep.json": "TDMRep",
    "x-robots-tag": "X-Robots-Tag",
    "content-signal": "Content-Signal",
    "rsl": "RSL",
}


class Said(Struct, frozen=True):
    """One sentence on a text's use; ``url`` leads to the terms, when it is one."""

    text: str
    url: str | None = None


def behind_paywall(signals: Sequence[RightsSignal]) -> bool:
    """Whether the page itself says that it may not be read for free (schema.org)."""
    return any(
        one.name == "isAccessibleForFree" and one.value.lower() == "false" for one in signals
    )


Robots = Literal["allowed", "forbidden"]
_ROBOTS: dict[Robots, str] = {
    "allowed": "Its robots.txt let us read the page when we did.",
    "forbidden": "Its robots.txt keeps us from the page: what stands here is what the feed says.",
}


def said_of_use(signals: Sequence[RightsSignal], robots: Robots | None = None) -> list[Said]:
    """What robots.txt said of the page, then what the signals say.

    Those that reserve come first, each way of saying it once.
    """
    allowed = [Said(_ROBOTS[robots])] if robots else []
    reserved: dict[str, set[Use]] = {}
    for one in signals:
        if one.reserves:
            reserved.setdefault(_way(one), set()).update(one.reserves)
    found = [
        Said(f"The publisher reserves {_listed([_USES[use] for use in in_order(uses)])} ({way}).")
        for way, uses in reserved.items()
    ]
    terms = dict.fromkeys(
        url for one in signals for url in map(http_url, _ADDRESS.findall(one.value)) if url
    )
    return allowed + found + [Said("The publisher’s terms", url) for url in terms]


def _way(signal: RightsSignal) -> str:
    """How a signal is called where people speak of it."""
    known = _NAMES.get(signal.name.lower()) or _NAMES.get(signal.channel)
    if known:
        return known
    return "robots.txt" if signal.channel == "robots.txt" else f"{signal.channel} {signal.name}"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
