"""Moments as UTC integer microseconds, and their printed form."""

from datetime import UTC, datetime, timedelta

SECOND_US = 1_000_000
MINUTE_US = 60 * SECOND_US
HOUR_US = 60 * MINUTE_US
DAY_US = 24 * HOUR_US

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_us(moment: datetime) -> int:
    """An aware datetime as microseconds since 1970 UTC. Naive ones raise ValueError."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return (moment - _EPOCH) // timedelta(microseconds=1)


def from_us(us: int) -> datetime:
    """Microseconds since 1970 UTC as an aware datetime."""
    return _EPOCH + timedelta(microseconds=us)


def iso(us: int | None) -> str | None:
    """Microseconds as ISO 8601 with Z, to the second; None stays None."""
    if us is None:
        return None
    return from_us(us).replace(microsecond=0).isoformat().replace("+00:00", "Z")
