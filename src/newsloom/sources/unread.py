"""What could not be read, as a row a person can see and retry."""

from msgspec import Struct


class Unread(Struct, frozen=True):
    """An input that gave no capture. ``place`` is a line or record within the file ``path``."""

    path: str
    place: str
    reason: str  # a short stable code: empty, malformed, too_large, unknown, missing
    message: str
