"""What every runner promises: order, and that one bad item takes no other with it."""

from collections.abc import Iterator

import pytest
from runner_steps import deadly, double, sleepy, touchy

from newsloom.engine.local import InProcess, Lost, Runner, SpawnPool


@pytest.fixture(params=["in process", "spawn pool"])
def runner(request: pytest.FixtureRequest) -> Iterator[Runner]:
    made: Runner = InProcess() if request.param == "in process" else SpawnPool(2)
    yield made
    made.close()


def test_results_come_in_order(runner: Runner) -> None:
    assert list(runner.map(double, range(20))) == [2 * n for n in range(20)]
    assert list(runner.map(double, [])) == []


def test_an_item_that_raises_is_lost_alone(runner: Runner) -> None:
    results = list(runner.map(touchy, range(6)))
    assert results[3] == Lost("defect", "ValueError: three")
    assert [result for result in results if isinstance(result, int)] == [0, 1, 2, 4, 5]


def test_an_item_that_kills_its_worker_is_lost_alone() -> None:
    pool = SpawnPool(2)
    results = list(pool.map(deadly, range(8)))
    pool.close()
    assert [result for result in results if isinstance(result, int)] == [0, 1, 2, 4, 5, 6, 7]
    assert isinstance(results[3], Lost) and results[3].reason == "worker_died"


def test_an_item_that_hangs_is_lost_alone() -> None:
    pool = SpawnPool(2, item_seconds=3.0)
    results = list(pool.map(sleepy, range(6)))
    pool.close()
    assert [result for result in results if isinstance(result, int)] == [0, 1, 2, 4, 5]
    assert isinstance(results[3], Lost) and results[3].reason == "timeout"
