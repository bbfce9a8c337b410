"""The reference pages and the program say the same."""

import json
import re
from pathlib import Path
from typing import get_type_hints

import click
import msgspec
import pytest
from cli_runs import ran
from test_cli_help import ALL

from newsloom.cli.stored import TABLES
from newsloom.config import Config
from newsloom.serve import api

DOCS = Path(__file__).parents[3] / "docs"
_EVERYWHERE = {"--data", "--json", "--workers", "--help", "-h"}


def sections() -> dict[str, str]:
    """Command -> its part of the reference."""
    text = (DOCS / "reference/command-line.md").read_text(encoding="utf-8")
    parts = re.split(r"^### newsloom (.+)$", text, flags=re.MULTILINE)[1:]
    return {
        name: body.split("\n## ")[0] for name, body in zip(parts[::2], parts[1::2], strict=True)
    }


def options(command: click.Command) -> set[str]:
    return {
        name
        for param in command.params
        if isinstance(param, click.Option)
        for name in (*param.opts, *param.secondary_opts)
    }


def test_every_command_is_described() -> None:
    assert sorted(sections()) == sorted(ALL)


@pytest.mark.parametrize("words", ALL)
def test_every_option_is_described_and_no_other(words: str) -> None:
    described = set(re.findall(r"`(--?[a-z-]+)\b", sections()[words]))
    assert described == options(ALL[words])


def test_options_of_many_commands_are_explained_once() -> None:
    text = (DOCS / "reference/command-line.md").read_text(encoding="utf-8").split("\n## ")[0]
    assert set(re.findall(r"`(--?[a-z-]+)\b", text)) - {"--version"} == _EVERYWHERE


@pytest.mark.parametrize("page", sorted(DOCS.glob("*/*.md")), ids=lambda page: page.name)
def test_commands_on_every_page_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for line in re.findall(r"newsloom ([a-z][^`\n]*)", "\n".join(_code(text))):
        words = line.split("&&")[0].split("#")[0].split()
        name = " ".join(words[:2]) if " ".join(words[:2]) in ALL else words[0]
        if name not in ALL:
            assert page.parent.name == "notes", f"{page.name}: newsloom {line}"
            continue
        for option in re.findall(r"(?<=\s)--[a-z-]+", line.split("&&")[0].split("#")[0]):
            assert option in options(ALL[name]) | {"--help"}, f"{page.name}: newsloom {line}"


def _code(text: str) -> list[str]:
    return re.findall(r"`(newsloom [^`]*)`", text) + re.findall(r"^newsloom .*", text, re.MULTILINE)


@pytest.mark.parametrize("page", sorted(DOCS.glob("*/*.md")), ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    made_by_measuring = {"accuracy.md", "performance.md"}
    for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
        target = page.parent / link
        assert target.exists() or target.name in made_by_measuring, link


def test_every_key_of_the_configuration_is_described_with_its_default() -> None:
    text = (DOCS / "reference/configuration.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| `([^`]*)` \|", text, re.MULTILINE))
    defaults = {
        key: msgspec.json.encode(value).decode()
        for key, value in msgspec.structs.asdict(Config()).items()
    }
    assert rows == defaults
    assert set(rows) == set(get_type_hints(Config))


def test_every_table_and_field_of_the_export_is_described(folder: Path) -> None:
    text = (DOCS / "reference/export-format.md").read_text(encoding="utf-8")
    described: dict[str, set[str]] = {}
    for name, fields in re.findall(r"^\| (\w*) ?\| ([^|]*) \|", text, re.MULTILINE):
        table = name or list(described)[-1]
        described.setdefault(table, set()).update(re.findall(r"`(\w+)`", fields))
    described.pop("table")
    ran("takedown", "request", "https://later.example/", "--data", folder)
    one, other = (
        json.loads(row) for row in ran("export", "articles", "--data", folder).splitlines()
    )
    ran("correct", "together", one["article"], other["article"], "--data", folder)
    for table in TABLES:
        row = json.loads(ran("export", table, "--data", folder).splitlines()[0])
        assert described.pop(table) == set(row), table
    assert not described


def test_every_endpoint_is_described() -> None:
    text = (DOCS / "reference/api.md").read_text(encoding="utf-8")
    described = set(re.findall(r"^\| `(/api[^`]*)` \|", text, re.MULTILINE))
    assert described == {api.PREFIX + one.path for one in (*api.ENDPOINTS, api.OPENAPI)}
