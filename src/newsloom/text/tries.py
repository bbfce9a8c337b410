"""Many words as one regular expression that tries each letter once, and classes of characters."""

import re
from collections.abc import Iterable
from typing import Any


def ranges(points: Iterable[int]) -> str:
    """Code points up to U+FFFF, ascending, as the inside of a character class."""
    spans: list[list[int]] = []
    for point in points:
        if spans and spans[-1][1] == point - 1:
            spans[-1][1] = point
        else:
            spans.append([point, point])
    return "".join(f"\\u{low:04x}-\\u{high:04x}" for low, high in spans)


def any_of(words: Iterable[str]) -> str:
    """A pattern that matches the longest of ``words`` at a place; "(?!)" for none.

    A long alternation tries word after word at every place of a text; words that share their
    beginning are tried together here. A blank matches any white space.
    """
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _pattern(root) if root else "(?!)"


def _pattern(node: dict[str, Any]) -> str:
    ends = "" in node
    branches = []
    for char in sorted(key for key in node if key):
        printed = r"\s+" if char == " " else re.escape(char)
        branches.append(printed + _pattern(node[char]))
    if not branches:
        return ""
    if len(branches) == 1 and not ends:
        return branches[0]
    either = f"(?:{'|'.join(branches)})"
    return either + "?" if ends else either
