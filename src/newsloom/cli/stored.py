"""Commands that fill, empty and check a folder: import, export, digest, replay, doctor."""

import sys
from pathlib import Path

import click

from newsloom import app
from newsloom.cli.root import (
    Bar,
    data_option,
    json_option,
    main,
    show,
    told,
    weights_option,
    workers_option,
)
from newsloom.model.counts import counted

TABLES = (
    "articles",
    "stories",
    "quotes",
    "figures",
    "origins",
    "people",
    "corrections",
    "takedowns",
)


@main.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@data_option
@workers_option
@weights_option
@json_option
def import_(
    paths: tuple[Path, ...],
    data: Path | None,
    workers: int | None,
    weights: Path | None,
    as_json: bool,
) -> None:
    """Read files or folders and weave them into stories.

    Takes .txt, .html[.gz], .jsonl[.gz], .warc[.gz] and .opml; folders are searched. What was
    imported before is not imported again. Input that cannot be read never stops the rest:
    `newsloom quarantine list` and the page under Sources name the file, the line and the reason.

    \b
    Examples:
      newsloom import articles.jsonl --data corpus
      newsloom import crawl-2026-11.warc.gz clippings/
    """
    bar = Bar("import")
    try:
        done = app.import_paths(paths, data, workers, weights, bar.add)
    finally:
        bar.close()
    if done.queued:
        show(done, as_json, "A running Newsloom owns this folder: it imports these now.")
        return
    prose = (
        f"{counted(done.captures, 'new item')} in {done.seconds:.1f} s; the folder holds "
        f"{counted(done.articles, 'article')} in {counted(done.stories, 'story', 'stories')}"
    )
    if done.sources:
        prose += f"\n{counted(done.sources, 'new source')}; to poll them: {told('run', data)}"
    if done.quarantined:
        prose += f"\n{counted(done.quarantined, 'item')} in quarantine; which and why: "
        prose += told("quarantine list", data)
    if done.unembedded:
        prose += f"\n{counted(done.unembedded, 'article')} without an embedding"
    show(done, as_json, prose)
    if done.nothing_read:
        sys.exit(1)


@main.command()
@click.argument("table", type=click.Choice((*TABLES, "captures")), metavar="TABLE")
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "csv", "parquet"]),
    default="jsonl",
    show_default=True,
    help="How the rows are written.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file; needed for parquet and captures.  [default: standard output]",
)
@click.option(
    "--include-reserved",
    is_flag=True,
    help="Also what its owner reserved; see to it that your use is allowed.",
)
@data_option
def export(
    table: str, form: str, output: Path | None, include_reserved: bool, data: Path | None
) -> None:
    """Write a table of the folder to standard output or a file.

    TABLE is articles, stories, quotes, figures, origins, people, corrections, takedowns or
    captures.

    Articles whose owners reserved their use (by robots directives, TDMRep, RSL or Content-Signal)
    are left out, and how many is said on standard error. Captures, the pages as they came, are
    written as one WARC file, which can be imported again.

    \b
    Examples:
      newsloom export articles --data corpus > articles.jsonl
      newsloom export figures --format csv -o figures.csv
      newsloom export captures -o corpus.warc.gz
    """
    if table != "captures":
        left_out = app.export(table, form, output, data, include_reserved)
    elif output is None or not output.name.endswith(".warc.gz"):
        raise click.UsageError("Captures need a file: --output NAME.warc.gz")
    else:
        left_out = app.export_captures(output, data, include_reserved)
    if left_out:
        click.echo(
            f"Left out, since their owners reserved their use: {left_out} (write them all the "
            "same with --include-reserved)",
            err=True,
        )


@main.command()
@data_option
def digest(data: Path | None) -> None:
    """Print one hash over all facts and judgements of a folder.

    Two folders fed with the same captures, corrections and removals print the same, however many
    workers or interruptions it took.

    \b
    Example:
      newsloom digest --data corpus
    """
    click.echo(app.digest_of(data))


@main.command()
@click.option(
    "--from",
    "source",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder whose captures are read again.",
)
@data_option
@workers_option
@weights_option
@json_option
def replay(
    source: Path, data: Path | None, workers: int | None, weights: Path | None, as_json: bool
) -> None:
    """Rebuild a folder from the captures of another one.

    Its corrections and its log of removals come along. The new folder must be empty.

    \b
    Example:
      newsloom replay --from old --data new && newsloom digest --data new
    """
    bar = Bar("replay")
    try:
        done = app.replay(source, data, workers, weights, bar.add)
    finally:
        bar.close()
    prose = f"{counted(done.captures, 'capture')} replayed"
    if done.retired:
        prose += f"; {done.retired} could not be: their bytes are damaged, or retention let them go"
    show(done, as_json, prose)


@main.command()
@data_option
@json_option
def doctor(data: Path | None, as_json: bool) -> None:
    """Check a folder: is all of it there, and does it agree?

    Looks at the database, the archive, the index, offsets, features, corrections, removals and the
    disk. Exits with 1 when something is broken. Quarantined items are listed but no breakage.

    \b
    Example:
      newsloom doctor --data corpus
    """
    report = app.doctor(data)
    lines = [f"{'ok  ' if check.ok else 'FAIL'} {check.name}: {check.detail}" for check in report]
    show(report, as_json, "\n".join(lines))
    if not all(check.ok for check in report):
        sys.exit(1)
