"""Generated summaries, wired: the folder, the operator's endpoint, and what is shown."""

import asyncio
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from newsloom.config import Config, data_dir, load_config
from newsloom.engine.summarise import GeneratedSummary, summarise
from newsloom.fetch.endpoint import Endpoint, ask
from newsloom.model.errors import ConfigError, NewsloomError
from newsloom.store.base import StoryView
from newsloom.store.sqlite.store import SqliteStore


def endpoint_of(config: Config, environ: Mapping[str, str] = os.environ) -> Endpoint | None:
    """The endpoint that is set; None when there is none. Raises ConfigError for half of one."""
    if not config.summary_endpoint:
        return None
    if not config.summary_model:
        raise ConfigError("summary_endpoint is set but not summary_model, the model to ask for")
    key = environ.get(config.summary_key_env, "") if config.summary_key_env else ""
    if config.summary_key_env and not key:
        raise ConfigError(f"summary_key_env names ${config.summary_key_env}, which is not set")
    return Endpoint(config.summary_endpoint, config.summary_model, key)


def summary_of(data: Path | None, story_id: str) -> GeneratedSummary | None:
    """A generated summary of a story of a folder; None when there is no such story.

    Raises ConfigError when no endpoint is set.
    """
    endpoint = endpoint_of(load_config(data_dir(data)))
    if endpoint is None:
        raise ConfigError(
            "no endpoint is set: summary_endpoint and summary_model in newsloom.toml, "
            "see docs/howto/generated-summary.md"
        )
    store = SqliteStore(data_dir(data), create=False)
    try:
        view = store.story(story_id)
    finally:
        store.close()
    return None if view is None else asyncio.run(summarise(view, endpoint, ask))


def writer(config: Config) -> tuple[str, Callable[[StoryView], tuple[str | None, str]]] | None:
    """The model's name and what writes a story's summary, for the pages; None when not set.

    The second returns (text, reason); the text is None when it was rejected. It waits for the
    endpoint, so that it belongs into a thread.
    """
    try:
        endpoint = endpoint_of(config)
    except NewsloomError as problem:
        reason = str(problem)
        return config.summary_model or "a model", lambda _view: (None, reason)
    if endpoint is None:
        return None

    def write(view: StoryView) -> tuple[str | None, str]:
        made = asyncio.run(summarise(view, endpoint, ask))
        return made.text, made.reason

    return endpoint.model, write
