"""Corrections from the command line."""

import json
from pathlib import Path

from cli_runs import failed, ran, told


def rows(folder: Path) -> list[dict[str, str]]:
    text = ran("export", "articles", "--data", folder)
    return [json.loads(row) for row in text.splitlines()]


def test_from_a_word_to_a_report_and_back(folder: Path) -> None:
    tide, cheese = rows(folder)
    assert tide["story"] != cheese["story"]
    said = ran("correct", "together", cheese["article"], tide["story"], "--data", folder)
    assert "Put together." in said
    tide, cheese = rows(folder)
    assert tide["story"] == cheese["story"]
    (listed,) = told("correct", "list", "--data", folder, "--json")
    name = listed["correction"]["id"]
    assert name in said and name in ran("correct", "list", "--data", folder)
    (row,) = (
        json.loads(line) for line in ran("export", "corrections", "--data", folder).splitlines()
    )
    assert (row["correction"], row["kind"]) == (name, "together")
    report = ran("correct", "report", "--data", folder)
    assert "2 articles, 1 correction" in report and "misses: 1" in report
    assert "Taken back." in ran("correct", "undo", name, "--data", folder)
    tide, cheese = rows(folder)
    assert tide["story"] != cheese["story"]
    assert ran("correct", "list", "--data", folder) == "Nothing was ever corrected.\n"


def test_a_story_that_is_gone_is_shown_and_said(folder: Path) -> None:
    tide, cheese = rows(folder)
    ran("correct", "together", cheese["story"], tide["story"], "--data", folder)
    shown = ran("story", cheese["story"], "--data", folder)
    assert shown.startswith(f"{cheese['story']} is gone: its articles went to {tide['story']}\n")
    assert "2 articles" in shown


def test_what_means_nothing_is_one_line(folder: Path) -> None:
    tide, _ = rows(folder)
    assert "of its own already" in failed("correct", "apart", tide["article"], "--data", folder)
    assert "is no id" in failed("correct", "apart", "tide", "--data", folder)
    assert "no correction k1" in failed("correct", "undo", "k1", "--data", folder)
