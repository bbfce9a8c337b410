"""What one article says: quotations, figures and credits, with exact offsets."""

from operator import attrgetter

from newsloom.findings.credits import find_credits
from newsloom.findings.figures import find_figures
from newsloom.findings.quotes import find_quotes
from newsloom.findings.reading import Reading
from newsloom.model.facts import Article, Finding

__all__ = ["find"]


def find(article: Article) -> tuple[Finding, ...]:
    """All findings of an article's text, in order of start; where two begin together, by kind.

    Offsets are code points: ``article.text[f.start:f.end] == f.text``. Pure and deterministic;
    never raises.
    """
    reading = Reading(article)
    quotes = find_quotes(article, reading)
    figures = find_figures(article, [one for one in quotes if one.form != "indirect"], reading)
    found: list[Finding] = [*quotes, *figures, *find_credits(article, reading)]
    return tuple(sorted(found, key=attrgetter("start", "id")))
