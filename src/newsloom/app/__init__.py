"""The only place that wires: rooms meet here, and the command line calls what stands here.

The modules are imported when one of their names is first asked for: `newsloom --help` should not
wait for a web server, a page extractor and a database.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newsloom.app.benches import bench_ledger, bench_pipeline
    from newsloom.app.correcting import (
        Taken,
        correct,
        correction_report,
        corrections,
        undo_correction,
    )
    from newsloom.app.ingesting import bench_ingest
    from newsloom.app.live import DemoOptions, RunOptions, demo, run
    from newsloom.app.looking import extract_pages, read_feeds
    from newsloom.app.outlets import (
        add_sources,
        discover_sources,
        export_opml,
        health_told,
        import_opml,
        list_sources,
        remove_source,
        source_health,
    )
    from newsloom.app.quarantine import (
        quarantined,
        quarantined_item,
        retry_quarantined,
        versions,
    )
    from newsloom.app.stored import (
        decide_takedown,
        digest_of,
        doctor,
        export,
        export_captures,
        import_paths,
        reading,
        replay,
        request_takedown,
        takedowns,
    )
    from newsloom.app.weaving import bench_stories

__all__ = [
    "DemoOptions",
    "RunOptions",
    "Taken",
    "add_sources",
    "bench_ingest",
    "bench_ledger",
    "bench_pipeline",
    "bench_stories",
    "correct",
    "correction_report",
    "corrections",
    "decide_takedown",
    "demo",
    "digest_of",
    "discover_sources",
    "doctor",
    "export",
    "export_captures",
    "export_opml",
    "extract_pages",
    "health_told",
    "import_opml",
    "import_paths",
    "list_sources",
    "quarantined",
    "quarantined_item",
    "read_feeds",
    "reading",
    "remove_source",
    "replay",
    "request_takedown",
    "retry_quarantined",
    "run",
    "source_health",
    "summary_of",
    "takedowns",
    "undo_correction",
    "versions",
]

_HOMES = {
    "bench_ledger": "benches",
    "bench_pipeline": "benches",
    "bench_stories": "weaving",
    "bench_ingest": "ingesting",
    "Taken": "correcting",
    "correct": "correcting",
    "correction_report": "correcting",
    "corrections": "correcting",
    "undo_correction": "correcting",
    "DemoOptions": "live",
    "RunOptions": "live",
    "demo": "live",
    "run": "live",
    "extract_pages": "looking",
    "read_feeds": "looking",
    "add_sources": "outlets",
    "discover_sources": "outlets",
    "export_opml": "outlets",
    "health_told": "outlets",
    "import_opml": "outlets",
    "list_sources": "outlets",
    "remove_source": "outlets",
    "source_health": "outlets",
    "quarantined": "quarantine",
    "quarantined_item": "quarantine",
    "retry_quarantined": "quarantine",
    "versions": "quarantine",
    "decide_takedown": "stored",
    "digest_of": "stored",
    "doctor": "stored",
    "export": "stored",
    "export_captures": "stored",
    "import_paths": "stored",
    "reading": "stored",
    "replay": "stored",
    "request_takedown": "stored",
    "takedowns": "stored",
    "summary_of": "summing",
}


def __getattr__(name: str) -> Any:
    """Import the module that a name lives in (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
