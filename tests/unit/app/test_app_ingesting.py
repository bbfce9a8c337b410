"""What the benchmark of fetching asks for, and one small run of it from end to end."""

import msgspec

from newsloom.app.ingesting import plan_of
from newsloom.bench.ingest import bench_faults, faults_table
from newsloom.demo.crowd import Crowd, article_url, host_name


def test_a_plan_lists_what_must_arrive_and_nothing_else() -> None:
    crowd = Crowd(hosts=200, sources=2, items=3)
    plan = plan_of(crowd, most=150)
    assert len(plan.sources) == 150
    assert len({source.domain for source in plan.sources}) == 150
    assert plan.faulty == 40
    healthy = [host for host in range(200) if crowd.healthy(host)]
    assert len(plan.pages) == len(healthy) * 2 * 4
    assert article_url(1, 1, 3) in plan.pages
    assert len(plan.edits) == 2 * sum(crowd.edited(host, 0) for host in range(200)) > 40
    assert all(plan.pages[url] != body for url, body in plan.edits.items())
    assert host_name(0) in plan.refused
    assert not any(host_name(0) in url for url in plan.pages)
    # A page that is refused for good comes in the words of its feed.
    refused = next(host for host in range(200) if crowd.fault(host) == ("403", "page"))
    assert plan.pages[article_url(refused, 0, 0)] is None


def test_a_small_press_comes_in_whole_once_and_politely() -> None:
    run = bench_faults(plan_of(Crowd(hosts=8, faulty=8)))
    assert (run.expected, run.arrived, run.missing, run.twice, run.altered) == (21, 21, 0, 0, 0)
    assert (run.edits, run.seen, run.absent) == (1, 1, ())
    assert (run.rounds, run.visits) == (4, 21)
    # Now and then a feed is fetched in full although it is unchanged.
    assert run.statuses.pop("failing") == 1
    assert run.statuses.get("unchanged", 0) + run.statuses.get("ok", 0) == 7
    assert run.politeness.kept
    assert run.politeness.requests >= 7 * 8
    assert "| arrived, missing | 21, 0 |" in faults_table(run)


def test_what_is_missing_is_named_with_its_reason() -> None:
    plan = plan_of(Crowd(hosts=2, faulty=2))
    lost = "http://h00000.example/a/0/0"  # of a host on which nobody listens
    run = bench_faults(msgspec.structs.replace(plan, pages=plan.pages | {lost: None}))
    assert (run.missing, run.rounds) == (1, 8)
    (absent,) = run.absent
    assert (absent.host, absent.urls, absent.status) == ("h00000.example", (lost,), "failing")
    assert "robots.txt cannot be had for now" in absent.detail
    assert f"- h00000.example: failing, {absent.detail}: {lost}" in faults_table(run)
