"""Commands that look: search, story, storyline, extract, feed."""

import sys
from pathlib import Path

import click
import msgspec

from newsloom import app
from newsloom.cli.root import data_option, json_option, main, told
from newsloom.model.counts import counted
from newsloom.model.errors import NewsloomError
from newsloom.model.judgements import Story
from newsloom.model.times import iso


@main.command()
@click.argument("query")
@click.option(
    "--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="Articles at most."
)
@data_option
@json_option
def search(query: str, limit: int, data: Path | None, as_json: bool) -> None:
    """Find articles by the words of their titles and texts.

    \b
    Examples:
      newsloom search 'port strike'
      newsloom search '"record flood" governor' --limit 5
    """
    with app.reading(data) as store:
        hits = store.search(query, limit=limit)
    if as_json:
        click.echo(msgspec.json.encode(hits).decode())
        return
    if not hits:
        click.echo("Nothing found.")
    for hit in hits:
        click.secho(hit.title, bold=True)
        click.echo(f"  {hit.outlet}, {hit.published or 'undated'}")
        click.echo(f"  {hit.article}" + (f" in story {hit.story}" if hit.story else ""))
        click.echo("  " + "".join(click.style(t, underline=h) for t, h in hit.snippet))


@main.command()
@click.argument("story_id")
@click.option("--summarise", is_flag=True, help="Have a language model write a summary.")
@data_option
@json_option
def story(story_id: str, summarise: bool, data: Path | None, as_json: bool) -> None:
    """Show a story: who copied whom, what was said, and when.

    The id of a story that was merged away shows the one it went to, and says so. With --summarise
    the endpoint set in newsloom.toml is asked for a summary; it is shown only when every number,
    name and quotation in it stands in the story's articles.

    \b
    Examples:
      newsloom story s0123456789abcdef01234567
      newsloom story s0123456789abcdef01234567 --json
    """
    if summarise:
        _generated(story_id, data, as_json)
        return
    with app.reading(data) as store:
        view = store.story(story_id)
        linked = store.linked(view.story.id) if view else []
    if view is None:
        raise NewsloomError(f"no story {story_id}: {told('search', data)} gives ids")
    if as_json:
        click.echo(msgspec.json.encode(view).decode())
        return
    shown = view.story
    if shown.id != story_id:
        click.echo(f"{story_id} is gone: its articles went to {shown.id}\n")
    click.secho(shown.title, bold=True)
    click.echo(_counts(shown))
    source = shown.main_source
    click.echo(f"Main source: {source.name} {source.url or ''}\n\n{shown.lead}\n")
    for member in view.members:
        when = member.article.published or "undated"
        relation = member.origin.relation if member.origin else member.relation.kind
        click.echo(f"  {when:25}  {relation:11}  {member.article.outlet}: {member.article.title}")
    for turn in view.history:
        went = f"{counted(turn.articles, 'article')} from {turn.story} to {turn.into}"
        click.echo(f"\n  {turn.kind}, {turn.score:.2f}: {went}  {'; '.join(turn.why)}")
    for line in view.ledger.summary:
        click.echo(f"\n  {line.text}")
    for event in view.ledger.timeline:
        days = event.first if event.first == event.last else f"{event.first} to {event.last}"
        click.echo(f"\n  {days}{' (planned)' if event.planned else ''}: {event.text}")
    for said in view.ledger.utterances:
        carried = counted(len(said.articles), "article")
        click.echo(f"\n  “{said.text}”\n    {said.speaker or '?'} ({carried})")
    for other in linked:
        click.echo(f"\n  also in {other.story.lang}: {other.story.title}  {other.story.id}")
    span = dict.fromkeys((iso(shown.first_us) or "undated", iso(shown.last_us) or "undated"))
    click.echo("\n" + " to ".join(span))
    click.echo(f"In the storyline {shown.storyline}")


def _counts(story: Story) -> str:
    return ", ".join(
        (
            counted(story.articles, "article"),
            counted(story.outlets, "outlet"),
            counted(story.origins, "origin"),
        )
    )


def _generated(story_id: str, data: Path | None, as_json: bool) -> None:
    """Print a generated summary; one that was rejected is an error with the reason."""
    made = app.summary_of(data, story_id)
    if made is None:
        raise NewsloomError(f"no story {story_id}: {told('search', data)} gives ids")
    if as_json:
        click.echo(msgspec.json.encode(made).decode())
    elif made.text is not None:
        click.echo(
            f"{made.text}\n\nWritten by {made.model}; every number, name and quotation in it"
        )
        click.echo("stands in the articles. Whether it joins them rightly only they can tell.")
    if made.text is None:
        raise NewsloomError(f"the summary by {made.model} was rejected: {made.reason}")


@main.command()
@click.argument("storyline_id")
@data_option
@json_option
def storyline(storyline_id: str, data: Path | None, as_json: bool) -> None:
    """Show the stories that continue each other, the newest first.

    The id of a story shows the storyline it stands in.

    \b
    Example:
      newsloom storyline l0123456789abcdef01234567
    """
    with app.reading(data) as store:
        stories = store.storyline(storyline_id)
        if not stories and (view := store.story(storyline_id)) is not None:
            stories = store.storyline(view.story.storyline)
        linked = {one.id: store.linked(one.id) for one in stories}
    if not stories:
        raise NewsloomError(
            f"no storyline {storyline_id}: {told('story STORY_ID', data)} names the one of a story"
        )
    if as_json:
        click.echo(msgspec.json.encode(stories).decode())
        return
    for one in stories:
        click.secho(f"{iso(one.first_us) or 'undated':20}  {one.title}", bold=True)
        click.echo(f"{'':20}  {_counts(one)}  {one.id}")
        click.echo(f"{'':20}  Main source: {one.main_source.name} {one.main_source.url or ''}")
        if linked[one.id]:
            click.echo(f"{'':20}  also in {', '.join(each.story.lang for each in linked[one.id])}")


@main.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--url", help="The address the page was fetched from.")
def extract(paths: tuple[Path, ...], url: str | None) -> None:
    """Read the article in each page; one JSON line a page.

    Nothing is stored. A page without an article gives a line with an empty text and the reason in
    "error".

    \b
    Example:
      newsloom extract page.html --url https://outlet.example/2026/11/story
    """
    read = 0
    for row in app.extract_pages(paths, url):
        read += "error" not in row
        click.echo(msgspec.json.encode(row).decode())
    sys.exit(0 if read else 1)


@main.command()
@click.argument("sources", nargs=-1, required=True, metavar="PATH|URL...")
@data_option
def feed(sources: tuple[str, ...], data: Path | None) -> None:
    """Read feeds (RSS, Atom, RDF, JSON Feed); one JSON line each.

    Nothing is stored.

    \b
    Example:
      newsloom feed https://outlet.example/rss.xml saved/*.xml
    """
    read = 0
    for row in app.read_feeds(sources, data):
        read += bool(row["ok"])
        click.echo(msgspec.json.encode(row).decode())
    sys.exit(0 if read else 1)
