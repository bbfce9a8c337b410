"""The errors Newsloom raises on purpose; each says what failed, where, and the way out."""


class NewsloomError(Exception):
    """Base of every expected error. Its message is meant for the person at the terminal."""


class Unreadable(NewsloomError):
    """An item cannot become an article. It goes to quarantine with this reason.

    ``reason`` is a short stable code (``empty``, ``consent``, ``malformed``, ...),
    ``place`` says where in the input (a line, a byte, an element), when known.
    """

    def __init__(self, reason: str, message: str, place: str = "") -> None:
        super().__init__(message)
        self.reason = reason
        self.place = place


class StoreError(NewsloomError):
    """The store cannot be opened or written: newer schema, no disk, another engine."""


class DamagedCapture(StoreError):
    """A capture whose bytes are lost or damaged. Others can still be read."""

    def __init__(self, capture: str, seq: int, message: str) -> None:
        super().__init__(message)
        self.capture = capture
        self.seq = seq


class ConfigError(NewsloomError):
    """The configuration is wrong; the message names the file, the key and what it takes."""


class Refused(NewsloomError):
    """An address may not be fetched (not public, robots, removed on request)."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
