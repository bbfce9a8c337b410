"""A press of thousands of hosts on one port, some of them faulty: what a poller must cope with.

Hosts are told apart by the Host header. All of it follows from the number of a host, so that what
must arrive is known without asking. Everything is invented.
"""

from typing import Literal

from msgspec import Struct

FaultName = Literal[
    "refused", "reset", "timeout", "403", "429", "500", "loop", "endless", "slow", "length",
    "encoding", "gzip", "malformed", "skew",
]  # fmt: skip
FAULTS: tuple[FaultName, ...] = (
    "refused", "reset", "timeout", "403", "429", "500", "loop", "endless", "slow", "length",
    "encoding", "gzip", "malformed", "skew",
)  # fmt: skip
# On a feed these leave nothing to read; the rest can be read all the same, 429 in the end.
HOPELESS = frozenset(
    ("refused", "reset", "timeout", "403", "500", "loop", "endless", "slow", "length", "gzip")
)
# On a page these pass: the second time it is answered.
PASSING = frozenset(("reset", "timeout", "429", "500", "slow", "length", "gzip"))
_DAY = "Mon, 06 Jan "
_WORDS = ("harbour", "council", "bridge", "ferry", "orchard", "tram", "library", "quarry")


class Crowd(Struct, frozen=True):
    """How large a crowd is. ``faulty`` is 1 in so many hosts, 0 for none."""

    hosts: int
    sources: int = 1  # feeds of a host
    items: int = 2  # entries of a feed at the beginning
    faulty: int = 5
    retry_after_s: int = 2  # what "too many requests" asks for

    def fault(self, host: int) -> tuple[FaultName, Literal["feed", "page"]] | None:
        """What is wrong with a host, and whether with its feeds or with its pages."""
        if not self.faulty or host % self.faulty:
            return None
        number = host // self.faulty
        name = FAULTS[number % len(FAULTS)]
        on_page = number // len(FAULTS) % 2 and name != "refused"
        return name, "page" if on_page else "feed"

    def edited(self, host: int, item: int) -> bool:
        """Whether a host changes this article after publication, without a word."""
        return item == 0 and host % 7 == 3 and self.fault(host) is None

    def healthy(self, host: int) -> bool:
        """Whether every article of a host must arrive."""
        fault = self.fault(host)
        return fault is None or fault[1] == "page" or fault[0] not in HOPELESS


def host_name(host: int) -> str:
    """The name of a host; ``.example`` belongs to nobody."""
    return f"h{host:05d}.example"


def feed_url(host: int, source: int) -> str:
    """The address of a feed."""
    return f"http://{host_name(host)}/f/{source}"


def article_url(host: int, source: int, item: int) -> str:
    """The address of an article."""
    return f"http://{host_name(host)}/a/{source}/{item}"


def feed(host: int, source: int, items: int, fault: FaultName | None) -> tuple[str, bytes]:
    """Content type and body of a feed, as a fault in its making leaves it."""
    year = "2085" if fault == "skew" else "2025"
    title = "Fictional & < Press" if fault == "malformed" else "Fictional Press"
    entries = "".join(
        f"<item><title>{_headline(host, source, item)}</title>"
        f"<link>{article_url(host, source, item)}</link>"
        f"<guid isPermaLink='false'>{source}-{item}</guid>"
        f"<pubDate>{_DAY}{year} {item // 60 % 24:02}:{item % 60:02}:00 GMT</pubDate>"
        f"<description>{_lead(host, source, item)}</description></item>"
        for item in reversed(range(items))
    )
    end = "" if fault == "malformed" else "</channel></rss>"
    text = f"<rss version='2.0'><channel><title>{title}</title>{entries}{end}"
    charset = "us-ascii" if fault == "encoding" else "utf-8"
    return f"application/rss+xml; charset={charset}", text.encode()


def page(
    host: int, source: int, item: int, fault: FaultName | None, *, edited: bool = False
) -> tuple[str, bytes]:
    """Content type and body of an article's page, as a fault in its making leaves it.

    ``edited`` gives other weeks than it gave at first.
    """
    end = "<div><p <b" if fault == "malformed" else "</body></html>"
    head = _headline(host, source, item)
    text = (
        f"<!doctype html><html><head><title>{head}</title></head><body><article><h1>{head}</h1>"
        + f"<p>{_lead(host, source, item, 5 if edited else 2)}</p>" * 8
        + f"</article>{end}"
    )
    charset = "iso-8859-1" if fault == "encoding" else "utf-8"
    return f"text/html; charset={charset}", text.encode()


def _headline(host: int, source: int, item: int) -> str:
    place = _WORDS[(host + item) % len(_WORDS)]
    return f"Fiction: the {place} of Brückwald {host}, report {source}-{item}"


def _lead(host: int, source: int, item: int, weeks: int = 2) -> str:
    place = _WORDS[(host * 3 + source + item) % len(_WORDS)]
    return (
        f"The invented town of Brückwald {host} will repair its {place} in {item + weeks} weeks, "
        f"the mayor said in an address that nobody gave, number {source}-{item}."
    )
