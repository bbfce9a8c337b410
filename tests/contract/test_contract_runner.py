"""What every runner promises: order, and that one bad item takes no other with it."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from runner_steps import deadly, double, process_id, sleepy, touch, touchy

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


def test_many_items_travel_together_and_stay_apart() -> None:
    pool = SpawnPool(2)
    results = list(pool.map(touchy, range(300)))
    assert [at for at, result in enumerate(results) if isinstance(result, Lost)] == [3]
    assert [result for result in results if isinstance(result, int)] == [0, 1, 2, *range(4, 300)]
    results = list(pool.map(deadly, range(300)))
    pool.close()
    assert [at for at, result in enumerate(results) if isinstance(result, Lost)] == [3]
    assert [result for result in results if isinstance(result, int)] == [0, 1, 2, *range(4, 300)]


def test_workers_begin_before_results_are_asked_for(tmp_path: Path) -> None:
    pool = SpawnPool(2)
    mark = tmp_path / "begun"
    results = pool.map(touch, [str(mark)])
    until = time.monotonic() + 60
    while not mark.exists() and time.monotonic() < until:
        time.sleep(0.02)
    assert mark.exists()
    assert list(results) == [True]
    pool.close()


def test_a_worker_that_died_between_two_calls_is_replaced() -> None:
    pool = SpawnPool(1)
    (worker,) = pool.map(process_id, [0])
    assert isinstance(worker, int)
    os.kill(worker, signal.SIGKILL)
    time.sleep(0.3)
    assert list(pool.map(double, [1, 2])) == [2, 4]
    pool.close()


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
