"""What carriers do to a text that is not theirs: print it whole, cut it, wrap it, reword it."""

from random import Random

from msgspec import Struct
from msgspec.structs import replace

from newsloom.demo.banks import Common, common
from newsloom.demo.events import Amount, Event, countable
from newsloom.demo.writer import (
    Draft,
    Number,
    Paragraph,
    Plan,
    Style,
    Voice,
    printed_number,
    spelled,
    write,
    write_aside,
)


class Credit(Struct, frozen=True):
    """Where a text is from, as the carrier says it. ``form`` is where the credit stands."""

    name: str
    form: str  # "dateline", "contributed", "reported"


def dated(draft: Draft, words: Common, city: str, agency: str) -> Draft:
    """With an agency's dateline before the first words."""
    place = spelled(city, words).upper()
    prefix = words.credit.dateline.replace("{CITY}", place).replace("{agency}", agency)
    return replace(
        draft, paragraphs=(_prefixed(draft.paragraphs[0], prefix), *draft.paragraphs[1:])
    )


def _prefixed(paragraph: Paragraph, prefix: str) -> Paragraph:
    shift = len(prefix)
    return Paragraph(
        prefix + paragraph.text,
        tuple(replace(quote, start=quote.start + shift) for quote in paragraph.quotes),
        tuple(replace(figure, start=figure.start + shift) for figure in paragraph.figures),
    )


def credited(draft: Draft, event: Event, lang: str, credit: Credit | None, rng: Random) -> Draft:
    """With the carrier's credit; None leaves the draft as it is."""
    words = common(lang)
    if credit is None:
        return draft
    if credit.form == "dateline":
        return dated(draft, words, event.city.name, credit.name)
    phrases = words.credit.contributed if credit.form == "contributed" else words.credit.reported
    line = rng.choice(phrases).replace("{agency}", credit.name)
    return replace(draft, paragraphs=(*draft.paragraphs, Paragraph(line)))


def trimmed(draft: Draft, rng: Random) -> Draft:
    """The opening of a text: at least three paragraphs and half of it."""
    count = len(draft.paragraphs)
    keep = rng.randint(max(3, (count + 1) // 2), max(3, count - 2))
    return replace(draft, paragraphs=draft.paragraphs[:keep])


def extended(
    draft: Draft, event: Event, lang: str, plan: Plan, voice: Voice, style: Style, rng: Random
) -> Draft:
    """The whole text under another title, with one or two paragraphs of the carrier's own."""
    used = {beat for beats in plan.paragraphs for beat in beats}
    free = [name for name in common(lang).generic if f"generic:{name}" not in used]
    rng.shuffle(free)
    asides = tuple(
        write_aside(event, lang, name, voice, style) for name in free[: rng.choice((1, 2))]
    )
    return Draft(retitled(draft.title, event, lang, rng), draft.paragraphs + asides)


def retitled(title: str, event: Event, lang: str, rng: Random) -> str:
    """The same headline, dressed up."""
    words = common(lang)
    pattern = rng.choice(words.credit.retitle)
    city = spelled(event.city.name, words)
    if "{city}" in pattern and title.startswith(city):
        pattern = words.credit.retitle[0]
    return pattern.replace("{title}", title).replace("{city}", city)


def rewritten(
    event: Event, lang: str, plan: Plan, voice: Voice, late: bool, style: Style, rng: Random
) -> Draft:
    """The same facts, quotes and figures in the same order, in another voice.

    Sometimes the last paragraph falls away.
    """
    paragraphs = plan.paragraphs
    if len(paragraphs) > 5 and rng.random() < 0.4:
        paragraphs = paragraphs[:-1]
    return write(event, lang, Plan(paragraphs), voice, late, style)


def mistaken(draft: Draft, lang: str, rng: Random) -> tuple[Draft, Draft] | None:
    """A first version with a wrong count, and the corrected one that owns up to it.

    None when the draft has no count to get wrong.
    """
    places = [
        (at, place)
        for at, paragraph in enumerate(draft.paragraphs)
        for place, figure in enumerate(paragraph.figures)
        if not figure.unit and figure.what
    ]
    if not places:
        return None
    at, place = rng.choice(places)
    words = common(lang)
    right = draft.paragraphs[at].figures[place]
    value = countable(right.value * 1.3 + 3)
    wrong = replace(right, value=value, text=printed_number(Amount(value, "count"), words))
    before = list(draft.paragraphs)
    before[at] = _with_figure(before[at], place, wrong)
    # The headline is left alone: a wrong one would need the same mend.
    note = _correction(words.credit.correction, wrong, right)
    return replace(draft, paragraphs=tuple(before)), replace(
        draft, paragraphs=(*draft.paragraphs, note)
    )


def _with_figure(paragraph: Paragraph, place: int, figure: Number) -> Paragraph:
    old = paragraph.figures[place]
    end = old.start + len(old.text)
    text = paragraph.text[: old.start] + figure.text + paragraph.text[end:]
    shift = len(figure.text) - len(old.text)
    return Paragraph(
        text,
        tuple(replace(q, start=q.start + shift * (q.start > old.start)) for q in paragraph.quotes),
        tuple(
            figure if number == place else replace(f, start=f.start + shift * (f.start > old.start))
            for number, f in enumerate(paragraph.figures)
        ),
    )


def _correction(phrase: str, wrong: Number, right: Number) -> Paragraph:
    before, _, rest = phrase.partition("{old}")
    between, _, after = rest.partition("{new}")
    second = len(before) + len(wrong.text) + len(between)
    return Paragraph(
        before + wrong.text + between + right.text + after,
        (),
        (replace(wrong, start=len(before)), replace(right, start=second)),
    )


def silently_edited(draft: Draft, event: Event, lang: str, rng: Random) -> tuple[Draft, Draft]:
    """A first version without its last paragraph, or under another title; then the draft."""
    if len(draft.paragraphs) > 5 and rng.random() < 0.5:
        return replace(draft, paragraphs=draft.paragraphs[:-1]), draft
    return draft, replace(draft, title=retitled(draft.title, event, lang, rng))
