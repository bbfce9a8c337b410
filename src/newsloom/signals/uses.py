"""The uses that publishers withhold, in the words of each way to say so."""

from collections.abc import Iterable

from newsloom.model.facts import RightsSignal, Use

USES: tuple[Use, ...] = ("index", "archive", "snippet", "tdm", "ai-train", "ai-input")
MINING: tuple[Use, ...] = ("tdm", "ai-train", "ai-input")
LONGEST_VALUE = 300

# X-Robots-Tag and meta robots. "none" is noindex and nofollow; nofollow is about links alone.
_DIRECTIVES: dict[str, tuple[Use, ...]] = {
    "noindex": ("index",),
    "none": ("index",),
    "noarchive": ("archive",),
    "nocache": ("archive",),
    "nosnippet": ("snippet",),
    "max-snippet:0": ("snippet",),
    "noai": ("ai-train", "ai-input"),
    "notrain": ("ai-train",),
    "noml": ("ai-train",),
}
_SIGNALS: dict[str, Use] = {"search": "index", "ai-train": "ai-train", "ai-input": "ai-input"}


def in_order(uses: Iterable[Use]) -> tuple[Use, ...]:
    """Each use once, in the order of :data:`USES`."""
    found = set(uses)
    return tuple(use for use in USES if use in found)


def reserved(signals: Iterable[RightsSignal]) -> tuple[Use, ...]:
    """All uses that any of the signals withholds."""
    return in_order(use for signal in signals for use in signal.reserves)


def of_directives(value: str) -> tuple[Use, ...]:
    """What a robots directive list such as ``noindex, max-snippet: 0`` withholds."""
    found = ["".join(one.split()).lower() for one in value.split(",")]
    return in_order(use for one in found for use in _DIRECTIVES.get(one, ()))


def of_content_signal(value: str) -> tuple[Use, ...]:
    """What ``search=yes, ai-train=no`` withholds. What it does not name it leaves open."""
    pairs = (one.partition("=") for one in value.split(","))
    said = {key.strip().lower(): answer.strip().lower() for key, _, answer in pairs}
    return in_order(use for key, use in _SIGNALS.items() if said.get(key) == "no")


def shortened(value: str) -> str:
    """A value as it is kept: on one line, cut to :data:`LONGEST_VALUE` characters."""
    return " ".join(value.split())[:LONGEST_VALUE]
