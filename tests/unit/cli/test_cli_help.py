"""Help and the command line's own errors."""

from collections.abc import Iterator

import click
import pytest
from cli_runs import invoke

from newsloom import __version__
from newsloom.cli import main


def commands(group: click.Group = main, path: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command with its words."""
    for name, command in group.commands.items():
        words = f"{path} {name}".strip()
        yield words, command
        if isinstance(command, click.Group):
            yield from commands(command, words)


ALL = dict(commands())


@pytest.mark.parametrize("words", ALL)
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_every_command_explains_itself(words: str, flag: str) -> None:
    result = invoke(*words.split(), flag)
    assert result.exit_code == 0
    assert ALL[words].get_short_help_str(200)
    assert len(ALL[words].get_short_help_str(200)) <= 61  # what a terminal of 80 columns can list
    if isinstance(ALL[words], click.Group):
        assert "..." not in result.stdout.partition("Commands:")[2]
    else:
        assert "Example" in result.stdout
        assert f"newsloom {words}" in result.stdout.partition("Example")[2]


@pytest.mark.parametrize("words", ALL)
def test_every_option_is_explained(words: str) -> None:
    options = [one for one in ALL[words].params if isinstance(one, click.Option)]
    assert not [one.name for one in options if not one.help]


@pytest.mark.parametrize("words", [words for words in ALL if not words.startswith("bench ")])
def test_what_touches_stored_data_takes_its_folder(words: str) -> None:
    if isinstance(ALL[words], click.Group) or words == "extract":
        return
    assert "data" in [option.name for option in ALL[words].params]


def test_the_order_is_that_of_a_tutorial() -> None:
    assert next(iter(main.commands)) == "run"
    listed = invoke("--help").stdout
    assert listed.index("  run") < listed.index("  import") < listed.index("  doctor")


def test_the_version() -> None:
    assert __version__ in invoke("--version").stdout


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "import",
        "import /nowhere/at/all.jsonl",
        "export poems",
        "export articles --format xml",
        "search",
        "search x --limit 0",
        "run --port 70000",
        "run --workers 0",
        "takedown decide t0",
        "takedown request \udcff",
        "story \udcff",
        "sources add https://quillmoor.example/\udcff",
        "takedown request x --scope planet",
        "replay",
        "replay --from /nowhere/at/all",
        "sources import /nowhere/at/all.opml",
        "demo --outlets 3",
        "bench pipeline --rounds 0",
        "bench stories --open 0",
        "bench ingest --hosts 0",
        "digest --bogus",
    ],
)
def test_a_wrong_command_line_is_status_2(line: str) -> None:
    result = invoke(*line.split())
    assert result.exit_code == 2
    assert result.stderr.startswith("Usage: ")
    assert "Traceback" not in result.output
