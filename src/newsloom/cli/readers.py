"""Commands for readers who know better: correct."""

from pathlib import Path

import click

from newsloom import app
from newsloom.cli.root import data_option, json_option, main, show
from newsloom.model.counts import counted
from newsloom.model.times import iso


@main.group()
def correct() -> None:
    """Say what belongs together and what does not.

    What you say overrides what Newsloom worked out, and can be taken back.
    """


def _note_option(command: click.decorators.FC) -> click.decorators.FC:
    return click.option("--note", default="", help="Why, for whoever looks later.")(command)


def _said(taken: "app.Taken", as_json: bool, prose: str) -> None:
    names = "  ".join(one.id for one in taken.corrections)
    if taken.queued:
        prose += "\nA running Newsloom owns this folder: it takes this in now."
    show(taken, as_json, f"{names}\n{prose}")


@correct.command()
@click.argument("article")
@_note_option
@data_option
@json_option
def apart(article: str, note: str, data: Path | None, as_json: bool) -> None:
    """Say that ARTICLE does not belong to the story it stands in.

    It is kept apart from every other article of that story; where it belongs, the weaver judges
    anew. ARTICLE is an id, or the address of the article's page.

    \b
    Examples:
      newsloom correct apart a0123456789abcdef01234567
      newsloom correct apart http://127.0.0.1:8000/article/a0123456789abcdef01234567
    """
    taken = app.correct("apart", article, "", note, data)
    many = len(taken.corrections[0].others)
    _said(taken, as_json, f"Kept apart from {counted(many, 'other article')} of its story.")


@correct.command()
@click.argument("what")
@click.argument("target")
@_note_option
@data_option
@json_option
def together(what: str, target: str, note: str, data: Path | None, as_json: bool) -> None:
    """Say that WHAT belongs together with TARGET.

    An article moves to the story TARGET, or to the story of the article TARGET. Two stories
    become one. Both are ids, or addresses of pages.

    \b
    Examples:
      newsloom correct together a0123456789abcdef01234567 s89abcdef0123456789abcdef
      newsloom correct together s0123456789abcdef01234567 s89abcdef0123456789abcdef
    """
    taken = app.correct("together", what, target, note, data)
    _said(taken, as_json, "Put together.")


@correct.command("list")
@data_option
@json_option
def list_(data: Path | None, as_json: bool) -> None:
    """List the corrections in force, the earliest first.

    \b
    Example:
      newsloom correct list
    """
    found = app.corrections(data)
    lines = [
        f"{one.id}  {iso(one.at_us)}  {one.kind:8}  {one.article} and "
        f"{counted(len(one.others), 'other')}"
        f"{'  ' + one.note if one.note else ''}"
        for one in (each.correction for each in found)
    ]
    show(found, as_json, "\n".join(lines) or "Nothing was ever corrected.")


@correct.command()
@click.argument("correction_id")
@data_option
@json_option
def undo(correction_id: str, data: Path | None, as_json: bool) -> None:
    """Take a correction back; what it touched is judged anew.

    \b
    Example:
      newsloom correct undo k0123456789abcdef01234567
    """
    _said(app.undo_correction(correction_id, data), as_json, "Taken back.")


@correct.command()
@data_option
@json_option
def report(data: Path | None, as_json: bool) -> None:
    """Say what readers found wrong, with the scores it had got.

    False merges stood together and were taken apart; misses stood apart and were put together.

    \b
    Example:
      newsloom correct report
    """
    found = app.correction_report(data)
    lines = [
        f"{counted(found.articles, 'article')}, {counted(found.corrections, 'correction')}",
        f"false merges: {len(found.false_merges)}{_scores(found.false_merges)}",
        f"misses: {len(found.misses)}{_scores(found.misses)}"
        + (f"; the right story was the runner-up of {found.runners_up}" if found.misses else ""),
    ]
    lines += [
        f"overruled by a later correction: {one.correction}, {one.article} with {one.other}"
        for one in found.overruled
    ]
    show(found, as_json, "\n".join(lines))


def _scores(scores: tuple[float, ...]) -> str:
    shown = ", ".join(f"{score:.2f}" for score in sorted(scores, reverse=True)[:20])
    return f" (scores {shown})" if shown else ""
