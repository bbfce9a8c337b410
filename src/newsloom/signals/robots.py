"""robots.txt: what a host lets crawlers fetch (RFC 9309), read by protego."""

from protego import Protego

LIMIT = 512_000  # bytes; RFC 9309 asks for at least 500 KiB, the rest is ignored
_LONGEST_DELAY_S = 120.0


class Robots:
    """The rules of one host."""

    def __init__(self, rules: Protego | None, allow_unruled: bool = True) -> None:
        self._rules = rules
        self._allow_unruled = allow_unruled

    @classmethod
    def parse(cls, data: bytes | str) -> "Robots":
        """The rules in a robots.txt. Never raises: what cannot be read rules nothing."""
        if isinstance(data, bytes):
            data = data[:LIMIT].decode("utf-8-sig", "replace")
        try:
            return cls(Protego.parse(data))
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
