"""How a story's page shows what outlets print otherwise, and what joins two names."""

from types import SimpleNamespace
from typing import cast

from newsloom.model.facts import Article, Quote
from newsloom.model.ledger import Ledger, Person, SameWords, Utterance, Variant
from newsloom.serve.views.sayings import QUOTE_CHARS, namings, sayings
from newsloom.store.base import StoryView

_TEXTS = ("We open on Monday", "We close on Monday", "We open")


def view() -> tuple[StoryView, dict[str, Article]]:
    articles = {
        f"a{n}": Article(f"a{n}", n, "c", f"g{n}", None, f"Outlet {n}", "en", "", text)
        for n, text in enumerate(_TEXTS, 1)
    }
    quotes = tuple(
        Quote(f"q{n}", f"a{n}", 0, len(text), text, "Ada Quill") for n, text in enumerate(_TEXTS, 1)
    )
    said = Utterance(
        _TEXTS[0],
        "Ada Quill",
        ("q1", "q2", "q3"),
        ("a1", "a2", "a3"),
        (Variant("q2", "edited", (("open", "close"),)), Variant("q3", "shortened")),
    )
    person = Person("p1", "Ada Quill", ("Ada Quill",), (SameWords("Ida Quill", ("q1", "q2")),))
    ledger = Ledger(utterances=(said,), people=(person,))
    return cast(StoryView, SimpleNamespace(ledger=ledger, quotes=quotes)), articles


def test_other_wordings_stand_with_their_outlets() -> None:
    shown, articles = view()
    (saying,) = sayings(shown, articles, True)
    found = [(one.article.outlet, one.kind, one.differs) for one in saying.wordings]
    assert found == [
        ("Outlet 2", "edited", (("open", "close"),)),
        ("Outlet 3", "shortened", ()),
    ]


def test_long_differences_are_cut_for_readers_without_full_texts() -> None:
    shown, articles = view()
    said = shown.ledger.utterances[0]
    long = "x " * QUOTE_CHARS
    variant = Variant("q2", "edited", ((long, "y"),))
    changed = Utterance(said.text, said.speaker, said.quotes, said.articles, (variant,))
    cut = cast(
        StoryView, SimpleNamespace(ledger=Ledger(utterances=(changed,)), quotes=shown.quotes)
    )
    (saying,) = sayings(cut, articles, False)
    assert len(saying.wordings[0].differs[0][0]) <= QUOTE_CHARS


def test_the_evidence_of_a_name_leads_to_both_articles() -> None:
    shown, articles = view()
    (naming,) = namings(shown, articles)
    assert [(form, [a.outlet for a in carriers]) for form, carriers in naming.evidence] == [
        ("Ida Quill", ["Outlet 1", "Outlet 2"])
    ]


def test_a_translation_of_a_linked_story_stands_beside_the_words() -> None:
    shown, articles = view()
    here = "Karrenfeld has 340 houses and Mossford will pay for them"
    said = Utterance(here, "Ada Quill", ("q1",), ("a1",))
    story = SimpleNamespace(lang="en")
    own = SimpleNamespace(story=story, ledger=Ledger(utterances=(said,)), quotes=shown.quotes)
    there = Article("b1", 9, "c", "g9", None, "Bote", "de", "", "")
    words = "In Karrenfeld stehen 340 Häuser, und Mossford wird für diese Häuser zahlen"
    other = "In Karrenfeld stehen 340 Häuser"
    spoken = tuple(
        Utterance(text, speaker, (), ("b1",))
        for text, speaker in (
            (words, "Bürgermeisterin Ada Quill"),
            (words, "Bert Moss"),
            (other.replace("340", "12"), "Ada Quill"),
        )
    )
    abroad = SimpleNamespace(
        story=SimpleNamespace(lang="de"),
        ledger=Ledger(utterances=spoken),
        members=(SimpleNamespace(article=there),),
    )
    (saying,) = sayings(cast(StoryView, own), articles, True, [cast(StoryView, abroad)])
    assert [(one.kind, one.article.outlet, one.text) for one in saying.wordings] == [
        ("translated", "Bote", words)
    ]
