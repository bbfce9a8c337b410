"""What Prometheus reads."""

from prometheus_client.parser import text_string_to_metric_families
from serve_fakes import Server


def test_counts_and_sources() -> None:
    answer = Server(full_text=True).browser().get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    found = {family.name: family for family in text_string_to_metric_families(answer.text)}
    assert found["newsloom_articles"].samples[0].value > 0
    statuses = {
        one.labels["source"]: (one.labels["status"], one.labels["detail"])
        for one in found["newsloom_source_status"].samples
    }
    tally = {one.labels["status"]: one.value for one in found["newsloom_sources"].samples}
    assert sum(tally.values()) == len(statuses) > 0
    assert any(status == "failing" and detail for status, detail in statuses.values())
    asked = {one.labels["source"] for one in found["newsloom_source_failures"].samples}
    assert asked == set(statuses)
    # What never happened has no time, rather than the year 1970.
    for name in ("checked", "success", "next_poll"):
        family = found[f"newsloom_source_{name}_timestamp_seconds"]
        assert all(one.value > 1_000_000_000 for one in family.samples)


def test_for_the_operator_alone() -> None:
    assert Server(operator=False).browser().get("/metrics").status_code == 403
