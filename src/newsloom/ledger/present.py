"""A story as shown: its title and lead, verbatim from one article, and its counts."""

import re
from collections import Counter
from collections.abc import Sequence

from newsloom.lineage.member import Lineage, StoryMember, by_time
from newsloom.lineage.tree import roots
from newsloom.model.facts import Article
from newsloom.model.judgements import MainSource, Story
from newsloom.model.urls import host_of
from newsloom.text.event_days import event_days, reference_day
from newsloom.text.sentences import sentences

_LEAD = 280  # code points
_TITLE = 200  # of a title taken from the text of an untitled article


def _outlet(article: Article) -> str:
    return article.outlet or host_of(article.url or "") or article.id


def main_member(members: Sequence[StoryMember], lineage: Lineage) -> StoryMember:
    """The root of the tree that most outlets carry, the earliest of several; titled if one is."""
    of = roots(lineage)
    by_id = {member.article.id: member for member in members}
    carried: dict[str, set[str]] = {}
    for member in members:
        carried.setdefault(of[member.article.id], set()).add(_outlet(member.article))
    ranked = sorted(
        carried,
        key=lambda root: (
            not by_id[root].article.title,
            -len(carried[root]),
            *by_time(by_id[root]),
        ),
    )
    return by_id[ranked[0]]


def lead_of(article: Article) -> str:
    """The first sentences of the text, verbatim, up to 280 code points.

    Whole sentences where one fits, else cut at a word's end with an ellipsis. A first line that
    repeats the title is passed over.
    """
    text = article.text.lstrip()
    first, _, rest = text.partition("\n")
    if first.strip().casefold().rstrip(".") == article.title.strip().casefold().rstrip("."):
        text = rest.lstrip()
    text = text[: 4 * _LEAD]
    end = 0
    for start, stop in sentences(text):
        paragraph_ends = "\n" in text[end:start] and end > _LEAD // 3
        if stop > _LEAD or paragraph_ends:
            break
        end = stop
    if end:
        return " ".join(text[:end].split())
    return _cut(text.split("\n")[0], _LEAD)


def _cut(text: str, most: int) -> str:
    """``text`` up to ``most`` code points, cut at a word's end with an ellipsis."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    head = text[: most - 1]
    at_word = re.sub(r"\s+\S*$", "", head) if " " in head else head
    return at_word.rstrip(" ,;:–—-") + "…"


def _language(members: Sequence[StoryMember], main: StoryMember) -> tuple[str, tuple[str, ...]]:
    """The main article's language, and all of them, the most frequent first."""
    counts = Counter(member.article.lang for member in members)
    ordered = sorted(counts, key=lambda lang: (-counts[lang], lang))
    return main.article.lang, tuple(ordered)


def _main_source(main: StoryMember, members: Sequence[StoryMember], lineage: Lineage) -> MainSource:
    """The main article's source; its own address when the source's is not known."""
    source = next(
        origin.main_source for origin in lineage.origins if origin.article == main.article.id
    )
    if source.url is not None:
        return source
    if main.article.url is not None:
        return MainSource(_outlet(main.article), main.article.url, "self", main.article.id)
    for member in sorted(members, key=by_time):
        if member.article.url is not None:
            article = member.article
            return MainSource(_outlet(article), article.url, "article", article.id)
    return source


def present(
    story_id: str,
    storyline: str,
    shard: str,
    members: Sequence[StoryMember],
    lineage: Lineage,
) -> Story:
    """The story to show. ``members`` must not be empty; their order does not matter.

    Title and lead are words of the main article, never made up: of the text that most outlets
    carry, the original. The link leads to the main source, or else to an article, whenever any
    member has an address.
    """
    main = main_member(members, lineage)
    lang, langs = _language(members, main)
    times = [
        member.article.published_us for member in members if member.article.published_us is not None
    ]
    sequence = [member.article.seq for member in members]
    lead = lead_of(main.article)
    title = main.article.title.strip() or _cut(lead, _TITLE)
    return Story(
        id=story_id,
        storyline=storyline,
        shard=shard,
        title=title,
        lead=lead,
        lang=lang,
        langs=langs,
        first_seq=min(sequence),
        last_seq=max(sequence),
        first_us=min(times, default=None),
        last_us=max(times, default=None),
        articles=len(members),
        outlets=len({_outlet(member.article) for member in members}),
        origins=lineage.independent,
        main_source=_main_source(main, members, lineage),
        main_article=main.article.id,
        event_day=_event_day(main.article),
    )


def _event_day(article: Article) -> str | None:
    """The day that an article is about, where it names one."""
    days = event_days(article.title, article.text, article.lang, reference_day(article))
    return days[0][0].isoformat() if days else None
