"""Search apart from the database: queries and snippets."""

from hypothesis import given
from hypothesis import strategies as st

from newsloom.store.search import _fold, index_text, match_expression, query_terms, snippet


def test_queries_become_quoted_terms() -> None:
    assert match_expression('port "record flood" strik') == '"port" "record flood" "strik"*'
    assert match_expression("  ''  ") is None
    assert query_terms("a OR b") == ["a", "OR", "b"]


def test_unspaced_scripts_are_indexed_by_character() -> None:
    assert index_text("港口罢工").split() == ["港", "口", "罢", "工"]
    expression = match_expression("罢工")
    assert expression is not None and expression.split() == ['"', "罢", "工", '"']


def test_snippets_mark_the_match_and_keep_the_letters() -> None:
    text = "Before. " * 40 + "The harbour of Quillmoor was closed."
    pieces = snippet(text, "harbour")
    assert ("harbour", True) in pieces
    assert "".join(piece for piece, _ in pieces).strip("… ") in text


def test_matches_are_marked_whatever_their_case_and_accents() -> None:
    marked = [piece for piece, hit in snippet("Ein CAFÉ, zwei Cafés; İzmir ﬁel", "cafe") if hit]
    assert marked == ["CAFÉ", "Cafés"]
    assert ("İzmir", True) in snippet("Aus İzmir", "izmir")


@given(st.text(max_size=300))
def test_marking_moves_no_character(text: str) -> None:
    folded = _fold(text)
    assert len(folded) == len(text)
    assert _fold(folded) == folded


@given(st.text(max_size=300), st.text(max_size=40))
def test_no_text_or_query_raises(text: str, query: str) -> None:
    snippet(text, query)
    match_expression(query)


def test_a_snippet_ends_with_a_whole_word() -> None:
    text = "The harbour wall gave way at noon. " + "Warehouses flooded quickly. " * 20
    whole = "".join(piece for piece, _ in snippet(text, "harbour")).removesuffix(" …")
    assert text.startswith(whole) and text[len(whole)] == " "
    run = "漢" * 500
    assert len("".join(piece for piece, _ in snippet(run, "漢"))) > 200
