"""The unpacked model: the same answers as the package's own, whatever befell the file."""

import copy
from pathlib import Path

import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from newsloom.text.language_model import identifier, load

GROUPS = {"latin": "de en es fr nl pt", "cyrillic": "bg ru uk"}
TEXTS = (
    "Der Rat hat am Dienstag beschlossen, die Brücke bis zum Frühjahr zu sperren.",
    "The council decided on Tuesday to close the bridge until spring.",
    "De raad besloot dinsdag de brug tot het voorjaar te sluiten.",
    "Le conseil a décidé mardi de fermer le pont jusqu'au printemps.",
    "Совет решил во вторник закрыть мост до весны.",
    "У вівторок рада вирішила закрити міст до весни.",
    "Bridge shut",
    "",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("cache") / "deep" / "newsloom"
    load(GROUPS, made)
    return made


def answers(folder: Path) -> list[tuple[str, float]]:
    arrays = load(GROUPS, folder)
    found = [identifier(arrays, group) for group in GROUPS]
    return [one.classify(text) for one in found for text in TEXTS]


def test_answers_are_those_of_the_package(folder: Path) -> None:
    whole = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    expected = []
    for languages in GROUPS.values():
        own = copy.copy(whole)
        own.set_languages(languages.split())
        expected += [own.classify(text) for text in TEXTS]

    assert answers(folder) == expected  # probabilities to the last bit
    assert [lang for lang, _ in expected[:4]] == ["de", "en", "nl", "fr"]


def test_one_file_is_kept_and_found_again(folder: Path) -> None:
    (kept,) = folder.iterdir()
    written = kept.stat().st_mtime_ns
    arrays = load(GROUPS, folder)

    assert [one.stat().st_mtime_ns for one in folder.iterdir()] == [written]
    assert not any(one.flags.writeable for one in arrays.values())


def test_other_groups_lie_in_a_file_of_their_own(folder: Path, tmp_path: Path) -> None:
    load({"latin": "de en"}, tmp_path)

    assert {one.name for one in tmp_path.iterdir()}.isdisjoint(one.name for one in folder.iterdir())


@pytest.mark.parametrize("left", [0, 5, 300, 1_000_000])
def test_a_damaged_file_is_written_anew(folder: Path, tmp_path: Path, left: int) -> None:
    (whole,) = folder.iterdir()
    (tmp_path / whole.name).write_bytes(whole.read_bytes()[:left])

    assert answers(tmp_path) == answers(folder)
    (mended,) = tmp_path.iterdir()
    assert mended.stat().st_size == whole.stat().st_size


def test_without_a_folder_to_write_to_answers_stay(folder: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")

    assert answers(blocked / "newsloom") == answers(folder)
    assert blocked.read_text() == "no folder"
