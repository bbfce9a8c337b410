"""What may be retired when: pure decisions on ages and sizes.

Articles are never retired: they are what people keep a folder for. Captures of polled pages
are, after a while, since the articles made from them stay; imported captures are kept. When the
folder reaches its cap in spite of that, polling pauses and says so.
"""

from collections.abc import Sequence

from msgspec import Struct

from newsloom.model.times import DAY_US

POLLED = "poll-"


class ArchiveFile(Struct, frozen=True):
    """A WARC file: its name, size in bytes, and the arrival time of its newest capture."""

    name: str
    size: int
    newest_us: int
    read: bool  # every capture in it has been read by the pipeline


def to_retire(
    files: Sequence[ArchiveFile], total: int, now_us: int, keep_days: int, cap_bytes: int
) -> list[str]:
    """Names of the archive files to drop, the oldest first.

    Those older than ``keep_days`` (0: no age), then, while ``total`` is over nine tenths of
    ``cap_bytes`` (0: no cap), the oldest. A file with a capture that was not read yet stays.
    """
    retired = []
    for file in sorted(files, key=lambda one: (one.newest_us, one.name)):
        if not file.read or not file.name.startswith(POLLED):
            continue
        too_old = keep_days > 0 and file.newest_us < now_us - keep_days * DAY_US
        too_much = cap_bytes > 0 and total > cap_bytes * 0.9
        if too_old or too_much:
            retired.append(file.name)
            total -= file.size
    return retired
