"""Path patterns as in robots.txt (RFC 9309): ``*`` stands for anything, ``$`` for the end."""

import re
from functools import lru_cache
from urllib.parse import urlsplit

_LONGEST = 2_000


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    ends = pattern.endswith("$")
    # Runs of stars mean one star; each would cost the matcher another try at every place.
    parts = re.split(r"\*+", pattern.removesuffix("$"))
    return re.compile(".*?".join(map(re.escape, parts)) + ("$" if ends else ""), re.DOTALL)


def path_of(url: str) -> str:
    """The path of a URL with its query, at least ``/``."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "/"
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def matches(pattern: str, path: str) -> bool:
    """Whether a pattern covers a path, from its beginning."""
    if not pattern or len(pattern) > _LONGEST or pattern.count("*") > 8:
        return False
    return _compiled(pattern).match(path[:_LONGEST]) is not None
