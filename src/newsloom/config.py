"""What the operator may set: ``newsloom.toml`` in the data folder, and the environment.

Every key has a default, a fresh folder needs no file. ``NEWSLOOM_<KEY>`` in the environment
overrides the file for keys that hold one value.
"""

import difflib
import json
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_type_hints

import msgspec
import platformdirs
from msgspec import Struct

from newsloom import __version__
from newsloom.model.errors import ConfigError

FILE_NAME = "newsloom.toml"


class Config(Struct, frozen=True):
    """The settings of one data folder. Days of 0 mean for ever."""

    contact: str = ""  # a URL or mail address that outlets find in our User-Agent
    sources: str = "starter"  # starter, world or the path of an OPML file
    language: str = ""  # the reader's, ISO 639-1; "" takes the one of the system
    region: str = ""  # the reader's, ISO 3166 alpha-2; "" takes the one of the system
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 0  # processes for pure stages; 0: as many as the machine suggests
    in_flight: int = 64  # hosts asked at the same time
    host_interval_s: float = 5.0  # between two requests to one host
    captures_days: int = 30  # how long polled pages are kept as fetched; articles stay
    disk_cap_gb: float = 20.0
    allow_private: tuple[str, ...] = ()  # hosts, host:port or networks that are not public
    own_hosts: tuple[str, ...] = ()  # host:port of one's own, asked without an interval
    public_full_text: bool = False  # full texts for readers without an account
    poll_revisits: tuple[str, ...] = (
        "1h",
        "6h",
        "1d",
        "3d",
    )  # after which pages are looked at again
    websub_callback: str = ""  # our public base URL, for hubs that push; "" to poll alone
    summary_endpoint: str = ""  # base URL of an OpenAI-compatible endpoint; "" for none
    summary_model: str = ""  # the model it is asked for
    summary_key_env: str = ""  # the environment variable that holds its key
    stories_embedder: str = ""  # what turns articles into vectors; "" for none, "off" to end it
    stories_embedder_key_env: str = ""  # the environment variable that holds its key


_TYPES = get_type_hints(Config)
_NEEDS = {
    str: "a text in quotes",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    tuple[str, ...]: 'a list of texts, as in ["10.0.0.0/8"]',
}
_LEAST = {
    "port": 0,
    "workers": 0,
    "in_flight": 1,
    "host_interval_s": 0,
    "captures_days": 0,
    "disk_cap_gb": 0.1,
}
_MOST = {"port": 65535, "in_flight": 1000}
_CONTACT = re.compile(r"https?://[!-~]+|[!-~]+@[!-~]+\.[!-~]+")
_SPAN = re.compile(r"[1-9][0-9]{0,5}(?:s|min|h|d)")
_ADDRESS = re.compile(r"https?://[!-~]+")
_EMBEDDER = re.compile(
    r"off|(?:model2vec|sentence-transformers):\S.*|endpoint:https?://[!-\"$-~]+#\S+"
)
_CODES = {"language": re.compile(r"[a-z]{2,3}"), "region": re.compile(r"[A-Z]{2}")}


def _unknown(where: str, key: str) -> ConfigError:
    near = difflib.get_close_matches(key, _TYPES, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else f"; known are {', '.join(_TYPES)}"
    return ConfigError(f"{where}: unknown key {key!r}{hint}")


def _checked(where: str, key: str, given: object) -> Any:
    kind = _TYPES[key]
    value: Any = given
    try:
        value = msgspec.convert(value, kind, strict=True)
    except msgspec.ValidationError:
        raise ConfigError(f"{where}: {key} takes {_NEEDS[kind]}, not {value!r}") from None
    if isinstance(value, int | float):
        low, high = _LEAST.get(key, 0), _MOST.get(key)
        if not value >= low or (high is not None and value > high):
            limits = f"at least {low}" + (f" and at most {high}" if high else "")
            raise ConfigError(f"{where}: {key} takes {limits}, not {value}")
    if key == "contact" and value and not _CONTACT.fullmatch(str(value)):
        raise ConfigError(
            f"{where}: contact takes a web or mail address, "
            f'as in contact = "https://example.org/newsloom", not {value!r}'
        )
    if key == "poll_revisits" and not all(_SPAN.fullmatch(span) for span in value):
        raise ConfigError(
            f"{where}: poll_revisits takes spans of time, "
            f'as in poll_revisits = ["30min", "6h", "1d"], or [] for none, not {list(value)}'
        )
    if key == "summary_endpoint" and value and not _ADDRESS.fullmatch(str(value)):
        raise ConfigError(
            f"{where}: summary_endpoint takes a web address, "
            f'as in summary_endpoint = "http://127.0.0.1:11434/v1", not {value!r}'
        )
    if key == "websub_callback" and value and not _ADDRESS.fullmatch(str(value)):
        raise ConfigError(
            f"{where}: websub_callback takes a web address that hubs can reach, "
            f'as in websub_callback = "https://news.example.org", not {value!r}'
        )
    if key == "stories_embedder" and value and not _EMBEDDER.fullmatch(str(value)):
        raise ConfigError(
            f"{where}: stories_embedder takes model2vec:/FOLDER, sentence-transformers:/FOLDER, "
            f"endpoint:https://HOST/v1#MODEL or off, not {value!r}"
        )
    if key in _CODES and value and not _CODES[key].fullmatch(str(value)):
        example = {"language": "de", "region": "DE"}[key]
        raise ConfigError(f'{where}: {key} takes a code such as "{example}", not {value!r}')
    return value


def _flat(table: Mapping[str, Any]) -> dict[str, Any]:
    """``[summary] model`` as ``summary_model``, and so for the other sections."""
    flat: dict[str, Any] = {}
    for name, value in table.items():
        if name in ("poll", "summary", "websub", "stories") and isinstance(value, dict):
            flat |= {f"{name}_{key}": one for key, one in value.items()}
        else:
            flat[name] = value
    return flat


def _from_file(path: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as problem:
        raise ConfigError(f"{path}: cannot be read as TOML: {problem}") from problem
    settings = {}
    for key, value in _flat(table).items():
        if key not in _TYPES:
            raise _unknown(str(path), key)
        settings[key] = _checked(str(path), key, value)
    return settings


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    settings: dict[str, Any] = {}
    for key, kind in _TYPES.items():
        name = f"NEWSLOOM_{key.upper()}"
        text = environ.get(name)
        if text is None or kind == tuple[str, ...]:
            continue
        value: object = text
        if kind is not str:
            try:
                value = json.loads(text)
            except ValueError:
                raise ConfigError(f"${name}: takes {_NEEDS[kind]}, not {text!r}") from None
        settings[key] = _checked(f"${name}", key, value)
    return settings


def load_config(folder: Path, environ: Mapping[str, str] = os.environ) -> Config:
    """The settings of a data folder. Raises ConfigError for unknown keys and wrong values."""
    return Config(**_from_file(folder / FILE_NAME) | _from_environment(environ))


def data_dir(option: str | Path | None, environ: Mapping[str, str] = os.environ) -> Path:
    """The data folder: the option, else ``$NEWSLOOM_DATA``, else the platform's place for it."""
    named = option or environ.get("NEWSLOOM_DATA")
    return Path(named).expanduser() if named else Path(platformdirs.user_data_dir("newsloom"))


def user_agent(config: Config) -> str:
    """How we introduce ourselves: name, version and whom to write to."""
    return f"Newsloom/{__version__}" + (f" (+{config.contact})" if config.contact else "")


def reader_locale(config: Config, environ: Mapping[str, str] = os.environ) -> tuple[str, str]:
    """The reader's (language, region), as set, else as the system has them, else en, US."""
    named = [environ.get(key, "") for key in ("LC_ALL", "LC_MESSAGES", "LANG")]
    spoken = next((name for name in named if name), "")
    match = re.match(r"([a-z]{2,3})(?:[_-]([A-Z]{2}))?(?:$|[.@])", spoken)
    language, region = (match[1], match[2] or "") if match else ("en", "US")
    return config.language or language, config.region or region


def save_contact(folder: Path, contact: str) -> None:
    """Set the contact in the folder's file; every other line and comment stays as it is.

    Raises ConfigError when the contact is no address or the file cannot be written.
    """
    path = folder / FILE_NAME
    _checked(str(path), "contact", contact)
    line = f"contact = {json.dumps(contact)}"
    try:
        text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
        changed, found = re.subn(
            r"^contact\s*=.*$", lambda _: line, text, count=1, flags=re.MULTILINE
        )
        if not found:
            changed = line + "\n" + text
        folder.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".toml.new")
        draft.write_text(changed, encoding="utf-8")
        draft.replace(path)
    except OSError as problem:
        raise ConfigError(f"{path}: cannot be written: {problem}") from problem
