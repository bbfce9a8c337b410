"""The cost of the ledger, part by part."""

from newsloom.bench.ledger import bench_ledger, ledger_table
from newsloom.model.facts import Article

TEXT = "At least 214 stone houses fell, said Mayor Ada Quill. “We saw it,” said Ada Quill."


def article(number: int) -> Article:
    return Article(f"a{number}", number, "c", "g", None, f"Outlet {number}", "en", "T", TEXT)


def test_every_part_is_measured_and_summed() -> None:
    stories = [[article(n) for n in (1, 2)]]
    cost = bench_ledger(stories, rounds=2)
    assert (cost.articles, cost.stories, cost.words) == (2, 1, len(TEXT.split()))
    parts = {row.part: row for row in cost.rows}
    assert list(parts) == [
        "sentences and words",
        "quotes",
        "figures",
        "credits",
        "origins",
        "people",
        "quotes side by side",
        "figures side by side",
        "together",
    ]
    assert (parts["figures"].found, parts["origins"].found) == (2, 2)
    assert parts["figures side by side"].found == 1
    assert abs(parts["together"].ms - sum(row.ms for row in cost.rows[:-1])) < 0.01
    assert all(0 < row.least_ms <= row.ms for row in cost.rows[:-1])
    assert parts["together"].least_ms >= sum(row.least_ms for row in cost.rows[:-1]) - 0.01
    assert "| figures |" in ledger_table(cost)
