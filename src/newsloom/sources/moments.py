"""The dates of feeds and sitemaps, as ISO 8601."""

from newsloom.text.dates import parse_printed


def read_moment(raw: str | None) -> str | None:
    """A printed date to at least the day, its offset as printed; None for anything else.

    The zero of a computer's clock (1970-01-01) is a missing date in disguise. Never raises.
    """
    printed = parse_printed(raw) if raw else None
    if printed is None or printed.us is None or printed.iso.startswith("1970-01-01"):
        return None
    return printed.iso
