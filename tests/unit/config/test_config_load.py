"""Settings: defaults, a file, the environment; what is wrong says how to make it right."""

from pathlib import Path

import pytest

from newsloom import __version__
from newsloom.config import Config, data_dir, load_config, reader_locale, save_contact, user_agent
from newsloom.model.errors import ConfigError


def _write(folder: Path, text: str) -> Path:
    (folder / "newsloom.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_fresh_folder_needs_no_file(tmp_path: Path) -> None:
    assert load_config(tmp_path, {}) == Config()


def test_the_file_sets_and_the_environment_overrides(tmp_path: Path) -> None:
    folder = _write(
        tmp_path, 'contact = "a@b.example"\nport = 9000\nallow_private = ["10.0.0.0/8"]'
    )
    config = load_config(folder, {"NEWSLOOM_PORT": "9001", "NEWSLOOM_CONTACT": "c@d.example"})
    assert (config.contact, config.port) == ("c@d.example", 9001)
    assert config.allow_private == ("10.0.0.0/8",)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('contcat = "a@b.example"', "did you mean 'contact'"),
        ("zzz = 1", "known are contact"),
        ('port = "8000"', "port takes a whole number"),
        ("port = 99999", "at most 65535"),
        ("port = true", "port takes a whole number"),
        ("captures_days = -1", "at least 0"),
        ("disk_cap_gb = 0", "at least 0.1"),
        ("disk_cap_gb = nan", "at least 0.1"),
        ("public_full_text = 1", "true or false"),
        ('allow_private = "10.0.0.0/8"', "a list of texts"),
        ('contact = "call me"', "a web or mail address"),
        ('contact = "a@b.example\\r\\nX-Header: 1"', "a web or mail address"),
        ('language = "german"', 'such as "de"'),
        ("port = ", "cannot be read as TOML"),
    ],
)
def test_a_wrong_setting_names_file_key_and_way_out(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ConfigError) as error:
        load_config(_write(tmp_path, text), {})
    assert says in str(error.value)
    assert "newsloom.toml" in str(error.value)


def test_a_wrong_variable_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"\$NEWSLOOM_PORT"):
        load_config(tmp_path, {"NEWSLOOM_PORT": "eighty"})


def test_saving_the_contact_keeps_the_rest_of_the_file(tmp_path: Path) -> None:
    folder = _write(tmp_path, '# mine\nport = 9000 # high\ncontact = "old@b.example"\n')
    save_contact(folder, "https://example.org/?a=1")
    text = (folder / "newsloom.toml").read_text(encoding="utf-8")
    assert text == '# mine\nport = 9000 # high\ncontact = "https://example.org/?a=1"\n'
    save_contact(tmp_path / "new", "me@example.org")
    assert load_config(tmp_path / "new", {}).contact == "me@example.org"
    with pytest.raises(ConfigError):
        save_contact(folder, "nobody")


def test_the_data_folder_is_the_option_else_the_variable(tmp_path: Path) -> None:
    assert data_dir(tmp_path, {"NEWSLOOM_DATA": "/elsewhere"}) == tmp_path
    assert data_dir(None, {"NEWSLOOM_DATA": "/elsewhere"}) == Path("/elsewhere")
    assert "newsloom" in str(data_dir(None, {}))


def test_the_user_agent_carries_the_contact() -> None:
    assert (
        user_agent(Config(contact="me@example.org")) == f"Newsloom/{__version__} (+me@example.org)"
    )
    assert user_agent(Config()) == f"Newsloom/{__version__}"


@pytest.mark.parametrize(
    ("environ", "locale"),
    [
        ({"LANG": "de_AT.UTF-8"}, ("de", "AT")),
        ({"LC_ALL": "pt_BR", "LANG": "en_US.UTF-8"}, ("pt", "BR")),
        ({"LANG": "C.UTF-8"}, ("en", "US")),
        ({}, ("en", "US")),
    ],
)
def test_the_reader_speaks_what_the_system_speaks(
    environ: dict[str, str], locale: tuple[str, str]
) -> None:
    assert reader_locale(Config(), environ) == locale
    assert reader_locale(Config(language="fr", region="CH"), environ) == ("fr", "CH")


def test_the_table_for_summaries_is_the_same_as_its_keys(tmp_path: Path) -> None:
    (tmp_path / "newsloom.toml").write_text(
        '[summary]\nendpoint = "http://127.0.0.1:1/v1"\nmodel = "tiny"\n', encoding="utf-8"
    )
    config = load_config(tmp_path, {"NEWSLOOM_SUMMARY_KEY_ENV": "KEY"})
    assert (config.summary_endpoint, config.summary_model) == ("http://127.0.0.1:1/v1", "tiny")
    assert config.summary_key_env == "KEY"
    with pytest.raises(ConfigError, match="summary_endpoint takes a web address"):
        load_config(tmp_path, {"NEWSLOOM_SUMMARY_ENDPOINT": "localhost:80"})
    (tmp_path / "newsloom.toml").write_text("[summary]\nmodle = 1\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="did you mean 'summary_model'"):
        load_config(tmp_path, {})


def test_where_hubs_call(tmp_path: Path) -> None:
    file = tmp_path / "newsloom.toml"
    file.write_text('[websub]\ncallback = "https://news.example.org/a"\n', encoding="utf-8")
    assert load_config(tmp_path, {}).websub_callback == "https://news.example.org/a"
    file.write_text('websub_callback = "news.example.org"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="a web address that hubs can reach"):
        load_config(tmp_path, {})
