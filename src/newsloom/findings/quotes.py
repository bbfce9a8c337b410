"""What people said: quotations in every style of marks, and speech that the text reports."""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from newsloom.findings.ahead import nearest_before
from newsloom.findings.antecedents import Speakers
from newsloom.findings.attribution import Attribution, located
from newsloom.findings.dashes import aside_in
from newsloom.findings.indirect import reports
from newsloom.findings.lexicon import Cues
from newsloom.findings.marks import Quoted
from newsloom.findings.reading import Paragraph, Reading, Sentence
from newsloom.findings.speakers import attribute
from newsloom.findings.speech import Beside, form_of, is_speech
from newsloom.findings.tokens import quotation
from newsloom.findings.unspaced import attribute_unspaced
from newsloom.findings.venues import venue_of
from newsloom.model.facts import Article, Quote
from newsloom.model.ids import content_id


class _Page:
    """A paragraph's quotations with who is said to have spoken them."""

    def __init__(self, reading: Reading, paragraph: Paragraph) -> None:
        self.reading, self.paragraph, self.quotes = reading, paragraph, paragraph.quotes
        self.span = (paragraph.start, paragraph.end)
        self.attributions = self._attributed() if self.quotes else []

    def _attributed(self) -> list[Attribution | None]:
        reading = self.reading
        if reading.cue.unspaced:
            return attribute_unspaced(reading.text, self.span, self.quotes, reading.cue)
        found = attribute(reading, self.paragraph)
        if reading.cue.asides:
            both = zip(self.quotes, found, strict=True)
            return [given or aside_in(reading.text, one, reading.cue) for one, given in both]
        return found

    def sentences(self) -> list[Sentence]:
        return self.reading.sentences[self.paragraph.first : self.paragraph.last]

    def speech(self, single_style: bool) -> Iterator[tuple[Quoted, Attribution | None]]:
        """The quotations that are speech; single marks count only where the article uses them."""
        text, cue = self.reading.text, self.reading.cue
        spoken, left = any(self.attributions), False
        for index, (quote, given) in enumerate(zip(self.quotes, self.attributions, strict=True)):
            own = given is not None and not given.carried
            if not (own or single_style or not quote.single):
                continue
            follows = index > 0 and self.attributions[index - 1] is not None
            beside = Beside(index, len(self.quotes) > 1, spoken, follows, left)
            around = self.reading.sentence_at(quote.outer_start)
            words = self.reading.words(around) if around else []
            left = not is_speech(text, quote, own, words, beside, cue)
            if not left:
                yield quote, given

    def alone(self) -> bool:
        """Whether the paragraph is one quotation and nothing else."""
        if len(self.quotes) != 1:
            return False
        text, only, (begin, end) = self.reading.text, self.quotes[0], self.span
        rest = text[begin : only.outer_start] + text[only.outer_end : end]
        return not any(map(str.isalnum, rest))


def _introduction(page: _Page) -> Attribution | None:
    """The attribution of what follows a paragraph that ends with a colon (rule 5)."""
    reading, end = page.reading, page.span[1]
    text, cue = reading.text, reading.cue
    if text[end - 1] not in ":：":
        return None
    if cue.unspaced:
        return attribute_unspaced(text, page.span, [Quoted(end, end, end, end, False)], cue)[0]
    last = next(iter(page.sentences()[-1:]), None)
    if last is None:
        return None
    tokens = reading.words(last).before(quotation(), end, end)
    found = nearest_before(tokens, len(tokens) - 1, cue)
    return found and located(tokens, found)


def _carry(pages: list[_Page]) -> None:
    """Rule 5: hand attributions on to quotations that fill or begin their paragraph.

    Of a quotation over several paragraphs all have the speaker of any.
    """
    quoting = [(before, page) for before, page in pairwise(pages) if page.quotes]
    for before, page in quoting:
        if page.attributions[0] is not None:
            continue
        first = page.quotes[0]
        given: Attribution | None = None
        if first.carried and before.quotes:
            given = before.attributions[-1]
        elif page.alone():
            given = _introduction(before)
            if given is None and before.quotes:
                given = before.attributions[-1] if _ends_quoted(before) else None
        if given is not None:
            page.attributions[0] = given._replace(carried=True)
    for before, page in reversed(quoting):
        if not (before.quotes and page.quotes[0].carried):
            continue
        after = page.attributions[0]  # named where the long quotation ends
        if before.attributions[-1] is None and after is not None:
            before.attributions[-1] = after._replace(carried=True)


def _ends_quoted(page: _Page) -> bool:
    """Whether the paragraph's last sentence holds its last quotation, and one speaker spoke."""
    last = page.sentences()[-1]
    names = {(one.name_start, one.name_end) for one in page.attributions if one}
    return last.start <= page.quotes[-1].outer_start and len(names) == 1


def _quotes_singly(pages: list[_Page]) -> bool:
    """Whether the article gives speech in single marks: it has no others, and a speaker."""
    quoting = [page for page in pages if page.quotes]
    return all(quote.single for page in quoting for quote in page.quotes) and any(
        one is not None for page in quoting for one in page.attributions
    )


def find_quotes(article: Article, reading: Reading | None = None) -> tuple[Quote, ...]:
    """What an article's text says people said, in order; the title is not searched.

    ``article.text[q.start:q.end] == q.text`` holds for every one. A long quotation over several
    paragraphs gives one per paragraph. Words that look like a title or a nickname, single words
    nobody is said to have used, and single-quoted words without a speaker in a text that does not
    quote its speakers so are left out. Indirect speech (``form``) is given where its cue and its
    speaker are explicit; it overlaps no quotation. ``reading`` is the article's own, where another
    finding made it already. Never raises.
    """
    reading = reading or Reading(article)
    pages = [_Page(reading, one) for one in reading.paragraphs]
    _carry(pages)
    single_style = _quotes_singly(pages)
    said = [
        _Said(quote.start, quote.end, given, quote)
        for page in pages
        for quote, given in (page.speech(single_style) if page.quotes else ())
    ]
    said += [_Said(*one, None) for one in reports(reading)]
    said.sort(key=lambda one: one.start)
    speakers, begins = Speakers(article, reading.cue), [start for start, _ in reading.spans]
    result: list[Quote] = []
    for one in said:
        index = bisect_right(begins, one.start) - 1
        quote = _quote(article, one, speakers, index, begins[index], reading.cue)
        if one.marked is not None or quote.speaker is not None:
            result.append(quote)
    return tuple(result)


class _Said(NamedTuple):
    """Words of an article and who said them; ``marked``: the marks they stand between."""

    start: int
    end: int
    given: Attribution | None
    marked: Quoted | None


def _quote(
    article: Article, said: _Said, speakers: Speakers, page: int, begin: int, cue: Cues
) -> Quote:
    text, given = article.text, said.given
    speaker = surface = verb = via = None
    if given is not None:
        speaker, surface = speakers.name(given, page)
        verb = None if given.carried else text[given.cue_start : given.cue_end] or None
        via = venue_of(text, given, begin, cue)
    return Quote(
        id=content_id("q", article.id, said.start, said.end),
        article=article.id,
        start=said.start,
        end=said.end,
        text=text[said.start : said.end],
        speaker=speaker,
        speaker_surface=surface,
        cue=verb,
        form="indirect" if said.marked is None else form_of(text, said.marked),
        via=via,
    )
