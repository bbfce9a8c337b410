"""What people said: quotations in every style of marks, and speech that the text reports."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from newsloom.findings.antecedents import Speakers
from newsloom.findings.attribution import Attribution, located
from newsloom.findings.dashes import dash_quotes
from newsloom.findings.indirect import Reported, reported, telling_sentences
from newsloom.findings.lexicon import Cues, cues
from newsloom.findings.marks import Quoted, paragraphs, quoted
from newsloom.findings.reading import Token, sentences_of, tokens_of
from newsloom.findings.speakers import attribute, nearest_before
from newsloom.findings.speech import Beside, form_of, is_speech
from newsloom.findings.unspaced import attribute_unspaced
from newsloom.findings.venues import venue_of
from newsloom.model.ids import content_id
from newsloom.model.types import Article, Quote


class _Paragraph:
    """A paragraph's quotations and their sentences."""

    def __init__(self, text: str, span: tuple[int, int], quotes: list[Quoted], cue: Cues) -> None:
        self.text, self.span, self.quotes, self.cue = text, span, quotes, cue
        self.sentences = sentences_of(text, *span, quotes, cue) if quotes else []
        self.attributions = self._attributed() if quotes else []

    def _attributed(self) -> list[Attribution | None]:
        if self.cue.unspaced:
            return attribute_unspaced(self.text, self.span, self.quotes, self.cue)
        return attribute(self.sentences, len(self.quotes), self.text, self.cue)

    def around(self, quote: Quoted) -> list[Token]:
        """The sentence that holds the quotation."""
        return next(
            (one for one in self.sentences if one[0].start <= quote.outer_start < one[-1].end), []
        )

    def speech(self, single_style: bool) -> Iterator[tuple[Quoted, Attribution | None]]:
        """The quotations that are speech; single marks count only where the article uses them."""
        spoken = any(self.attributions)
        for index, (quote, given) in enumerate(zip(self.quotes, self.attributions, strict=True)):
            own = given is not None and not given.carried
            if not (own or single_style or not quote.single):
                continue
            follows = index > 0 and self.attributions[index - 1] is not None
            beside = Beside(len(self.quotes) > 1, spoken, follows)
            if is_speech(self.text, quote, own, self.around(quote), beside, self.cue):
                yield quote, given

    def reports(self) -> Iterator[Reported]:
        """What sentences without a quotation report."""
        sentences: Iterable[list[Token]] = self.sentences
        if not self.quotes:
            spans = telling_sentences(self.text, self.span, self.cue)
            sentences = (tokens_of(self.text, *span, self.cue) for span in spans)
        for sentence in sentences:
            found = reported(sentence, self.text, self.cue)
            if found is not None:
                yield found

    def alone(self) -> bool:
        """Whether the paragraph is one quotation and nothing else."""
        if len(self.quotes) != 1:
            return False
        only, (begin, end) = self.quotes[0], self.span
        rest = self.text[begin : only.outer_start] + self.text[only.outer_end : end]
        return not any(map(str.isalnum, rest))


def _introduction(text: str, span: tuple[int, int], cue: Cues) -> Attribution | None:
    """The attribution of what follows a paragraph that ends with a colon (rule 5)."""
    begin, end = span
    if text[end - 1] not in ":：":
        return None
    if cue.unspaced:
        return attribute_unspaced(text, span, [Quoted(end, end, end, end, False)], cue)[0]
    sentences = sentences_of(text, begin, end, [], cue)
    if not sentences:
        return None
    tokens = [*sentences[-1], Token(end, end, "“", "“", 0)]
    found = nearest_before(tokens, len(tokens) - 1, cue)
    if found is None:
        return None
    return located(tokens, found)


def _carry(pages: list[_Paragraph], text: str, cue: Cues) -> None:
    """Rule 5: hand attributions on to quotations that fill or begin their paragraph."""
    for index in range(1, len(pages)):
        page, before = pages[index], pages[index - 1]
        if not page.quotes or page.attributions[0] is not None:
            continue
        first = page.quotes[0]
        given: Attribution | None = None
        if first.carried and before.quotes:
            given = before.attributions[-1]
        elif page.alone():
            given = _introduction(text, before.span, cue)
            if given is None and before.quotes:
                given = before.attributions[-1] if _ends_quoted(before) else None
        if given is not None:
            page.attributions[0] = given._replace(carried=True)


def _ends_quoted(page: _Paragraph) -> bool:
    """Whether the paragraph's last sentence holds its last quotation, and one speaker spoke."""
    last = page.sentences[-1] if page.sentences else []
    names = {(one.name_start, one.name_end) for one in page.attributions if one}
    return any(token.quote == len(page.quotes) - 1 for token in last) and len(names) == 1


def _quotes_singly(pages: list[_Paragraph]) -> bool:
    """Whether the article gives speech in single marks: it has no others, and a speaker."""
    pairs = [pair for page in pages for pair in zip(page.quotes, page.attributions, strict=True)]
    return all(quote.single for quote, _ in pairs) and any(one is not None for _, one in pairs)


def find_quotes(article: Article) -> tuple[Quote, ...]:
    """What an article's text says people said, in order; the title is not searched.

    ``article.text[q.start:q.end] == q.text`` holds for every one. A long quotation over several
    paragraphs gives one per paragraph. Words that look like a title or a nickname, single words
    nobody is said to have used, and single-quoted words without a speaker in a text that does not
    quote its speakers so are left out. Indirect speech (``form``) is given where its cue and its
    speaker are explicit; it overlaps no quotation. Never raises.
    """
    text = article.text
    spans = paragraphs(text)
    cue = cues(article.lang)
    pages = [
        _Paragraph(text, span, quotes or dash_quotes(text, span, cue), cue)
        for span, quotes in zip(spans, quoted(text, spans), strict=True)
    ]
    _carry(pages, text, cue)
    single_style = _quotes_singly(pages)
    speakers = Speakers(article, cue)
    result: list[Quote] = []
    for index, page in enumerate(pages):
        said = [_Said(one.start, one.end, given, one) for one, given in page.speech(single_style)]
        said.extend(_Said(*one, None) for one in page.reports())
        for one in sorted(said, key=lambda one: one.start):
            quote = _quote(article, one, speakers, index, page.span[0], cue)
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
