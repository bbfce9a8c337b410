"""Export: the tables of a folder as JSON Lines, CSV or Parquet.

The fields of a line are a contract (README of the command line): add, never rename.
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, Protocol

from newsloom.ledger.people import across
from newsloom.model.errors import NewsloomError
from newsloom.model.facts import Article, Figure, Finding, Quote
from newsloom.model.judgements import Assignment, MainSource, Origin, Story
from newsloom.model.ledger import Ledger, Person
from newsloom.model.times import iso
from newsloom.signals.uses import reserved
from newsloom.store.base import Corrected, LinkedStory
from newsloom.takedown.decide import Takedown

Row = dict[str, Any]


class Exportable(Protocol):
    """What an export needs of a store: as in ``store.base.Reader``, and further given ids."""

    def articles(self) -> Iterator[tuple[Article, Assignment | None, Origin | None]]: ...
    def stories(self) -> Iterator[tuple[Story, Ledger]]: ...
    def linked(self, story_id: str) -> list[LinkedStory]: ...
    def findings(self) -> Iterator[tuple[Article, Finding]]: ...
    def takedowns(self) -> list[Takedown]: ...
    def corrections(self) -> list[Corrected]: ...

    def given_ids(self) -> dict[str, list[str]]:
        """Article id -> further given ids."""
        ...


class Unreserved:
    """A store without the articles whose use their owners reserved. ``left_out``: their ids."""

    def __init__(self, store: Exportable) -> None:
        self._store = store
        self.left_out: set[str] = set()
        self.stories = store.stories
        self.linked = store.linked
        self.takedowns = store.takedowns
        self.corrections = store.corrections
        self.corrections = store.corrections
        self.given_ids = store.given_ids

    def articles(self) -> Iterator[tuple[Article, Assignment | None, Origin | None]]:
        """As the store's, of free articles."""
        for row in self._store.articles():
            if self._free(row[0]):
                yield row

    def findings(self) -> Iterator[tuple[Article, Finding]]:
        """As the store's, of free articles."""
        for row in self._store.findings():
            if self._free(row[0]):
                yield row

    def _free(self, article: Article) -> bool:
        if not reserved(article.rights):
            return True
        self.left_out.add(article.id)
        return False


def articles(store: Exportable) -> Iterator[Row]:
    """One line an article and given id: the latest versions."""
    ids = _given_ids(store)
    more = store.given_ids()
    for article, assignment, origin in store.articles():
        row = {
            "article": article.id,
            "id": article.given_id,
            "url": article.url,
            "outlet": article.outlet,
            "title": article.title,
            "text": article.text,
            "lang": article.lang,
            "authors": list(article.authors),
            "published": article.published,
            "published_from": article.published_from,
            "story": assignment.story if assignment else None,
            "storyline": assignment.storyline if assignment else None,
            "relation": origin.relation if origin else None,
            "of": ids.get(origin.of) if origin and origin.of else None,
            "main_source": _main_source(origin.main_source) if origin else None,
            "reserved": list(reserved(article.rights)),
        }
        yield row
        for given in dict.fromkeys(more.get(article.id, [])):
            if given != article.given_id:
                yield row | {"id": given}


def stories(store: Exportable) -> Iterator[Row]:
    """One line a story."""
    for story, _ in store.stories():
        yield {
            "story": story.id,
            "storyline": story.storyline,
            "title": story.title,
            "lang": story.lang,
            "first": iso(story.first_us),
            "last": iso(story.last_us),
            "articles": story.articles,
            "outlets": story.outlets,
            "origins": story.origins,
            "main_source": _main_source(story.main_source),
            "linked": [one.story.id for one in store.linked(story.id)],
        }


def quotes(store: Exportable) -> Iterator[Row]:
    """One line a quote; ``text`` is the article's text from ``start`` to ``end``."""
    for article, quote in _findings(store, Quote):
        yield _spot(article, quote) | {
            "quote": quote.id,
            "speaker": quote.speaker,
            "speaker_surface": quote.speaker_surface,
            "cue": quote.cue,
            "kind": quote.form,
            "via": quote.via,
        }


def figures(store: Exportable) -> Iterator[Row]:
    """One line a figure."""
    for article, figure in _findings(store, Figure):
        yield _spot(article, figure) | {
            "figure": figure.id,
            "value": figure.value,
            "low": figure.low,
            "high": figure.high,
            "unit": figure.unit,
            "what": figure.what,
            "qualifier": figure.qualifier,
            "attributed_to": figure.attributed_to,
            "as_of": figure.as_of,
        }


def origins(store: Exportable) -> Iterator[Row]:
    """One line an article: where its text goes back to; ``of`` is an exported id."""
    ids = _given_ids(store)
    for article, _, origin in store.articles():
        if origin is None:
            continue
        yield {
            "article": article.id,
            "id": article.given_id,
            "relation": origin.relation,
            "of": ids.get(origin.of) if origin.of else None,
            "main_source": _main_source(origin.main_source),
            "evidence": [
                {"kind": one.kind, "text": one.text, "score": one.score} for one in origin.evidence
            ],
        }


def people(store: Exportable) -> Iterator[Row]:
    """One line a person, over all stories: the forms that some storyline holds for one person."""
    lines: dict[str, list[Sequence[Person]]] = {}
    for story, ledger in store.stories():
        lines.setdefault(story.storyline, []).append(ledger.people)
    found: dict[str, tuple[str, dict[str, None]]] = {}
    for stories_of_line in lines.values():
        for person in across(stories_of_line):
            _, forms = found.setdefault(person.id, (person.name, {}))
            forms.update(dict.fromkeys(person.forms))
    for person_id, (name, forms) in sorted(found.items()):
        yield {"person": person_id, "name": name, "forms": list(forms)}


def takedowns(store: Exportable) -> Iterator[Row]:
    """One line a removal request with its decision."""
    for takedown in store.takedowns():
        request, ruling = takedown.request, takedown.ruling
        yield {
            "request": request.id,
            "target": request.target,
            "scope": request.scope,
            "reason": request.reason,
            "asked": iso(request.asked_us),
            "verdict": ruling.verdict if ruling else None,
            "decided": iso(ruling.decided_us) if ruling else None,
            "articles": takedown.articles,
        }


def corrections(store: Exportable) -> Iterator[Row]:
    """One line a correction, with what the weaver had said of its article."""
    for row in store.corrections():
        one = row.correction
        said = next((said for said in row.said if said.article == one.article), None)
        yield {
            "correction": one.id,
            "kind": one.kind,
            "article": one.article,
            "others": list(one.others),
            "at": iso(one.at_us),
            "note": one.note,
            "story": said.story if said else None,
            "score": said.score if said else None,
            "rival": said.rival if said else None,
            "rival_score": said.rival_score if said else None,
        }


TABLES: dict[str, Callable[[Exportable], Iterator[Row]]] = {
    "articles": articles,
    "stories": stories,
    "quotes": quotes,
    "figures": figures,
    "origins": origins,
    "people": people,
    "corrections": corrections,
    "takedowns": takedowns,
}


def write_jsonl(rows: Iterable[Row], out: IO[str]) -> None:
    """One JSON object a line, UTF-8."""
    for row in rows:
        out.write(json.dumps(row, ensure_ascii=False) + "\n")


def write_csv(rows: Iterable[Row], out: IO[str]) -> None:
    """CSV with a header; lists and objects as JSON."""
    writer = None
    for row in rows:
        if writer is None:
            writer = csv.DictWriter(out, fieldnames=list(row))
            writer.writeheader()
        writer.writerow({key: _flat(value) for key, value in row.items()})


def write_parquet(rows: Iterable[Row], path: Path) -> None:
    """A Parquet file; lists and objects as JSON. Raises NewsloomError without pyarrow."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise NewsloomError(
            "Parquet needs the package pyarrow: pip install 'newsloom[parquet]'"
        ) from error
    flat = [{key: _flat(value) for key, value in row.items()} for row in rows]
    pq.write_table(pa.Table.from_pylist(flat), path)


def _flat(value: object) -> object:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def _spot(article: Article, finding: Finding) -> Row:
    return {
        "article": article.id,
        "id": article.given_id,
        "start": finding.start,
        "end": finding.end,
        "text": finding.text,
    }


def _findings(store: Exportable, kind: type[Any]) -> Iterator[tuple[Article, Any]]:
    for article, finding in store.findings():
        if isinstance(finding, kind):
            yield article, finding


def _given_ids(store: Exportable) -> dict[str, str]:
    return {article.id: article.given_id for article, _, _ in store.articles()}


def _main_source(source: MainSource) -> Row:
    return {"name": source.name, "url": source.url, "kind": source.kind}
