"""The only place that wires: rooms meet here, and the command line calls what stands here."""

from newsloom.app.benches import bench_pipeline
from newsloom.app.live import DemoOptions, RunOptions, demo, run
from newsloom.app.looking import extract_pages, read_feeds
from newsloom.app.outlets import (
    add_sources,
    discover_sources,
    export_opml,
    import_opml,
    list_sources,
    remove_source,
    source_health,
)
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
    "DemoOptions",
    "RunOptions",
    "add_sources",
    "bench_pipeline",
    "decide_takedown",
    "demo",
    "digest_of",
    "discover_sources",
    "doctor",
    "export",
    "export_opml",
    "extract_pages",
    "import_opml",
    "import_paths",
    "list_sources",
    "read_feeds",
    "reading",
    "remove_source",
    "replay",
    "request_takedown",
    "run",
    "source_health",
    "takedowns",
]
