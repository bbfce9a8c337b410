"""The reasons of an assignment as people read them: ids become links."""

import re

_ENDS_IN_ID = re.compile(r"(.*\b(?:copy of|version of|story)) ([as])[0-9a-f]{24}")
_PLACES = {"a": ("/article/", "that text"), "s": ("/story/", "this one")}


def linked(reason: str) -> tuple[str, str, str]:
    """(words, path, link text) of a reason that ends in an id; else (reason, "", "")."""
    match = _ENDS_IN_ID.fullmatch(reason)
    if match is None:
        return reason, "", ""
    folder, text = _PLACES[match[2]]
    return match[1], folder + reason.rsplit(" ", 1)[1], text
