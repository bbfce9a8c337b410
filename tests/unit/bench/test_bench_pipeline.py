"""The rows of ``newsloom bench pipeline``: what was measured, and beside what."""

from pathlib import Path

from newsloom.bench.pipeline import bench_pipeline, table

PAGE = (
    "<html><head><title>Bridge shut</title></head><body><article><h1>Bridge shut</h1>"
    "<p>The council closed the old bridge on Tuesday after an inspection found cracks in two of "
    "its piers. It stays closed until spring, the mayor said, and buses go round by the mill.</p>"
    "<p>Traders in the lower town fear for their customers and ask for a ferry.</p>"
    "</article></body></html>"
)


def test_each_row_tells_its_cost(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.html").write_text(PAGE.replace("two", f"{number + 4}"))
    alone, imported = bench_pipeline([tmp_path], [1], rounds=1)
    assert (alone.pages, imported.pages) == (3, 3)
    assert imported.stories >= 1
    for row in (alone, imported):
        assert row.cpu_ms > 0
        assert row.own_mb > 20
        assert row.per_second > 0
    # Processes begin with what the program needs, which takes longer than three pages.
    assert imported.cpu_ms * 3 / 1000 > 0.2
    lines = table([alone, imported]).split("\n")
    assert [len(line.split("|")) for line in lines] == [9, 9, 9, 9]
    assert f"| {imported.cpu_ms} |" in lines[3]
