"""The engine's thread, a step at a time."""

from pathlib import Path

import pytest

from newsloom.engine.execute import Engine
from newsloom.engine.live import EngineThread, Keep
from newsloom.engine.local import InProcess
from newsloom.store.sqlite.store import SqliteStore
from newsloom.stories.score import load_weights


@pytest.mark.parametrize("restarted", [False, True])
def test_the_note_of_a_full_folder_goes_once_there_is_room(tmp_path: Path, restarted: bool) -> None:
    store = SqliteStore(tmp_path, engine=True)
    times = iter((10**15, 2 * 10**15))
    engine = Engine(store, InProcess(), load_weights(None), lambda: 0)

    def thread(cap_bytes: int) -> EngineThread:
        return EngineThread(store, engine, Keep(0, cap_bytes), lambda: next(times), {})

    running = thread(cap_bytes=1)
    running.step()
    assert running.full.is_set()
    assert store.note("full")
    if restarted:
        running = thread(cap_bytes=10**12)
    else:
        running._keep = Keep(0, 10**12)
    running.step()
    assert not running.full.is_set()
    assert store.note("full") is None
    store.close()
