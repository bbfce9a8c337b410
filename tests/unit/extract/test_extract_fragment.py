"""HTML fragments to paragraphs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.extract.fragment import fragment_paragraphs, plain_title


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ("Plain text\nand more", ("Plain text", "and more")),
        ("<p>One <b>bold</b> word</p><p>Two</p>", ("One bold word", "Two")),
        ("One<br/>Two", ("One", "Two")),
        ("Fish &amp; ships", ("Fish & ships",)),
        ("<p>A\nfolded\nline</p>", ("A folded line",)),
        ("<script>x()</script>Text<style>p{}</style> stays", ("Text stays",)),
        ("<ul><li>One</li><li>Two</li></ul>tail", ("One", "Two", "tail")),
        ("", ()),
        ("<p></p>", ()),
    ],
)
def test_paragraphs(fragment: str, expected: tuple[str, ...]) -> None:
    assert fragment_paragraphs(fragment) == expected


def test_titles() -> None:
    assert plain_title("Bridge &amp;amp; ferry <em>closed</em>") == "Bridge & ferry closed"
    assert plain_title("  a < b ") == "a < b"


def test_deep_nesting() -> None:
    fragment_paragraphs("<div>" * 50_000 + "x")


@given(st.text(max_size=80))
def test_never_raises(fragment: str) -> None:
    assert all(fragment_paragraphs(fragment))
