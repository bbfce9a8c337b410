"""What changed between two texts: every word accounted for, and no change where there is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.text.diff import word_diff


def shown(before: str, after: str) -> str:
    """A diff as git prints word diffs."""
    pieces = {"deleted": "[-{}-]", "inserted": "{{+{}+}}"}
    out = ""
    for run in word_diff(before, after):
        text = before[slice(*run.before)] if run.kind == "deleted" else after[slice(*run.after)]
        out += pieces.get(run.kind, "{}").format(text)
    return out


@pytest.mark.parametrize(
    ("before", "after", "diff"),
    [
        ("312 boats sank.", "321 boats sank.", "[-312 -]{+321 +}boats sank."),
        ("It cost 1,200.50 crowns.", "It cost 1,250.50 crowns.",
         "It cost [-1,200.50 -]{+1,250.50 +}crowns."),
        ("The dyke held.\n\nRain fell.", "The dyke held.\n\nA boat sank.\n\nRain fell.",
         "The dyke held.\n\n{+A boat sank.\n\n+}Rain fell."),
        ("The  dyke held.\n", "The dyke\nheld.", "The dyke\nheld."),
        ("She doesn't know.", "She doesn’t know.", "She [-doesn't -]{+doesn’t +}know."),
        ("昨日は雨だった。", "今日は雨だった。", "[-昨-]{+今+}日は雨だった。"),
        ("ตลาดปิด", "ตลาดเปิด", "ตลาด{+เ+}ปิด"),
        ("खबर में", "खबर मैं", "खबर [-में-]{+मैं+}"),
        ("הנמל נסגר", "הנמל נפתח", "הנמל [-נסגר-]{+נפתח+}"),
        ("", "All new.", "{+All new.+}"),
        ("All gone.", "", "[-All gone.-]"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_words_that_changed(before: str, after: str, diff: str) -> None:
    assert shown(before, after) == diff


def test_words_equal_by_chance_do_not_cut_a_change_to_pieces() -> None:
    before = "Officials of the harbour met in a long session on Monday."
    after = "Some say that the council spoke for hours in secret, on Monday."
    assert shown(before, after).count("[-") == 1


def test_a_long_text_that_changed_altogether_is_quick() -> None:
    before, after = ("word " * 5000, "other " * 5000)
    assert [run.kind for run in word_diff(before, after)] == ["deleted", "inserted"]


_TEXTS = st.text(st.sampled_from("ab c1.,\n’ड़ाก็水“ \t"), max_size=40)


@given(_TEXTS, _TEXTS)
def test_runs_make_up_both_texts(before: str, after: str) -> None:
    old = new = 0
    for run in word_diff(before, after):
        assert (run.before[0], run.after[0]) == (old, new)
        (old, new) = run.before[1], run.after[1]
        parts = before[slice(*run.before)], after[slice(*run.after)]
        gone, come = ("".join(part.split()) for part in parts)  # white space is no change
        assert {"same": gone == come, "deleted": not come, "inserted": not gone}[run.kind]
    # White space at an end of a text without words is in no run.
    assert not before[old:].strip() and not after[new:].strip()


@given(_TEXTS)
def test_a_text_beside_itself_is_the_same(text: str) -> None:
    assert {run.kind for run in word_diff(text, text)} <= {"same"}
