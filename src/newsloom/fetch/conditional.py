"""Asking only for what changed, and when not to trust the answer."""

import zlib


def wants_full(source: str, now_us: int, interval_s: int, every: int = 12) -> bool:
    """Whether this poll should fetch everything although we hold an ETag: about each 12th.

    Some servers answer 304 for ever. A pure function of source and time, spread over sources.
    """
    slot = now_us // (max(interval_s, 1) * 1_000_000)
    return (slot + zlib.crc32(source.encode())) % every == 0


def conditional_headers(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """The headers of a conditional request; those a server would choke on are left out."""
    wanted = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {
        name: value
        for name, value in wanted.items()
        if value and value.isascii() and value.isprintable()
    }
