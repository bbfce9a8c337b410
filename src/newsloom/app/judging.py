"""What a folder is judged with: weights of the score, and the operator's embedder, if any.

A folder remembers both: stories judged with one set, and judged again (after a removal, in a
replay) with another, would not agree.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from newsloom.config import load_config
from newsloom.engine.embedders import OFF, make_embedder, name_of
from newsloom.model.errors import ConfigError, NewsloomError, StoreError
from newsloom.pipeline import READ, WEAVE
from newsloom.store.base import Cursor, Decision
from newsloom.store.sqlite.store import SqliteStore
from newsloom.stories.embedding import F32, Embedder
from newsloom.stories.score import Weights, load_weights

WEIGHTS_FILE = "weights.json"
NOTE, KEY_NOTE = "embedder", "embedder_key_env"


def weights_of(store: SqliteStore, named: Path | None) -> Weights:
    """The weights of a folder: those named now, else those it was given before, else ours.

    With new weights everything is judged again.
    """
    own = store.folder / WEIGHTS_FILE
    kept = own if own.exists() else None
    if named is None:
        return load_weights(kept)
    weights = load_weights(named)
    if kept is None or kept.read_bytes() != named.read_bytes():
        at = store.cursor(WEAVE)
        store.commit(Decision((), Cursor(WEAVE, at, 0)))
        draft = own.with_suffix(".new")
        draft.write_bytes(named.read_bytes())
        draft.replace(own)
    return weights


class _Setting(Struct, frozen=True):
    """What turns articles into vectors, empty for none, and the variable that holds its key."""

    spec: str
    key_env: str = ""


class _Unusable:
    """Stands for an embedder that is needed only if something new has to be read."""

    name = ""

    def __init__(self, problem: NewsloomError) -> None:
        self._problem = problem

    def embed(self, texts: Sequence[str]) -> F32:
        """Raises what is wrong with the setting."""
        raise self._problem


def embedder_of(
    store: SqliteStore,
    source: SqliteStore | None = None,
    *,
    judging: bool = True,
    environ: Mapping[str, str] = os.environ,
) -> Embedder | None:
    """The embedder that is set for a folder, else the one it was given before, else None.

    A folder that is rebuilt takes that of its ``source`` where it has none of its own. Raises
    StoreError when articles were read with another one, ConfigError when it cannot work; unless
    nothing is to be judged: then only reading something new raises.
    """
    try:
        setting = _set(store) or (source and _set(source)) or _Setting("")
        _hold_to(store, setting)
        return _made(setting, environ)
    except NewsloomError as problem:
        if judging:
            raise
        return _Unusable(problem)


def _set(store: SqliteStore) -> _Setting | None:
    """What newsloom.toml or the environment says, else what the folder remembers."""
    config = load_config(store.folder)
    if config.stories_embedder == OFF:
        return _Setting("")
    if config.stories_embedder:
        return _Setting(config.stories_embedder, config.stories_embedder_key_env)
    kept = store.note(NOTE)
    return _Setting(kept, store.note(KEY_NOTE) or "") if kept else None


def _hold_to(store: SqliteStore, setting: _Setting) -> None:
    """Remember the setting; StoreError when the folder's articles were read with another model."""
    kept = store.note(NOTE) or ""
    if name_of(kept) != name_of(setting.spec) and store.cursor(READ):
        raise StoreError(
            f"{store.folder} was read with {name_of(kept) or 'no embedder'}, and "
            f"stories_embedder now says {name_of(setting.spec) or OFF}: rebuild it with "
            f"`newsloom replay --from {store.folder} --data NEW`, or set it back in newsloom.toml"
        )
    if kept != setting.spec or (store.note(KEY_NOTE) or "") != setting.key_env:
        store.set_note(NOTE, setting.spec or None)
        store.set_note(KEY_NOTE, setting.key_env or None)


def _made(setting: _Setting, environ: Mapping[str, str]) -> Embedder | None:
    if not setting.spec:
        return None
    key = environ.get(setting.key_env, "") if setting.key_env else ""
    if setting.key_env and not key:
        raise ConfigError(f"stories_embedder_key_env names ${setting.key_env}, which is not set")
    return make_embedder(setting.spec, key)
