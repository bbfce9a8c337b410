"""The word lists of ``words.toml``, read once from the package."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _all() -> dict[str, dict[str, str]]:
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


def section(name: str) -> dict[str, str]:
    """A section as it stands: key to value. KeyError when there is none."""
    return _all()[name]


@cache
def every(name: str) -> frozenset[str]:
    """The words of all keys of a section."""
    return frozenset(word for words in section(name).values() for word in words.split())
