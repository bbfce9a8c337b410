"""The ``newsloom`` command and what its subcommands share."""

import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec

from newsloom import __version__
from newsloom.model.errors import NewsloomError

F = TypeVar("F", bound=Callable[..., Any])


class Commands(click.Group):
    """Turns expected errors into one line and exit status 1, and keeps commands in our order."""

    group_class = type  # groups of commands keep theirs as well

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The order of the tutorial, not of the alphabet."""
        return sorted(self.commands, key="bench".__eq__)  # of use to few: last

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse bytes that are no UTF-8, except as the name of a file that is there."""
        for one in args:
            try:
                one.encode()
            except UnicodeEncodeError:
                if not Path(one).exists():
                    raise click.UsageError(f"{one!a} is no UTF-8", ctx) from None
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the subcommand."""
        try:
            return super().invoke(ctx)
        except NewsloomError as error:
            click.echo(f"newsloom: {error}", err=True)
            ctx.exit(1)
        except KeyboardInterrupt:
            click.echo("newsloom: interrupted; what was stored until now stays", err=True)
            ctx.exit(130)
        except BrokenPipeError:
            # The reader of our pipe (head, less) has seen enough.
            sys.stderr.close()
            ctx.exit(0)
        except OSError as error:  # a full disk, a folder that may not be written
            place = f"{error.filename}: " if error.filename else ""
            click.echo(f"newsloom: {place}{error.strerror or error}", err=True)
            ctx.exit(1)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with `newsloom run`; without a network, `newsloom demo` shows everything.",
)
@click.version_option(__version__, prog_name="newsloom")
def main() -> None:
    """Newsloom weaves the world's media into stories and shows where each comes from."""


def told(command: str, data: Path | None) -> str:
    """A command to type next, on the same folder."""
    folder = f" --data {shlex.quote(str(data))}" if data is not None else ""
    return f"newsloom {command}{folder}"


def data_option(command: F) -> F:
    """``--data DIR``: the folder; $NEWSLOOM_DATA, else the platform's data folder."""
    return click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        envvar="NEWSLOOM_DATA",
        help="The data folder.  [default: $NEWSLOOM_DATA, else the platform's data folder]",
    )(command)


def json_option(command: F) -> F:
    """``--json``: a summary object instead of prose."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON instead of prose.")(
        command
    )


def workers_option(command: F) -> F:
    """``--workers N``: the size of the pool."""
    return click.option(
        "--workers",
        type=click.IntRange(min=1, max=256),
        help="Worker processes.  [default: one a core, at most 8]",
    )(command)


def weights_option(command: F) -> F:
    """``--weights FILE``: other weights for the story score."""
    return click.option(
        "--weights",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="Weights of the story score, as tools/train_stories.py writes them.",
    )(command)


def show(summary: Any, as_json: bool, prose: str) -> None:
    """Print a command's result: JSON for programs, a sentence for people."""
    click.echo(msgspec.json.encode(summary).decode() if as_json else prose)


class Bar:
    """A progress bar on a terminal; nothing on a pipe."""

    def __init__(self, label: str, total: int | None = None) -> None:
        from tqdm import tqdm

        self._bar = tqdm(
            total=total,
            desc=label,
            unit=" items",
            disable=not sys.stderr.isatty(),
            file=sys.stderr,
            leave=False,
        )

    def add(self, count: int) -> None:
        """So many more are done."""
        self._bar.update(count)

    def close(self) -> None:
        """Take the bar away."""
        self._bar.close()


# The commands register themselves with ``main``; imported last since they need it.
from newsloom.cli import live, looking, over_time, readers, removal, stored  # noqa: E402, F401
