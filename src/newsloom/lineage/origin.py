"""The main source of an article, with the evidence the article itself gives."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from newsloom.findings.outlets import known, looks_like_agency
from newsloom.lineage.member import StoryMember
from newsloom.model.facts import Article, Credit
from newsloom.model.judgements import Evidence, MainSource
from newsloom.model.urls import canonical_url, host_of
from newsloom.text.tokens import words

# How much a credit says about where the text comes from, 0 to 1.
_WEIGHT = {
    "agency": 0.9, "contributed": 0.6, "link": 0.5, "according": 0.4, "reported": 0.4,
    "told": 0.3, "photo": 0.1,
}  # fmt: skip
_FIRST_BY = re.compile(
    r"\b(?:(?:first|originally) (?:reported|published|revealed) (?:by|in)|zuerst berichtete)"
    r"(?: the| die| der| das)? ?$",
    re.IGNORECASE,
)
_LEAD = 400  # code points in which an article says what it is about
_BEFORE, _AFTER = 40, 24  # code points of context shown with a credit
_MOST_EVIDENCE = 12
_STAFF = re.compile(
    r"^(?:by|von|par|por)\s+|[\s,]+(?:staff|reporters?|writers?|desk)\b.*$", re.IGNORECASE
)
_TELLING = 4  # letters of a word that two names of one house share


def agency_name(credit: Credit) -> str:
    """One name for an agency under all its aliases."""
    return _listed(credit.name)


def _listed(name: str) -> str:
    entry = known(name)
    return entry.name if entry else name


def is_own(name: str, article: Article) -> bool:
    """Whether ``name`` is the outlet that published the article itself."""
    entry = known(name)
    host = host_of(article.url) if article.url else ""
    if entry and host and (host == entry.domain or host.endswith("." + entry.domain)):
        return True
    names = {_plain(name), _plain(entry.name)} if entry else {_plain(name)}
    outlet = known(article.outlet)
    own = {_plain(article.outlet), _plain(outlet.name)} if outlet else {_plain(article.outlet)}
    return bool(names & own)


def _plain(name: str) -> str:
    return name.casefold().removeprefix("the ").strip()


def own_source(article: Article) -> MainSource:
    """An article as its own main source."""
    name = article.outlet or (host_of(article.url) if article.url else "")
    return MainSource(name, article.url, "self", article.id)


def article_source(article: Article) -> MainSource:
    """Another article as main source."""
    own = own_source(article)
    return MainSource(own.name, own.url, "article", article.id)


def credited_agency(member: StoryMember) -> str | None:
    """The agency whose text this is by the article's own credit line or byline; None without one.

    Of several agencies named in one line the first counts; the outlet itself never does.
    """
    for credit in member.credits:
        if credit.form == "agency" and not is_own(credit.name, member.article):
            return agency_name(credit)
    signed = _signing_agencies(member.article)
    return signed[0][1] if signed else None


def _signing_agencies(article: Article) -> list[tuple[str, str]]:
    """(as printed, name) of the agencies among the authors: Reuters Staff, Norvia News Agency."""
    found = []
    for author in article.authors:
        name = _STAFF.sub("", author).strip()
        if looks_like_agency(name) and not _is_house(name, article):
            entry = known(name)
            found.append((author, entry.name if entry else name))
    return found


def _is_house(name: str, article: Article) -> bool:
    """Whether an agency is the outlet's own: the Gazette Wire of the Quillmoor Gazette."""
    both = set(words(name)) & set(words(article.outlet))
    return is_own(name, article) or any(len(word) >= _TELLING for word in both)


def agency_source(name: str) -> MainSource:
    """An agency whose text is not in the store; its home page where it is known."""
    entry = known(name)
    return MainSource(name, entry.url if entry else None, "agency")


def declared_source(member: StoryMember, urls: Mapping[str, StoryMember]) -> MainSource | None:
    """What the article's page says it is made from: a member, else the site that it names.

    None where the page says nothing of the kind, or names a page of its own site.
    """
    address = member.article.based_on
    if not address:
        return None
    other = urls.get(canonical_url(address))
    if other is not None and other is not member:
        return article_source(other.article)
    host = host_of(address)
    return None if _is_site(host, member.article) else MainSource(host, address, "outlet")


def _is_site(host: str, article: Article) -> bool:
    own = host_of(article.url) if article.url else ""
    return not host or host == own or host.endswith("." + own) or own.endswith("." + host)


def betrayed_outlet(member: StoryMember) -> MainSource | None:
    """The outlet whose report this is by its own words, when its text is not here; None if unsure.

    An outlet that people "told" something and that the text names once more as its source, while
    nobody told anything to another one: whoever carries such a text retells that outlet.
    """
    told: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for credit in member.credits:
        if credit.form in ("told", "according", "reported") and not is_own(
            credit.name, member.article
        ):
            named[agency_name(credit)] += 1
            told[agency_name(credit)] += credit.form == "told"
    told = +told
    if len(told) != 1:
        return None
    name = next(iter(told))
    if named[name] < 2 or any(named[other] >= named[name] for other in named if other != name):
        return None
    return outlet_source(name, member)


def first_teller(member: StoryMember) -> tuple[str, bool] | None:
    """Who reported the news first, as the article itself says, and whether its lead says so."""
    text = member.article.text
    for credit in member.credits:
        if credit.form not in ("reported", "according") or is_own(credit.name, member.article):
            continue
        if _FIRST_BY.search(text[max(0, credit.start - _BEFORE) : credit.start]):
            return credit.name, credit.start < _LEAD
    return None


def outlet_source(name: str, member: StoryMember) -> MainSource:
    """An outlet whose text is not here; the link leads to its site, else to who names it."""
    entry = known(name)
    return MainSource(_listed(name), entry.url if entry else member.article.url, "outlet")


def credit_evidence(member: StoryMember) -> list[Evidence]:
    """The article's credits with the words around them, verbatim; one per name and form.

    Last the lines about photographers and sources that were taken out of the text.
    """
    seen: set[tuple[str, str]] = set()
    found: list[tuple[float, int, Evidence]] = []
    for credit in member.credits:
        key = (agency_name(credit), credit.form)
        if key in seen or is_own(credit.name, member.article):
            continue
        seen.add(key)
        words = _context(member.article.text, credit)
        weight = _WEIGHT[credit.form]
        found.append((-weight, credit.start, Evidence("credit", words, weight)))
    said = [evidence for *_, evidence in sorted(found, key=lambda row: row[:2])]
    signed = [author for author, _ in _signing_agencies(member.article)]
    said[:0] = [Evidence("credit", author, _WEIGHT["agency"]) for author in signed]
    lines = [Evidence("credit", line, _WEIGHT["photo"]) for line in member.article.credits]
    return said[:_MOST_EVIDENCE] + lines[:_MOST_EVIDENCE]


def _context(text: str, credit: Credit) -> str:
    """The credit with the words beside it, within its line."""
    line_start = text.rfind("\n", 0, credit.start) + 1
    line_end = text.find("\n", credit.end)
    line_end = len(text) if line_end < 0 else line_end
    start = max(line_start, credit.start - _BEFORE)
    end = min(line_end, credit.end + _AFTER)
    if start > line_start:  # do not begin within a word
        gap = text.find(" ", start, credit.start)
        start = gap + 1 if gap >= 0 else credit.start
    if end < line_end:
        gap = text.rfind(" ", credit.end, end)
        end = gap if gap >= 0 else credit.end
    return text[start:end].strip()


def urls_of(members: Sequence[StoryMember]) -> dict[str, StoryMember]:
    """Members by the canonical form of their addresses; a page's own goes before a claimed one."""
    found: dict[str, StoryMember] = {}
    for member in members:
        if member.article.url:
            found.setdefault(canonical_url(member.article.url), member)
    for member in members:
        if member.article.canonical:
            found.setdefault(canonical_url(member.article.canonical), member)
    return found


def linked(member: StoryMember, urls: Mapping[str, StoryMember]) -> list[StoryMember]:
    """Other members the article links to, in the order of its links, each once."""
    found: list[StoryMember] = []
    for link in member.article.links:
        other = urls.get(canonical_url(link))
        if other is not None and other is not member and other not in found:
            found.append(other)
    return found


def canonical_of(member: StoryMember, urls: Mapping[str, StoryMember]) -> StoryMember | None:
    """The member whose address this article's page names as the canonical one."""
    if not member.article.canonical:
        return None
    other = urls.get(canonical_url(member.article.canonical))
    return other if other is not None and other.article.id != member.article.id else None
