"""The endpoint for generated summaries as the configuration names it."""

from pathlib import Path

import pytest

from newsloom.app.summing import endpoint_of, summary_of, writer
from newsloom.config import Config
from newsloom.model.errors import ConfigError


def test_no_endpoint_by_default(tmp_path: Path) -> None:
    assert endpoint_of(Config(), {}) is None
    assert writer(Config()) is None
    with pytest.raises(ConfigError, match="no endpoint is set"):
        summary_of(tmp_path, "s1")


def test_an_endpoint_takes_its_key_from_the_environment() -> None:
    config = Config(summary_endpoint="http://x.example/v1", summary_model="m", summary_key_env="K")
    endpoint = endpoint_of(config, {"K": "secret"})
    assert endpoint is not None
    assert (endpoint.url, endpoint.model, endpoint.key) == ("http://x.example/v1", "m", "secret")
    with pytest.raises(ConfigError, match=r"names \$K, which is not set"):
        endpoint_of(config, {})
    with pytest.raises(ConfigError, match="not summary_model"):
        endpoint_of(Config(summary_endpoint="http://x.example/v1"), {})


def test_half_an_endpoint_does_not_stop_the_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("K", raising=False)
    config = Config(summary_endpoint="http://x.example/v1", summary_model="m", summary_key_env="K")
    made = writer(config)
    assert made is not None and made[0] == "m"
