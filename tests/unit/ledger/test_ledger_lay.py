"""Quotes, figures and people of a story side by side."""

import random

from ledger_members import member

from newsloom.ledger import lay
from newsloom.ledger.people import across
from newsloom.lineage import trace
from newsloom.model.ledger import Ledger, Person


def ledger(*texts: str, hours: float = 1.0) -> Ledger:
    members = [member(seq, text, hours=hours * seq) for seq, text in enumerate(texts, 1)]
    return lay(members, trace(members))


# ---------------------------------------------------------------- utterances


def test_one_utterance_in_two_articles() -> None:
    found = ledger(
        "“The river is low and we will open on Monday,” said Mayor Ada Quill.",
        "Ada Quill came. “The river is low, and we will open on Monday”, Quill told reporters.",
    ).utterances
    assert [(one.speaker, one.articles) for one in found] == [("Ada Quill", ("a1", "a2"))]


def test_a_part_belongs_to_the_whole() -> None:
    found = ledger(
        "Ada Quill said “we will open on Monday” at noon.",
        "“The river is low and we will open on Monday,” said Ada Quill.",
    ).utterances
    assert [one.text for one in found] == ["The river is low and we will open on Monday,"]
    assert found[0].articles == ("a1", "a2")


def test_speakers_who_differ_give_none() -> None:
    found = ledger(
        "“The river is low and we will open on Monday,” said Ada Quill.",
        "“The river is low and we will open on Monday,” said Bert Moss.",
    ).utterances
    assert [one.speaker for one in found] == [None]


def test_short_phrases_are_not_joined_by_chance() -> None:
    found = ledger("Ada Quill drew a “red line” on Monday.", "Bert Moss saw a “red line” there.")
    assert all(len(one.articles) == 1 for one in found.utterances)


# ---------------------------------------------------------------- series


def states(*texts: str, hours: float = 1.0) -> list[list[str]]:
    found = ledger(*texts, hours=hours).series
    return [[point.state for point in one.points] for one in found]


def test_agreement() -> None:
    text = "Storm: 214 stone houses fell."
    assert states(text, "In all 214 stone houses fell.") == [["first", "agree"]]


def test_conflict_on_one_day_and_superseded_later() -> None:
    texts = ("Storm: 214 stone houses fell.", "Storm: 250 stone houses fell.")
    assert states(*texts) == [["first", "conflict"]]
    assert states(*texts, hours=30) == [["first", "superseded"]]


def test_rounding() -> None:
    texts = ("They counted 93,800 Norvian troops.", "About 94,000 Norvian troops came.")
    assert states(*texts) == [["first", "rounded"]]


def test_other_indicators_are_not_compared() -> None:
    assert states("In all 4 civilians were killed.", "In all 9 civilians were injured.") == []
    assert states("There were 13 people.", "There were 900 people.") == []


def test_of_two_values_in_an_article_one_is_compared() -> None:
    found = states(
        "Storm: 8 stone houses fell. Of the river gauges, 5 stone houses stood near.",
        "In all 8 stone houses fell.",
    )
    assert found == [["first", "other", "agree"]]


# ---------------------------------------------------------------- people


def people(*texts: str) -> dict[str, tuple[str, ...]]:
    return {one.name: one.forms for one in ledger(*texts).people}


def test_forms_of_one_name() -> None:
    found = people(
        "Mayor Ada Quill came late to Mossford. The mill was, Ms Quill said, ready.",
        "They met Ada Quill there. What Quill wanted was tea.",
    )
    assert found == {"Ada Quill": ("Ada Quill", "Mayor Ada Quill", "Ms Quill", "Quill")}


def test_a_surname_of_two_belongs_to_neither() -> None:
    found = people("Mayor Ada Quill met Senator Bert Quill. Then Quill left, and Mr Quill sang.")
    assert all("Quill" not in forms and "Mr Quill" not in forms for forms in found.values())
    assert len(found) == 2


def test_spelling_variants_across_articles_only() -> None:
    found = people(
        "President Sergei Marlovich came.",
        "President Sergey Marlovich came. President Sergey Marlovich left.",
    )
    assert found == {
        "Sergey Marlovich": (
            "President Sergei Marlovich",
            "President Sergey Marlovich",
            "Sergei Marlovich",
            "Sergey Marlovich",
        )
    }
    both = people("President Sergei Marlovich met President Sergey Marlovich.")
    assert len(both) == 2


def test_bodies_and_places_are_no_people() -> None:
    assert people("The Norvia State Department spoke in East Mossford. East Mossford slept.") == {}


def test_the_order_of_members_does_not_matter() -> None:
    texts = (
        "“The river is low and we will open on Monday,” said Ada Quill. In all 214 huts fell.",
        "Ada Quill said “we will open on Monday” at noon. In all 214 huts fell.",
        "Mayor Ada Quill: “we will open on Monday”. Some 210 huts fell.",
    )
    members = [member(seq, text, hours=1) for seq, text in enumerate(texts, 1)]
    expected = lay(members, trace(members))
    for seed in range(4):
        shuffled = random.Random(seed).sample(members, len(members))
        assert lay(shuffled, trace(shuffled)) == expected


def test_one_person_in_two_stories_of_a_storyline() -> None:
    def person(name: str, *forms: str) -> Person:
        return Person(f"p{name}", name, tuple(sorted((name, *forms))))

    first = (person("Oleksandr Hrynko", "Hrynko"), person("Maria Brandt"))
    second = (person("Oleksander Hrynko"), person("Marta Brandt"))
    found = across([first, second])
    assert {one.name: one.forms for one in found} == {
        "Oleksandr Hrynko": ("Hrynko", "Oleksander Hrynko", "Oleksandr Hrynko"),
        "Maria Brandt": ("Maria Brandt",),
        "Marta Brandt": ("Marta Brandt",),
    }
    # What one story keeps apart stays apart.
    assert len(across([(person("Oleksandr Hrynko"), person("Oleksander Hrynko"))])) == 2
