"""Commands that run: run, demo, sources, bench."""

import sys
from pathlib import Path
from typing import Literal

import click

from newsloom import app
from newsloom.cli.root import data_option, json_option, main, show, workers_option
from newsloom.model.counts import counted


@main.command()
@click.option("--host", help="The address to serve on.  [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="The port.  [default: 8000]")
@click.option(
    "--sources", help="starter, world, or an OPML file.  [default: starter]", metavar="WHICH"
)
@click.option("--contact", help="A URL or mail address for our User-Agent; remembered.")
@data_option
@workers_option
def run(
    host: str | None,
    port: int | None,
    sources: str | None,
    contact: str | None,
    data: Path | None,
    workers: int | None,
) -> None:
    """Poll outlets, weave stories, and serve the page.

    Outlets are told who reads them: the first start asks for a contact. When nothing can be
    reached, the demo press is offered, in a folder of its own.

    \b
    Examples:
      newsloom run
      newsloom run --sources my-feeds.opml --port 9000 --contact mailto:me@example.org
    """
    app.run(app.RunOptions(data, host, port, sources, contact, workers))


@main.command()
@click.option(
    "--outlets", type=click.IntRange(10, 2000), default=60, show_default=True, help="How many."
)
@click.option(
    "--events",
    type=click.IntRange(1, 5000),
    default=40,
    show_default=True,
    help="How many things happen.",
)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="Each number is another press."
)
@click.option(
    "--speed",
    type=click.FloatRange(0),
    help="Press seconds in a second of ours; 0 publishes everything at once.  "
    "[default: 600, with --once 0]",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to serve on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port; 0 takes a free one.",
)
@click.option(
    "--truth",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    help="Write the ground truth as JSON here (- for standard output).",
)
@click.option("--once", is_flag=True, help="Read the whole press, weave it, and end.")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="The demo's own folder.  [default: beside the data folder, with -demo in its name]",
)
@workers_option
def demo(
    outlets: int,
    events: int,
    seed: int,
    speed: float | None,
    host: str,
    port: int,
    truth: Path | None,
    once: bool,
    data: Path | None,
    workers: int | None,
) -> None:
    """Run a wholly fictional press on loopback and read it. Needs no network.

    The press lives in a folder of its own, begun anew at every start.

    \b
    Examples:
      newsloom demo
      newsloom demo --once --truth truth.json --data /tmp/press
    """
    if speed is None:
        speed = 0.0 if once else 600.0
    options = app.DemoOptions(data, host, port, outlets, events, seed, speed, truth, once, workers)
    app.demo(options)


@main.group()
def sources() -> None:
    """The places that are polled: feeds, sitemaps, section pages."""


@sources.command("list")
@data_option
@json_option
def list_(data: Path | None, as_json: bool) -> None:
    """List the sources.

    \b
    Example:
      newsloom sources list
    """
    rows = app.list_sources(data)
    lines = [f"{one.id}  {one.lang or '--':3} {one.outlet}  {one.url}" for one in rows]
    show(rows, as_json, "\n".join(lines) or "No sources yet: `newsloom run` brings some.")


@sources.command()
@click.argument("urls", nargs=-1, required=True)
@click.option("--outlet", help="The outlet's name.  [default: the domain]")
@click.option(
    "--kind",
    type=click.Choice(["feed", "sitemap", "section"]),
    help="What it is; without, the address is looked at.",
)
@data_option
@json_option
def add(
    urls: tuple[str, ...],
    outlet: str | None,
    kind: Literal["feed", "sitemap", "section"] | None,
    data: Path | None,
    as_json: bool,
) -> None:
    """Add feeds, sitemaps or pages by URL.

    Of a page, the feed or sitemap that it names is added; of one that names none, the page
    itself as a section: its links to articles are learned and followed.

    \b
    Examples:
      newsloom sources add https://outlet.example/rss.xml --outlet "The Outlet"
      newsloom sources add https://outlet.example/politics/
    """
    rows = app.add_sources(urls, outlet, kind, data)
    lines = [f"{one.kind:8}{one.url}{'  ' + one.note if one.note else ''}" for one in rows]
    added = sum(one.new for one in rows)
    show(
        {"added": added, "sources": rows},
        as_json,
        "\n".join([*lines, counted(added, "new source")]),
    )


@sources.command()
@click.argument("source_ids", nargs=-1, required=True)
@data_option
def remove(source_ids: tuple[str, ...], data: Path | None) -> None:
    """Stop polling sources, by id or URL. Their articles stay.

    \b
    Example:
      newsloom sources remove https://outlet.example/rss.xml
    """
    removed = 0
    for source_id in source_ids:
        known = app.remove_source(source_id, data)
        removed += known
        click.echo(f"{source_id}: {'removed' if known else 'no such source'}")
    sys.exit(0 if removed else 1)


@sources.command()
@click.argument("url")
@data_option
@json_option
def discover(url: str, data: Path | None, as_json: bool) -> None:
    """Find the feeds and sitemaps of a site from its home page.

    \b
    Example:
      newsloom sources discover https://outlet.example
    """
    found = app.discover_sources(url, data)
    lines = [f"{one.kind:8}{one.url}  {one.title}" for one in found]
    show(found, as_json, "\n".join(lines) or "Neither feed nor sitemap was found.")
    if not found:
        sys.exit(1)


@sources.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@data_option
@json_option
def import_(file: Path, data: Path | None, as_json: bool) -> None:
    """Add the feeds of an OPML file.

    \b
    Example:
      newsloom sources import my-feeds.opml
    """
    added = app.import_opml(file, data)
    show({"added": added}, as_json, counted(added, "new source"))


@sources.command("export")
@data_option
def export_(data: Path | None) -> None:
    """Print the sources as OPML 2.0.

    \b
    Example:
      newsloom sources export > my-feeds.opml
    """
    click.echo(app.export_opml(data), nl=False)


@sources.command()
@data_option
@json_option
def health(data: Path | None, as_json: bool) -> None:
    """Say how polling each source goes, the failing first.

    \b
      ok, unchanged, empty   read; empty: with no entry in it
      blocked                the host refuses us (403, 429, a challenge for browsers)
      forbidden              its robots.txt wants us to stay away
      failing                no answer, or one that cannot be read
      new                    not polled before

    \b
    Example:
      newsloom sources health
    """
    rows = app.source_health(data)
    show(rows, as_json, app.health_told(rows))


@main.group()
def bench() -> None:
    """Measure this machine.

    Compare the rows of one run, never two runs: machines are noisy.
    """


@bench.command("pipeline")
@click.option(
    "--pages",
    "pages",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="Pages to read (.html[.gz], folders).  [default: pages of the demo press]",
)
@click.option(
    "--workers",
    multiple=True,
    type=click.IntRange(1),
    default=(1, 2),
    show_default=True,
    help="Worker processes; again for each number.",
)
@click.option(
    "--rounds",
    type=click.IntRange(1),
    default=3,
    show_default=True,
    help="How often each is measured.",
)
@json_option
def bench_pipeline(
    pages: tuple[Path, ...], workers: tuple[int, ...], rounds: int, as_json: bool
) -> None:
    """Articles a second from import to searchable story.

    Beside them, what trafilatura alone reads in the same time.

    \b
    Example:
      newsloom bench pipeline --pages saved/ --workers 2
    """
    rows, table = app.bench_pipeline(pages, workers, rounds)
    show(rows, as_json, table)


@bench.command("ledger")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--rounds",
    type=click.IntRange(1),
    default=5,
    show_default=True,
    help="How often each is measured.",
)
@json_option
def bench_ledger(paths: tuple[Path, ...], rounds: int, as_json: bool) -> None:
    """CPU time of the ledger, in ms an article.

    The ledger: quotes, figures, people and origins. PATHS are files or folders to import from;
    without any, invented articles of about 600 words.

    \b
    Example:
      newsloom bench ledger corpus.jsonl
    """
    cost, table = app.bench_ledger(paths, rounds)
    show(cost, as_json, table)


@bench.command("stories")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--open",
    "opened",
    multiple=True,
    type=click.IntRange(1),
    default=(5_000, 50_000),
    show_default=True,
    help="Stories that are open; again for each number.",
)
@json_option
def bench_stories(paths: tuple[Path, ...], opened: tuple[int, ...], as_json: bool) -> None:
    """Stories and copies a second, memory, and start from disk.

    TF-IDF and FAISS are measured beside them. PATHS are files or folders to import from; without
    any, an invented stream with a known truth.

    \b
    Example:
      newsloom bench stories --open 5000
    """
    report, table = app.bench_stories(paths, opened)
    show(report, as_json, table)


@bench.command("ingest")
@click.option(
    "--hosts",
    type=click.IntRange(1, 99_999),
    default=2_000,
    show_default=True,
    help="Hosts that are polled.",
)
@click.option(
    "--sources",
    type=click.IntRange(1, 1_000_000),
    default=10_000,
    show_default=True,
    help="Feeds that did not change.",
)
@json_option
def bench_ingest(hosts: int, sources: int, as_json: bool) -> None:
    """Polling an invented press with faults.

    And feeds that did not change, beside feedparser. Politeness is judged by the log of the press.
    Takes some four minutes.

    \b
    Example:
      newsloom bench ingest --hosts 200
    """
    report, table = app.bench_ingest(hosts, sources)
    show(report, as_json, table)
