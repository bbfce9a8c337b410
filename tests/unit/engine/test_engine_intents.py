"""What other processes ask of the one that owns the folder."""

from pathlib import Path

from newsloom.engine.intents import carry_out
from newsloom.model.errors import StoreError
from newsloom.store.sqlite.store import SqliteStore


def test_one_that_fails_does_not_stand_before_the_others(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path, engine=True)
    numbers = [store.put_intent(kind, kind) for kind in ("defect", "refused", "odd", "good")]

    def defect(body: str) -> str:
        raise PermissionError(body)

    def refused(body: str) -> str:
        raise StoreError(f"{body} it is")

    work = {"defect": defect, "refused": refused, "good": lambda body: f"{body} work"}
    assert carry_out(store, work) == 4
    assert carry_out(store, work) == 0
    assert [store.intent_outcome(number) for number in numbers] == [
        "failed: PermissionError: defect",
        "failed: refused it is",
        "unknown intent odd",
        "good work",
    ]
    store.close()
