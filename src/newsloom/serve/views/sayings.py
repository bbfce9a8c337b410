"""What was said, as a story's page shows it: each utterance with how the outlets give it."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from newsloom.ledger.translated import translations
from newsloom.model.facts import Article, Quote
from newsloom.model.ledger import Person, Utterance, VariantKind
from newsloom.serve.credit import shorten
from newsloom.store.base import StoryView

QUOTE_CHARS = 240  # what readers without full texts see of a quote
_MOST_WORDINGS = 8  # other wordings shown with one utterance


class Wording(Struct, frozen=True):
    """How one article gives an utterance otherwise than in full: its words and what differs."""

    kind: VariantKind
    article: Article
    text: str
    differs: tuple[tuple[str, str], ...]


class Saying(Struct, frozen=True):
    """An utterance with the articles that carry it, one an outlet, the earliest first."""

    text: str
    cut: bool
    speaker: str | None
    lang: str
    partial: bool
    via: str | None
    carriers: tuple[Article, ...]
    wordings: tuple[Wording, ...] = ()


class Naming(Struct, frozen=True):
    """A person with the articles whose common words join another name to theirs."""

    person: Person
    evidence: tuple[tuple[str, tuple[Article, ...]], ...]


def sayings(
    view: StoryView,
    articles: Mapping[str, Article],
    full: bool,
    abroad: Sequence[StoryView] = (),
) -> list[Saying]:
    """Utterances, the most widely carried first; ``full``: whole quotes may be shown.

    ``abroad`` are stories of other languages on the same event, whose translations are shown.
    """
    quotes = {quote.id: quote for quote in view.quotes}
    found = [
        replace(
            _saying(said, articles, quotes, full),
            wordings=(
                *_wordings(said, articles, quotes, full),
                *_translations(said, view, abroad, full),
            )[:_MOST_WORDINGS],
        )
        for said in view.ledger.utterances
    ]
    return sorted(found, key=lambda saying: -len(saying.carriers))


def _translations(
    said: Utterance, here: StoryView, abroad: Sequence[StoryView], full: bool
) -> Iterator[Wording]:
    """The same thing said as stories of other languages give it, from the earliest article."""
    for view in abroad:
        articles = {member.article.id: member.article for member in view.members}
        langs = here.story.lang, view.story.lang
        for one in translations(said, langs, view.ledger.utterances):
            first = next((articles[id] for id in one.articles if id in articles), None)
            if first is not None:
                yield Wording("translated", first, _shown(one.text, full), ())


def namings(view: StoryView, articles: Mapping[str, Article]) -> list[Naming]:
    """The people of a story, with what joins the names that spelling does not."""
    of = {quote.id: articles[quote.article] for quote in view.quotes if quote.article in articles}
    return [
        Naming(
            person,
            tuple(
                (one.form, tuple(of[quote] for quote in one.quotes if quote in of))
                for one in person.evidence
            ),
        )
        for person in view.ledger.people
    ]


def _saying(
    said: Utterance, articles: Mapping[str, Article], quotes: Mapping[str, Quote], full: bool
) -> Saying:
    carriers: dict[str, Article] = {}
    for article_id in said.articles:
        article = articles.get(article_id)
        if article is not None:
            carriers.setdefault(article.outlet, article)
    first = next((quotes[quote] for quote in said.quotes if quote in quotes), None)
    cut = not full and len(said.text) > QUOTE_CHARS
    return Saying(
        _shown(said.text, full),
        cut,
        said.speaker,
        next((article.lang for article in carriers.values()), "und"),
        first is not None and first.form != "direct",
        first.via if first else None,
        tuple(carriers.values()),
    )


def _shown(text: str, full: bool) -> str:
    if full or len(text) <= QUOTE_CHARS:
        return text
    return shorten(text, QUOTE_CHARS).removesuffix(" …")


def _wordings(
    said: Utterance, articles: Mapping[str, Article], quotes: Mapping[str, Quote], full: bool
) -> tuple[Wording, ...]:
    """The wordings that are not the utterance's own, one of each kind an article."""
    found: dict[tuple[VariantKind, str], Wording] = {}
    for one in said.variants:
        quote = quotes.get(one.quote)
        if one.kind == "verbatim" or quote is None or quote.article not in articles:
            continue
        differs = tuple((_shown(old, full), _shown(new, full)) for old, new in one.differs)
        wording = Wording(one.kind, articles[quote.article], _shown(quote.text, full), differs)
        found.setdefault((one.kind, quote.article), wording)
    return tuple(found.values())[:_MOST_WORDINGS]
