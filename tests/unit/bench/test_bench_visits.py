"""The judge of politeness sees every violation, and none where there is none."""

from newsloom.bench.visits import Visit, judged


def visit(host: str, start: float, end: float, connection: int = 1, wait: float = 0.0) -> Visit:
    return (host, connection, start, end, 429 if wait else 200, wait)


def test_a_polite_visitor_is_found_polite() -> None:
    log = [visit("a", 0, 1), visit("b", 0.5, 0.7), visit("a", 2.0, 2.1), visit("b", 2.0, 2.1)]
    seen = judged(log, most_open=1, interval_s=1.0)
    assert seen.kept
    assert (seen.requests, seen.connections, seen.least_gap_s) == (4, 2, 1.0)


def test_every_violation_is_counted() -> None:
    assert judged([visit("a", 0, 2), visit("a", 1, 3)], 1, 0.0).overlaps == 1
    assert judged([visit("a", 1.5, 2), visit("a", 0, 1)], 1, 1.0).hasty == 1
    assert not judged([visit("a", 0, 1)], most_open=2, interval_s=1.0).kept


def test_a_retry_after_holds_for_every_later_request() -> None:
    log = [visit("a", 0, 0, wait=10), visit("a", 3, 3), visit("a", 6, 6), visit("a", 10, 10)]
    assert judged(log, 1, 1.0).deaf == 2
    assert judged([log[0], visit("b", 3, 3), log[3]], 1, 1.0).kept
