"""The table of languages in the reference says what the program does."""

import os
import re
import tomllib
from importlib.resources import files
from pathlib import Path

from newsloom.serve.languages import english_name
from newsloom.stories.bearings import names_read
from newsloom.stories.features import languages_with_lists, shard_of
from newsloom.text.tokens import segmentation, treatment

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "languages.md"
CUES = (files("newsloom.findings") / "cues").iterdir()
QUOTED = {name.name.removesuffix(".toml") for name in CUES}
RULE = "|---|---|---|---|---|---|---|---|---|\n"
NEWS = tomllib.loads(Path(__file__).with_name("languages.toml").read_text(encoding="utf-8"))


def rows() -> list[str]:
    """One row a language, as the page must have them."""
    found = []
    for lang in sorted(set(NEWS) | languages_with_lists(), key=english_name):
        shard = shard_of(lang)
        cells = (
            english_name(lang),
            f"`{lang}`",
            segmentation(lang),
            treatment(lang),
            "yes" if lang in languages_with_lists() else "",
            names_read(lang),
            "yes" if lang in QUOTED else "",
            "yes" if lang in NEWS else "",
            f"`{shard}`" if shard != lang else "",
        )
        found.append(f"| {' | '.join(cells)} |")
    return found


def test_the_page_has_every_language_as_it_is_treated() -> None:
    text = PAGE.read_text(encoding="utf-8")
    head, rule, rest = text.partition(RULE)
    table = re.match(r"(?:\|.*\n)*", rest)
    assert rule and table
    if os.environ.get("NEWSLOOM_UPDATE_GOLDEN") == "1":
        body = "".join(f"{row}\n" for row in rows())
        PAGE.write_text(f"{head}{rule}{body}{rest[table.end() :]}", encoding="utf-8")
    else:
        assert table.group().splitlines() == rows()


def test_forty_languages_and_more_are_tried() -> None:
    assert sum(row.split(" | ")[7] == "yes" for row in rows()) >= 40
