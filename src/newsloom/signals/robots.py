"""robots.txt: what a host lets crawlers fetch (RFC 9309), read by protego.

Two later additions are read here: ``Content-Signal`` (contentsignals.org), which belongs to a group
of user agents, and ``License`` (RSL), which belongs to the file.
"""

from collections.abc import Iterator
from typing import NamedTuple

from protego import Protego

from newsloom.model.facts import RightsSignal
from newsloom.signals.uses import of_content_signal, shortened

LIMIT = 512_000  # bytes; RFC 9309 asks for at least 500 KiB, the rest is ignored
_LONGEST_DELAY_S = 120.0


class Robots:
    """The rules of one host."""

    def __init__(self, rules: Protego | None, allow_unruled: bool = True, text: str = "") -> None:
        self._rules = rules
        self._allow_unruled = allow_unruled
        self._said = tuple(_said(text))

    @classmethod
    def parse(cls, data: bytes | str) -> "Robots":
        """The rules in a robots.txt. Never raises: what cannot be read rules nothing."""
        if isinstance(data, bytes):
            data = data[:LIMIT].decode("utf-8-sig", "replace")
        try:
            return cls(Protego.parse(data), text=data)
        except Exception:  # hostile files: protego may fail in any way
            return cls(None)

    @classmethod
    def of_status(cls, status: int, data: bytes) -> "Robots":
        """The rules an answer means: a 4xx allows everything, a 5xx forbids it for now."""
        if 200 <= status < 300:
            return cls.parse(data)
        return cls(None, allow_unruled=status < 500)

    @classmethod
    def unreachable(cls) -> "Robots":
        """The host did not answer: nothing may be fetched for now."""
        return cls(None, allow_unruled=False)

    @property
    def known(self) -> bool:
        """False when a failing host, not a rule, forbids everything."""
        return self._rules is not None or self._allow_unruled

    def allowed(self, url: str, agent: str) -> bool:
        """Whether ``agent`` (the product name, such as ``Newsloom``) may fetch the URL."""
        if self._rules is None:
            return self._allow_unruled
        try:
            return bool(self._rules.can_fetch(url, agent))
        except Exception:  # an odd URL or rule: when in doubt, stay out
            return False

    def crawl_delay(self, agent: str) -> float:
        """Seconds the host asks for between two requests, 0 when it asks for none."""
        delay = self._rules.crawl_delay(agent) if self._rules is not None else None
        return min(max(float(delay or 0), 0.0), _LONGEST_DELAY_S)

    def sitemaps(self) -> list[str]:
        """The sitemap addresses it names, in order."""
        return list(self._rules.sitemaps) if self._rules is not None else []

    def licences(self) -> list[str]:
        """The addresses of the RSL files it names, in order, each once."""
        return list(dict.fromkeys(one.value for one in self._said if one.key == "license"))

    def content_signals(self, agent: str) -> tuple[RightsSignal, ...]:
        """What its Content-Signal lines say to ``agent``: those of its group, else those for all.

        Lines before any group, as some write them, are for all.
        """
        lines = [one for one in self._said if one.key == "content-signal"]
        own = [one for one in lines if agent.lower() in one.agents]
        chosen = own or [one for one in lines if "*" in one.agents]
        return tuple(
            RightsSignal("robots.txt", one.key, shortened(one.value), of_content_signal(one.value))
            for one in chosen
        )


class _Line(NamedTuple):
    """A line that protego does not read, with the agents of its group in lower case."""

    key: str
    value: str
    agents: tuple[str, ...]


def _said(text: str) -> Iterator[_Line]:
    agents: tuple[str, ...] = ("*",)
    opened = False  # whether the last line named an agent: several in a row share a group
    for line in text.splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon or not value:
            continue
        if key == "user-agent":
            # "Newsloom/1.0" names Newsloom.
            name = value.split("/")[0].lower()
            agents = (*agents, name) if opened else (name,)
        opened = key == "user-agent"
        if key in ("content-signal", "license"):
            yield _Line(key, value, agents)
