"""Running the command line within the test's process."""

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from newsloom.cli import main

RECORDS = (
    {
        "id": "q1",
        "url": "https://quillmoor.example/tide",
        "outlet": "Quillmoor Gazette",
        "title": "Storm tide floods the harbour of Quillmoor",
        "text": "The storm tide flooded the harbour of Quillmoor on Monday. 312 people left their "
        "homes, the harbour office said.\n\n“We have never seen the water so high,” said Ada "
        "Quill, the harbour master. The dyke at Saltgate broke in the early morning.",
        "published": "2024-03-04T08:00:00+01:00",
        "lang": "en",
    },
    {
        "id": "e1",
        "url": "https://elmtal.example/cheese",
        "outlet": "Elmtal Observer",
        "title": "Cheese makers of Elmtal open a museum",
        "text": "The cheese makers of Elmtal opened a museum in the old dairy on Tuesday. Entry "
        "costs 4 crowns, and children pay nothing. The oldest wheel is 61 years old.",
        "lang": "en",
    },
)


def invoke(*args: str | Path) -> Result:
    """One command; its exit status, standard output and standard error."""
    return CliRunner().invoke(main, [str(one) for one in args], catch_exceptions=False)


def ran(*args: str | Path) -> str:
    """The standard output of a command that succeeds."""
    result = invoke(*args)
    assert result.exit_code == 0, result.output
    return result.stdout


def told(*args: str | Path) -> Any:
    """The JSON that a command prints."""
    return json.loads(ran(*args))


def failed(*args: str | Path) -> str:
    """The one line that a command which fails with status 1 says on standard error."""
    result = invoke(*args)
    assert result.exit_code == 1, result.output
    assert result.stderr.startswith("newsloom: ")
    assert "Traceback" not in result.output
    assert result.stderr.count("\n") == 1
    return result.stderr


def written(path: Path, *more: str) -> Path:
    """The records as JSON Lines, and further lines."""
    lines = [json.dumps(one) for one in RECORDS] + list(more)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
