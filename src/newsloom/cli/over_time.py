"""Commands about what came over time: how articles changed, and what could not be read."""

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsloom import app
from newsloom.cli.root import data_option, json_option, main, show, told
from newsloom.model.counts import counted
from newsloom.model.errors import NewsloomError
from newsloom.model.times import iso

if TYPE_CHECKING:
    from newsloom.serve.changes import PieceAnswer, TurnAnswer

_ARTICLE = re.compile(r"a[0-9a-f]{24}(?![0-9a-f])")


@main.command()
@click.argument("article")
@data_option
@json_option
def versions(article: str, data: Path | None, as_json: bool) -> None:
    """Show, word by word, how an article changed.

    What was taken out stands in [-...-], what was put in stands in {+...+}. Changes of a title, a
    figure or a quote are named above the text. ARTICLE is an id, or the address of the article's
    page.

    \b
    Examples:
      newsloom versions a0123456789abcdef01234567
      newsloom versions http://127.0.0.1:8000/article/a0123456789abcdef01234567
    """
    named = _ARTICLE.search(article)
    found = app.versions(named[0] if named else article, data)
    if not found.items:
        raise NewsloomError(f"no article {article}: {told('search', data)} gives ids")
    show(found, as_json, "\n".join(_told(one) for one in found.items))


def _told(turn: "TurnAnswer") -> str:
    back = ", an older text again" if turn.back else ""
    head = f"version {turn.number}, seen {turn.seen or 'at a time not known'}{back}  {turn.article}"
    lines = [click.style(head, bold=True), f"  {turn.title or 'Untitled'}"]
    for fact in turn.facts:
        about = f'  for "{fact.about}"' if fact.about else ""
        lines.append(f"  {fact.kind}: {fact.before or '(none)'} -> {fact.after or '(none)'}{about}")
    if turn.lines is None:
        lines.append("  (too long to be compared word by word)")
    for line in turn.lines or ():
        text = "".join(_piece(one) for one in line.pieces)
        left_out = f"... {counted(line.left_out, 'paragraph')} ..."
        lines.append(f"    {text if line.pieces else left_out}")
    return "\n".join(lines)


def _piece(piece: "PieceAnswer") -> str:
    if piece.kind == "same":
        return piece.text
    text = piece.text.rstrip()
    blank = piece.text[len(text) :]
    if piece.kind == "deleted":
        return click.style(f"[-{text}-]", fg="red") + blank
    return click.style(f"{{+{text}+}}", fg="green") + blank


@main.group()
def quarantine() -> None:
    """Items that could not be read, and why. Nothing of them is lost."""


def _reason_option(command: click.decorators.FC) -> click.decorators.FC:
    return click.option("--reason", help="Only those with this reason, such as consent.")(command)


@quarantine.command("list")
@_reason_option
@click.option(
    "--limit", type=click.IntRange(1), default=100, show_default=True, help="Items at most."
)
@data_option
@json_option
def list_(reason: str | None, limit: int, data: Path | None, as_json: bool) -> None:
    """List what could not be read, the latest first.

    Each with its id, the stage it failed in, the reason, its place, and what is wrong.

    \b
    Examples:
      newsloom quarantine list
      newsloom quarantine list --reason consent --limit 20
    """
    rows = app.quarantined(reason, limit, data)
    lines = [
        f"{one.capture}  {one.stage:7} {one.reason:10}  {one.place}: {one.message}" for one in rows
    ]
    show(rows, as_json, "\n".join(lines) or "Nothing is in quarantine.")


@quarantine.command("show")
@click.argument("item_id")
@data_option
@json_option
def show_(item_id: str, data: Path | None, as_json: bool) -> None:
    """Show one item: why it failed and how its bytes begin.

    \b
    Example:
      newsloom quarantine show c0123456789abcdef01234567
    """
    found = app.quarantined_item(item_id, data)
    row = found.row
    lines = [
        f"{row.capture}  {row.reason} in {row.stage}  {iso(row.at_us)}",
        f"  {row.message}",
        f"  {row.place}",
        f"  {found.kind or 'not captured'}, HTTP {found.status or '-'}, {found.bytes} bytes",
    ]
    show(found, as_json, "\n".join(lines) + (f"\n\n{found.begins}" if found.begins else ""))


@quarantine.command()
@click.argument("item_id", required=False)
@click.option("--all", "everything", is_flag=True, help="Everything that is in quarantine.")
@_reason_option
@data_option
@json_option
def retry(
    item_id: str | None, everything: bool, reason: str | None, data: Path | None, as_json: bool
) -> None:
    """Read items again: one, all, or those with one reason.

    What was never captured, such as a line of a file that is no JSON, cannot be read again from
    here: correct the file and import it once more.

    \b
    Examples:
      newsloom quarantine retry c0123456789abcdef01234567
      newsloom quarantine retry --reason consent
      newsloom quarantine retry --all
    """
    if (item_id is not None) + everything + (reason is not None and not everything) != 1:
        raise click.UsageError("name an item, or say --all or --reason")
    done = app.retry_quarantined(item_id, reason, data)
    items = counted(done.items, "item")
    if done.queued:
        prose = f"A running Newsloom owns this folder: it reads {items} again now."
    else:
        prose = f"{items} read again, {done.left} in quarantine as before."
    show(done, as_json, prose)
    sys.exit(0 if done.items or item_id is None else 1)
