"""The only place that wires: rooms meet here, and the command line calls what stands here."""

from newsloom.app.live import demo, run
from newsloom.app.looking import extract_pages, read_feeds
from newsloom.app.stored import (
    EXPORT_TABLES,
    decide_takedown,
    digest_of,
    doctor,
    export,
    import_paths,
    reading,
    replay,
    request_takedown,
    takedowns,
)

__all__ = [
    "EXPORT_TABLES",
    "decide_takedown",
    "demo",
    "digest_of",
    "doctor",
    "export",
    "extract_pages",
    "import_paths",
    "read_feeds",
    "reading",
    "replay",
    "request_takedown",
    "run",
    "takedowns",
]
