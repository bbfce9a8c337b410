"""When and where a press is looked at: what is out by now, and which dates its outlets print."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

from msgspec import Struct

from newsloom.demo.banks import common
from newsloom.demo.outlets import DemoOutlet
from newsloom.demo.press import Item, Press, Version
from newsloom.model.times import DAY_US, HOUR_US, from_us

AGE_US = 21 * DAY_US  # so long has a press been running when a server starts
_FUTURE_US = 36 * HOUR_US  # how far ahead an outlet with a wrong clock dates its articles
_FEED_LENGTH = 50

Base = Callable[[DemoOutlet], str]


def recent_start(now_us: int) -> int:
    """The ``start_us`` of a press that has been running for three weeks at ``now_us``."""
    return now_us - AGE_US


def unserved(outlet: DemoOutlet) -> str:
    """The address of an outlet that no server has given one; it never resolves."""
    return f"http://{outlet.domain}"


class View(Struct, frozen=True):
    """A press at one moment of its own time.

    Up to ``origin_us`` dates are printed as they are; after it press time runs ``speed`` times
    as fast as the clock, and later dates are printed in clock time, or they would lie ahead.
    """

    press: Press
    now_us: int
    origin_us: int
    speed: float = 1.0
    base: Base = unserved
    feed_length: int | None = _FEED_LENGTH  # None: feeds list everything

    def url(self, item: Item) -> str:
        return self.base(item.outlet) + item.path

    def stamp(self, us: int) -> int:
        """A moment of press time as the clock showed it."""
        if us <= self.origin_us:
            return us
        return self.origin_us + round((us - self.origin_us) / self.speed)

    def version(self, item: Item) -> Version:
        return item.version_at(self.now_us)

    def items(self, outlet: DemoOutlet, lang: str | None = None) -> list[Item]:
        """What an outlet has published by now, the newest first; of one language, if given."""
        found = [
            item
            for item in self.press.by_outlet[outlet.slug]
            if item.available_us <= self.now_us and lang in (None, item.lang)
        ]
        return found[::-1]


def everything(press: Press, base: Base = unserved) -> View:
    """The view of a press after its last article: all of it is out."""
    return View(press, press.end_us, press.end_us, 1.0, base, None)


def _moment(outlet: DemoOutlet, us: int) -> datetime:
    if outlet.date_habit == "future":
        us += _FUTURE_US
    zone = timezone(timedelta(minutes=outlet.offset_min)) if outlet.offset_min else UTC
    return from_us(us).astimezone(zone).replace(microsecond=0)


def page_us(view: View, item: Item) -> int:
    """The moment of publication that an article's page tells."""
    return view.stamp(item.published_us)


def feed_us(view: View, item: Item) -> int:
    """The moment of publication that a feed tells: a late outlet gives that of listing."""
    late = item.outlet.date_habit == "late"
    return view.stamp(item.available_us if late else item.published_us)


def iso_date(outlet: DemoOutlet, us: int) -> str:
    """ISO 8601 in the outlet's local time; without an offset where the outlet forgets it."""
    moment = _moment(outlet, us)
    if outlet.date_habit == "nozone":
        moment = moment.replace(tzinfo=None)
    return moment.isoformat()


def mail_date(outlet: DemoOutlet, us: int) -> str:
    """The form of RSS (RFC 2822); without a zone where the outlet forgets it."""
    moment = _moment(outlet, us)
    printed = format_datetime(moment)
    return printed.rsplit(" ", 1)[0] if outlet.date_habit == "nozone" else printed


def readable_date(outlet: DemoOutlet, lang: str, us: int) -> str:
    """The date as people of a language write it, with the local time."""
    moment, language = _moment(outlet, us), common(lang).language
    day = language.date.format(
        day=moment.day, month=language.months[moment.month - 1], year=moment.year
    )
    return f"{day}, {moment:%H:%M}"
