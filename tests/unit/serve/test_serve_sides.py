"""An article beside the one it was made of."""

from newsloom.model.facts import Article
from newsloom.model.judgements import MainSource, Origin, RelationKind
from newsloom.serve.sides import Sides, side_by_side
from newsloom.store.base import ArticleView

LINES = [
    "The mill on the Quill opened its doors on Monday after eleven quiet years.",
    "Mayor Ada Quill cut a green ribbon while a brass band played below the weir.",
    "Bert Moss repaired the wheel over two winters with three young apprentices.",
    "Parking near the bridge is scarce until the autumn fair has left the valley.",
]


def view(name: str, text: str, kind: RelationKind, title: str = "The mill reopens") -> ArticleView:
    article = Article(name, 1, "c", name, None, f"Outlet {name}", "en", title, text)
    origin = Origin(name, kind, None, MainSource("Outlet a", None, "self"))
    return ArticleView(article, None, None, None, None, origin, (), (), (), ())


def sides(text: str, kind: RelationKind = "edited", title: str = "The mill reopens") -> Sides:
    found = side_by_side(view("b", text, kind, title), view("a", "\n\n".join(LINES), "original"))
    assert found is not None
    return found


def test_every_letter_of_both_texts_is_shown() -> None:
    later = "\n".join([LINES[2], "A goat ate the ribbon.", LINES[0]])
    found = sides(later)
    assert ["".join(piece.text for piece in line) for line in found.earlier] == LINES
    assert "\n".join("".join(piece.text for piece in line) for line in found.later) == later


def test_what_both_have_is_marked_on_both_sides() -> None:
    found = sides("\n".join([LINES[2], "A goat ate the ribbon.", LINES[0]]))
    shared = [LINES[0].rstrip("."), LINES[2].rstrip(".")]
    left = [piece.text for line in found.earlier for piece in line if piece.kinds]
    right = [piece.text for line in found.later for piece in line if piece.kinds]
    assert left == shared
    assert right == shared[::-1]
    assert found.passages == 2


def test_the_relation_in_words() -> None:
    assert sides("\n".join(LINES), "identical").words == "All 4 sentences are the same."
    trimmed = "3 of 4 sentences are the same; 1 was left out."
    assert sides("\n".join(LINES[:3])).words == trimmed
    moved = "2 of 4 sentences are the same; 2 were left out; some stand in another order."
    assert sides("\n".join([LINES[2], LINES[0]])).words == moved
    added = "\n".join([*LINES, "Nobody in the valley expected so large a crowd at the bridge."])
    said = "4 of 4 sentences are the same; 1 was added; the title differs."
    assert sides(added, title="The wheel turns again").words == said
    changed = LINES[1].replace("a brass band played", "children from Mossford sang")
    said = "3 of 4 sentences are the same; 1 was changed."
    assert sides("\n".join([LINES[0], changed, *LINES[2:]])).words == said


def test_texts_without_a_common_passage_are_not_put_side_by_side() -> None:
    other = view("b", "A goat ate the ribbon of the mill before anyone looked.", "edited")
    assert side_by_side(other, view("a", LINES[0], "original")) is None


def test_a_rewritten_text_stands_beside_its_source() -> None:
    other = view("b", "A goat ate the ribbon of the mill before anyone looked.", "rewritten")
    found = side_by_side(other, view("a", LINES[0], "original"))
    assert found is not None
    assert found.words == "The same facts in the same order, in other words."


def test_very_long_texts_are_left_alone() -> None:
    text = "\n".join(LINES * 200)
    assert side_by_side(view("b", text, "identical"), view("a", text, "original")) is None
