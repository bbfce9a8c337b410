"""An article read for the timeline and the summary: once, however often its story is laid out."""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from newsloom.ledger.clarity import Sentence, sentence_of
from newsloom.model.facts import Article
from newsloom.text.event_days import reference_day
from newsloom.text.sentences import sentences
from newsloom.text.when import Moment, moments

_READ = 6_000  # code points of an article looked through
_KEPT = 1_024  # articles


class Named(NamedTuple):
    """Days that a sentence names; ``at`` is its index; ``planned``: to come for the writer."""

    moment: Moment
    at: int
    planned: bool


class Reading(NamedTuple):
    """``sentences`` in order, and the days they name in ``told``.

    ``written`` is the day of writing, None when it is not known.
    """

    written: date | None
    sentences: tuple[Sentence, ...]
    told: tuple[Named, ...]


@lru_cache(maxsize=_KEPT)
def read(article: Article) -> Reading:
    """The beginning of an article, 6,000 code points. A story grows by one article and is laid
    out anew each time: what was read of the others is kept."""
    text = article.text[:_READ]
    written = reference_day(article)
    places = sentences(text)
    if len(article.text) > _READ and places:
        places.pop()  # cut off
    told: list[Named] = []
    at = 0
    for one in moments(text, article.lang, written):
        while at < len(places) and places[at][1] <= one.start:
            at += 1
        if at < len(places):
            told.append(Named(one, at, _planned(one, written)))
    found = (sentence_of(text, start, end, article.lang) for start, end in places)
    return Reading(written, tuple(found), tuple(told))


def _planned(moment: Moment, written: date | None) -> bool:
    """Whether a day was still to come for the writer."""
    if moment.tense == "past":
        return False
    return moment.tense == "future" or (written is not None and moment.first > written)
