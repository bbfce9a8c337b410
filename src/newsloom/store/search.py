"""Full-text search apart from any database: what is indexed, how a query is read, snippets."""

import re
import unicodedata

# Scripts that put no spaces between words: each character is indexed as a word of its own,
# and a run of them in a query becomes a phrase.
_UNSPACED = re.compile(
    r"([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])"
)
_WORD = re.compile(r"\"([^\"]*)\"|(\S+)")
_SNIPPET_CHARS = 220
_MOST_FOLDS = 20_000


def index_text(text: str) -> str:
    """The text as it goes into the index."""
    return _UNSPACED.sub(r" \1 ", unicodedata.normalize("NFC", text))


def query_terms(query: str) -> list[str]:
    """The words and quoted phrases of a query, without punctuation; at most 16."""
    terms = []
    for phrase, word in _WORD.findall(unicodedata.normalize("NFC", query)):
        term = " ".join(re.findall(r"[\w'’]+", phrase or word))
        if term.strip("_'’ "):
            terms.append(term)
    return terms[:16]


def match_expression(query: str) -> str | None:
    """An FTS5 expression that holds all terms; None when the query has none.

    Every term is quoted, so no query can be a syntax error. The last word also matches as a
    prefix, which is what people expect while typing.
    """
    terms = query_terms(query)
    if not terms:
        return None
    parts = [f'"{index_text(term)}"' for term in terms]
    last = terms[-1]
    if len(last) >= 3 and " " not in last and not _UNSPACED.search(last):
        parts[-1] += "*"
    return " ".join(parts)


class _Folds(dict[int, str]):
    """What each code point is levelled to, for ``str.translate``; filled as they are met."""

    def __missing__(self, code: int) -> str:
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        folded = base if len(base) == 1 else chr(code)
        if len(self) < _MOST_FOLDS:
            self[code] = folded
        return folded


_FOLDS = _Folds()


def _fold(text: str) -> str:
    """Case and accents levelled, one character for one, so that offsets stay."""
    return text.lower() if text.isascii() else text.translate(_FOLDS)


def snippet(text: str, query: str) -> tuple[tuple[str, bool], ...]:
    """A stretch of the text around the first match, as (piece, is_match) pairs."""
    terms = [re.escape(_fold(term)) for term in query_terms(query)]
    folded = _fold(text)
    pattern = re.compile("|".join(rf"(?<!\w){term}\w*" if _plain(term) else term for term in terms))
    first = pattern.search(folded) if terms else None
    start = max(0, (first.start() if first else 0) - _SNIPPET_CHARS // 3)
    if start:
        start = text.find(" ", start, start + 30) + 1 or start
    end = min(len(text), start + _SNIPPET_CHARS)
    if end < len(text) and (space := text.rfind(" ", end - 30, end)) > start:
        end = space
    pieces: list[tuple[str, bool]] = [("… ", False)] if start else []
    at = start
    for match in pattern.finditer(folded, start, end) if terms else ():
        pieces.append((text[at : match.start()], False))
        pieces.append((text[match.start() : match.end()], True))
        at = match.end()
    pieces.append((text[at:end] + (" …" if end < len(text) else ""), False))
    return tuple((" ".join(piece.split("\n")), hit) for piece, hit in pieces if piece)


def _plain(term: str) -> bool:
    return not _UNSPACED.search(term)
