"""What makes two articles versions of one, and under which address a page stands."""

import re
from urllib.parse import unquote, urlsplit

from newsloom.model.facts import Article
from newsloom.model.ids import content_id
from newsloom.model.urls import canonical_url, host_of

_SUFFIX = re.compile(r"\.(?:html?|php|aspx?|jsp|amp|shtml)$", re.IGNORECASE)
_NUMBER = re.compile(r"\d{5,}")  # long enough to name an article, no page or year
_DAY = re.compile(r"(?:19|20)\d{2}(?:0\d|1[0-2])(?:[0-2]\d|3[01])(?:\d{4}(?:\d{2})?)?")
_WORDS = re.compile(r"[^\W\d_]+")
_LEAST_WORDS = 3  # at the end of an address that is made of a headline
_LONG = 20  # letters there, where words are not told apart


def identity(article: Article) -> str:
    """What all versions of an article share: outlet and canonical URL, else outlet and id."""
    return content_id(
        "i", article.outlet, address_of(article.url, article.address, article.given_id)
    )


def address_of(url: str | None, address: str | None, given_id: str) -> str:
    """What an article is known by at its outlet."""
    return address or (canonical_url(url) if url else given_id)


def settled_address(url: str, final_url: str | None, canonical: str | None) -> str | None:
    """The canonical form of the address at which a linked page stands; None when it is the link's.

    Links lead to pages through redirectors, and pages name the address they want to be known by.
    Both are believed where they name one article: an address of its own, and for what the page
    says on the same site and in the same words or number. Many a template names the front page,
    or a section, for every article of its outlet.
    """
    link = canonical_url(url)
    found = link
    if final_url is not None:
        final = canonical_url(final_url)
        if final != link and (_names(link) & _names(final) or _own(final)):
            found = final
    if canonical is not None:
        claimed = canonical_url(canonical)
        if _one_site(found, claimed) and _names(found) & _names(claimed):
            found = claimed
    return found if found != link else None


def _one_site(one: str, other: str) -> bool:
    first, second = host_of(one), host_of(other)
    if not first or not second:
        return False
    return first == second or first.endswith("." + second) or second.endswith("." + first)


def _names(url: str) -> set[str]:
    """What in an address can be the name of one article: a long number, words of a headline.

    The words are those at its end; those before may name a section.
    """
    parts = urlsplit(url)
    numbers = _NUMBER.findall(parts.path + "?" + parts.query)
    found = {number for number in numbers if not _DAY.fullmatch(number)}
    last = parts.path.rstrip("/").rpartition("/")[2]
    plain = _SUFFIX.sub("", unquote(last)).casefold()
    words = _WORDS.findall(plain)
    if len(words) >= _LEAST_WORDS or len(plain) >= _LONG:
        found.add("-".join(words))
    return found


def _own(url: str) -> bool:
    """Whether an address can be that of one article, and not of a section or a wall."""
    parts = urlsplit(url)
    last = parts.path.rstrip("/").rpartition("/")[2]
    return bool(_names(url)) or bool(re.search(r"\d{2,}", last))
