"""When an article was published: which of the dates at hand to believe, and from where."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from htmldate import find_date
from lxml.html import HtmlElement

from newsloom.model.facts import PublishedFrom
from newsloom.model.times import DAY_US, from_us
from newsloom.text.dates import Printed, parse_printed

_URL_DATE = re.compile(
    r"[/._-](20[0-4]\d|19[89]\d)[/._-]?(0[1-9]|1[0-2])[/._-]?(0[1-9]|[12]\d|3[01])(?=[/._?-]|$)"
)


class Published(NamedTuple):
    """A date of publication: ISO 8601 as printed, the moment in UTC microseconds, its place."""

    iso: str | None = None
    us: int | None = None
    origin: PublishedFrom | None = None


UNDATED = Published()


def first_usable(printed: Iterable[str | None], origin: PublishedFrom, now_us: int) -> Published:
    """The first date that names a day and does not lie in the future of ``now_us``."""
    for value in printed:
        found: Printed | None = parse_printed(value, now_us=now_us) if value else None
        if found is not None and found.us is not None:
            return Published(found.iso, found.us, origin)
    return UNDATED


def chosen(found: Iterable[Published]) -> tuple[Published, tuple[Published, ...]]:
    """The date to believe, of dates in the order in which they are believed; and those that
    name another moment, kept beside it."""
    dated = [one for one in found if one.us is not None]
    if not dated:
        return UNDATED, ()
    return dated[0], tuple(one for one in dated[1:] if one.us != dated[0].us)


def from_url(url: str | None, now_us: int) -> Published:
    """The day that an address spells out, as in ``/2021/12/07/``."""
    found = _URL_DATE.search(url or "")
    return first_usable(["-".join(found.groups())], "url", now_us) if found else UNDATED


def searched(tree: HtmlElement, now_us: int) -> Published:
    """The day that htmldate finds in the markup, for pages that declare none."""
    latest = from_us(now_us + DAY_US).strftime("%Y-%m-%d")
    try:
        day = find_date(
            tree, extensive_search=False, original_date=True, max_date=latest,
            deferred_url_extractor=True,
        )  # fmt: skip
    except Exception:  # the one seam to a library that promises no set of errors
        return UNDATED
    return first_usable([day], "page", now_us)
