"""Commands for whoever owns a text and for who runs the folder: takedown."""

from pathlib import Path

import click

from newsloom import app
from newsloom.cli.root import data_option, json_option, main, show, told
from newsloom.model.counts import counted
from newsloom.model.times import iso
from newsloom.takedown.request import Scope


@main.group()
def takedown() -> None:
    """Remove texts on request, everywhere and for good."""


@takedown.command()
@click.argument("target")
@click.option(
    "--scope",
    type=click.Choice(["article", "copies", "domain"]),
    default="article",
    show_default=True,
    help="The article alone, with its copies at other outlets, or all of a domain.",
)
@click.option("--name", default="", help="Who asks.")
@click.option("--contact", default="", help="How to answer them.")
@click.option("--reason", default="", help="Why.")
@data_option
@json_option
def request(
    target: str,
    scope: Scope,
    name: str,
    contact: str,
    reason: str,
    data: Path | None,
    as_json: bool,
) -> None:
    """Ask for a removal.

    TARGET is an article's id, its URL, the id or file it was imported under, or a domain.

    \b
    Example:
      newsloom takedown request https://outlet.example/story --reason "our text" --name "The desk"
    """
    made = app.request_takedown(target, scope, name, contact, reason, data)
    match = "matches" if made.articles == 1 else "match"
    prose = f"{made.id}  {counted(made.articles, 'article')} {match}\n"
    if not made.articles:
        prose += "Nothing of this is here now"
        kept_away = scope == "domain" or "://" in target  # an id alone says nothing of what comes
        prose += "; once removed, it is kept from coming in.\n" if kept_away else ".\n"
    decide_it = told(f"takedown decide {made.id} --remove", data)
    show(made, as_json, f"{prose}Decide it with: {decide_it}")


@takedown.command("list")
@data_option
@json_option
def list_(data: Path | None, as_json: bool) -> None:
    """List the requests that wait for a decision.

    \b
    Example:
      newsloom takedown list
    """
    waiting = [one for one in app.takedowns(data) if one.ruling is None]
    lines = [
        f"{one.request.id}  {iso(one.request.asked_us)}  {one.request.scope:8}"
        f"{one.request.target}  {one.request.reason}"
        for one in waiting
    ]
    show(waiting, as_json, "\n".join(lines) or "No request waits.")


@takedown.command()
@click.argument("request_id")
@click.option(
    "--remove/--refuse", "remove", default=None, help="The decision; one of them is needed."
)
@click.option("--by", default="operator", show_default=True, help="Who decides.")
@click.option("--note", default="", help="Why, for the log of removals.")
@data_option
@json_option
def decide(
    request_id: str, remove: bool | None, by: str, note: str, data: Path | None, as_json: bool
) -> None:
    """Carry out or refuse a removal request.

    A removed text leaves the store, the archive, the index, the findings and the feeds; a
    mark stays and keeps it away. A decision is final.

    \b
    Examples:
      newsloom takedown decide t0123456789abcdef01234567 --remove
      newsloom takedown decide t0123456789abcdef01234567 --refuse --note "not theirs"
    """
    if remove is None:
        raise click.UsageError("say --remove or --refuse: a decision is final")
    done = app.decide_takedown(request_id, remove, by, note, data)
    if done.queued:
        prose = "A running Newsloom owns this folder: it carries this out now."
    elif remove:
        prose = f"{counted(done.articles, 'article')} removed."
    else:
        prose = "Refused; nothing was removed."
    show(done, as_json, prose)


@takedown.command()
@data_option
@json_option
def log(data: Path | None, as_json: bool) -> None:
    """List every request with its decision, newest first.

    \b
    Example:
      newsloom takedown log
    """
    everything = app.takedowns(data)
    lines = []
    for one in everything:
        ruling = one.ruling
        verdict = (
            f"{ruling.verdict} {iso(ruling.decided_us)} by {ruling.by}, "
            f"{counted(one.articles, 'article')}"
            if ruling
            else "open"
        )
        lines.append(f"{one.request.id}  {one.request.scope}  {one.request.target}  {verdict}")
    show(everything, as_json, "\n".join(lines) or "No request was ever made.")
