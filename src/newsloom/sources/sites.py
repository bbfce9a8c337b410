"""Which hosts are one site."""

import re

# Second levels under which a country registers names: co.uk, com.au, or.jp.
_SECOND = re.compile(
    r"ac|asn|co|com|edu|gen|go|gob|gouv|gov|govt|id|info|ltd|mil|muni|ne|net|nom|or|org|plc|press|sch"
    r"|school|web"
)
# Hosts on which everybody has a site of their own.
_SHARED = (
    "blogspot.com", "wordpress.com", "substack.com", "medium.com", "tumblr.com", "github.io",
    "ghost.io", "livejournal.com", "typepad.com", "wixsite.com", "weebly.com", "hatenablog.com",
)  # fmt: skip
# One outlet under two domains, where only the feed's host uses the other.
_SAME = {"bbci.co.uk": "bbc.co.uk", "nyt.com": "nytimes.com", "guim.co.uk": "theguardian.com"}


def site_of(host: str) -> str:
    """The registered domain of a host, as far as can be told without the public suffix list."""
    host = host.lower().strip(".").removeprefix("www.")
    labels = host.split(".")
    if host.endswith(_SHARED) or len(labels) < 3 or host.replace(".", "").isdigit():
        return _SAME.get(host, host)
    country = len(labels[-1]) == 2 and _SECOND.fullmatch(labels[-2])
    site = ".".join(labels[-3:] if country else labels[-2:])
    return _SAME.get(site, site)


def same_site(one: str, other: str) -> bool:
    """Whether two hosts are one outlet's: one registered name, under whichever top level."""
    first, second = site_of(one), site_of(other)
    return first == second or (
        first.partition(".")[0] == second.partition(".")[0]
        and not any(site.endswith(_SHARED) for site in (first, second))
    )
