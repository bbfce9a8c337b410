"""Section pages without a feed: which of their links lead to articles, learned per outlet.

Addresses of one outlet's articles are built alike, so evidence is kept by shape: which shapes
turned out to lead to articles when their pages were read, which bring new links and which stand
unchanged on every poll, as navigation does. Before there is evidence the address, the words of
the link and its place on the page speak alone.

A pure learner: the state after a poll follows from the state before it, the links of the page
and the verdicts on the pages that were read, and nothing else.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

import xxhash
from lxml import etree, html
from msgspec import Struct

from newsloom.model.urls import canonical_url, host_of
from newsloom.sources.feed_text import squeeze
from newsloom.sources.sites import same_site

MOST_LINKS = 600  # of one page
_MOST_SHAPES = 200
_MOST_DEPTH = 8
_TAKEN_FROM = 1.0  # score from which on a link is worth reading
_MOST_LEARNED = 3.0  # log-odds; a shape that changes its use is not beyond learning anew
_NO_PAGE = re.compile(
    r"\.(?:png|jpe?g|gif|svg|webp|avif|css|js|pdf|xml|rss|json|mp[34]|m4a|zip|ico|docx?|xlsx?)$",
    re.IGNORECASE,
)
# What stands before lists of articles in many publishing systems, whatever the language.
_LISTS = frozenset(
    re.findall(
        r"\w+",
        "tag tags category categories author authors topic topics archive archives page search "
        "login signin signup register subscribe account newsletter newsletters rss feed feeds "
        "privacy terms contact about impressum imprint datenschutz autor autoren thema themen "
        "auteur auteurs sujet sujets etiqueta etiquetas autores tema temas",
    )
)
_EDGES = ("nav", "header", "footer", "aside", "form")
_HEADS = ("h1", "h2", "h3", "h4", "h5", "article")
_WORDS = re.compile(r"[-_+]")
_HASH = re.compile(r"(?=(?:.*\d){2})(?=.*[a-z])(?:[0-9a-f-]{8,}|[0-9a-z]{9,})", re.IGNORECASE)
_WIDE = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


class Link(Struct, frozen=True):
    """A link of a section page. ``edge``: it stands in navigation, a header or a footer."""

    url: str
    text: str
    edge: bool = False
    head: bool = False  # it stands in a heading or an article


class Shape(Struct, frozen=True, omit_defaults=True):
    """What is known of the links of one shape: pages that were articles, pages that were none,
    and links that came new after the first poll."""

    shape: str
    articles: int = 0
    others: int = 0
    fresh: int = 0


class SectionState(Struct, frozen=True, omit_defaults=True):
    """What was learned of a section by its polls.

    ``stood`` says of the links that stood there last on how many polls in a row they did, by the
    hash of their address.
    """

    polls: int = 0
    shapes: tuple[Shape, ...] = ()
    stood: tuple[tuple[int, int], ...] = ()


# ------------------------------------------------------------------ reading a page


def section_links(page: bytes, url: str) -> tuple[Link, ...]:
    """The links of a page that stay on its site and may be pages, in order, each address once.

    Of several links to one address, the longest words count. Never raises.
    """
    try:
        root = html.document_fromstring(page, base_url=url)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, LookupError):
        return ()
    base = next((one.get("href") for one in root.iter("base") if one.get("href")), None)
    base = _joined(url, base) or url
    found: dict[str, Link] = {}
    here, own = host_of(url), canonical_url(url)
    for anchor in root.iter("a"):
        target = _joined(base, anchor.get("href"))
        if target is None or not same_site(host_of(target), here):
            continue
        key = canonical_url(target)
        if key == own or _NO_PAGE.search(urlsplit(target).path):
            continue
        link = _link(anchor, target)
        before = found.get(key)
        if before is None and len(found) >= MOST_LINKS:
            break
        found[key] = link if before is None else _merged(before, link)
    return tuple(found.values())


def _joined(base: str, href: str | None) -> str | None:
    if not href or href.startswith("#"):
        return None
    try:
        url = urljoin(base, squeeze(href)).partition("#")[0]
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def _link(anchor: etree._Element, url: str) -> Link:
    above = [str(one.tag) for one in anchor.iterancestors()]
    inside = [str(one.tag) for one in anchor.iter()]
    text = squeeze("".join(str(piece) for piece in anchor.itertext()))[:300]
    head = any(tag in _HEADS for tag in (*above, *inside))
    return Link(url, text, any(tag in _EDGES for tag in above), head)


def _merged(one: Link, other: Link) -> Link:
    text = max(one.text, other.text, key=len)
    return Link(one.url, text, one.edge and other.edge, one.head or other.head)


# ------------------------------------------------------------------ shapes


def shape_of(url: str) -> str:
    """How an address is built: ``/politik/Y/D/S.html``.

    ``Y`` a year or a whole date, ``D`` a month or day, ``N`` a number, ``H`` a hash, ``S`` words
    joined by hyphens, with ``#`` a number in them; other parts stay as they are.
    """
    parts = urlsplit(url)
    segments = [part for part in parts.path.split("/") if part][:_MOST_DEPTH]
    shaped = "".join("/" + _part(segment) for segment in segments) or "/"
    numbered = [
        f"{name.lower()[:20]}=N"
        for name, value in parse_qsl(parts.query)[:_MOST_DEPTH]
        if value.isdigit()
    ]
    return shaped + ("?" + "&".join(sorted(numbered)) if numbered else "")


def _part(segment: str) -> str:
    segment = unquote(segment)
    stem, dot, suffix = segment.rpartition(".")
    if not dot or not 2 <= len(suffix) <= 5 or not suffix.isalpha():
        stem, dot, suffix = segment, "", ""
    return _stem(stem) + dot + suffix.lower()


def _stem(stem: str) -> str:
    if re.fullmatch(r"(?:19|20)\d{2}(?:[-_.]?[01]\d(?:[-_.]?[0-3]\d)?)?", stem):
        return "Y"
    if stem.isdigit():
        return "D" if len(stem) <= 2 else "N"
    if re.fullmatch(r"[A-Za-z]{1,8}[-_]?\d{5,}", stem):
        return "N"
    words = [word for word in _WORDS.split(stem) if word]
    letters = [word for word in words if not word.isdigit()]
    long = not stem.isascii() and len(stem) + len(_WIDE.findall(stem)) >= 12
    if len(letters) >= 3 or long:
        return "S#" if any(re.search(r"\d{4,}", word) for word in words) else "S"
    if _HASH.fullmatch(stem):
        return "H"
    if letters and any(word.isdigit() and len(word) >= 5 for word in words):
        return "S#"
    return stem.lower()[:40]


def _general(shape: str) -> str:
    """The shape with every part that is a plain word made alike."""
    path, _, query = shape.partition("?")
    parts = [one if _is_open(one) else "w" for one in path.split("/")[1:]]
    return "/".join(parts) + ("?" + query if query else "")


def _is_open(part: str) -> bool:
    return re.fullmatch(r"(?:[YDNH]|S#?)(?:\.[a-z]+)?", part) is not None


# ------------------------------------------------------------------ judging links


def _address_score(shape: str, url: str) -> float:
    """What the address alone says, in log-odds."""
    path, _, query = shape.partition("?")
    parts = path.split("/")[1:]
    last = parts[-1].partition(".")[0]
    slug = _slug_words(url)
    score = -0.5
    score += 2.0 if "Y" in [part.partition(".")[0] for part in parts] and len(parts) > 1 else 0.0
    score += {"S": 1.0, "S#": 2.0, "N": 1.2, "H": 1.0}.get(last, 0.0)
    score += 0.8 if slug >= 4 else 0.0
    score += 1.0 if re.search(r"\b(?:id|article|articleid|idxno|aid|no)=N", query) else 0.0
    if not any(_is_open(part) for part in parts) and not query:
        score -= 2.0
    if not _LISTS.isdisjoint(parts) or re.search(r"\b(?:page|p|offset|start)=N", query):
        score -= 3.0
    return score


def _slug_words(url: str) -> int:
    last = unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2])
    return len([word for word in _WORDS.split(last) if word and not word.isdigit()])


def _words_score(link: Link) -> float:
    """What the words of a link and its place on the page say, in log-odds."""
    wide = len(_WIDE.findall(link.text))
    length = len(link.text.split()) + wide / 2
    score = 1.2 if length >= 6 else 0.6 if length >= 4 else -1.0 if length <= 2 else 0.0
    if not link.text:
        score = -0.5  # a picture
    return score + (-2.0 if link.edge else 0.0) + (0.7 if link.head else 0.0)


def _learned_score(known: Shape, weight: float) -> float:
    odds = math.log((known.articles + 0.5) / (known.others + 0.5)) if _any(known) else 0.0
    return weight * min(max(odds, -_MOST_LEARNED), _MOST_LEARNED)


def _any(known: Shape) -> bool:
    return bool(known.articles or known.others)


class _Evidence:
    """A state made ready to be asked."""

    def __init__(self, state: SectionState) -> None:
        self.polls = state.polls
        self.stood = dict(state.stood)
        self.shapes = {one.shape: one for one in state.shapes}
        totals: dict[str, Shape] = {}
        for one in state.shapes:
            key = _general(one.shape)
            sofar = totals.get(key, Shape(key))
            totals[key] = Shape(
                key,
                sofar.articles + one.articles,
                sofar.others + one.others,
                sofar.fresh + one.fresh,
            )
        self.general = totals

    def score(self, link: Link) -> float:
        """How much speaks for an article behind a link, in log-odds."""
        shape = shape_of(link.url)
        score = _address_score(shape, link.url) + _words_score(link)
        known = self.shapes.get(shape, Shape(shape))
        alike = self.general.get(_general(shape), Shape(shape))
        score += _learned_score(known, 1.5) if _any(known) else _learned_score(alike, 0.5)
        if self.polls >= 3 and known.shape in self.shapes:
            score += 0.5 if known.fresh else -1.0
        if self.polls >= 5 and self.stood.get(_key(link.url), 0) >= self.polls:
            score -= 2.0  # it has stood there ever since, as navigation does
        return score


def _key(url: str) -> int:
    return xxhash.xxh3_64_intdigest(canonical_url(url).encode("utf-8", "surrogatepass"))


def articles_among(links: Iterable[Link], state: SectionState) -> tuple[Link, ...]:
    """The links that seem to lead to articles, in the order of the page."""
    evidence = _Evidence(state)
    return tuple(link for link in links if evidence.score(link) >= _TAKEN_FROM)


def learned(
    state: SectionState, links: Iterable[Link], verdicts: Mapping[str, bool]
) -> SectionState:
    """The state after a poll. ``verdicts``: address -> whether its page was an article."""
    links = tuple(links)
    articles: Counter[str] = Counter(shape_of(url) for url, good in verdicts.items() if good)
    others: Counter[str] = Counter(shape_of(url) for url, good in verdicts.items() if not good)
    before = dict(state.stood)
    stood = {_key(link.url): before.get(_key(link.url), 0) + 1 for link in links}
    fresh: Counter[str] = Counter()
    if state.polls:
        fresh.update(shape_of(link.url) for link in links if _key(link.url) not in before)
    seen = dict.fromkeys([shape_of(link.url) for link in links] + sorted(articles | others))
    shapes = {one.shape: one for one in state.shapes}
    for shape in seen:
        sofar = shapes.get(shape, Shape(shape))
        shapes[shape] = Shape(
            shape,
            sofar.articles + articles[shape],
            sofar.others + others[shape],
            sofar.fresh + fresh[shape],
        )
    # The shapes with evidence stay; of those without, the ones met last.
    kept = sorted(shapes.values(), key=lambda one: not _any(one))[:_MOST_SHAPES]
    return SectionState(
        polls=state.polls + 1,
        shapes=tuple(sorted(kept, key=lambda one: one.shape)),
        stood=tuple(sorted(stood.items())),
    )
