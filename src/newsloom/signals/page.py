"""What an answer and its page say about the use of a text: headers, meta and link elements."""

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urljoin

from lxml.html import HtmlElement

from newsloom.model.facts import RightsSignal
from newsloom.signals.tdmrep import NAME as TDM
from newsloom.signals.tdmrep import POLICY, of_value
from newsloom.signals.uses import of_content_signal, of_directives, shortened

AGENT = "newsloom"
_ROBOTS = ("robots", AGENT)
_RSL_TYPE = "application/rsl+xml"
_MOST = 40
# Directives that take a value after a colon, and so are no name of an agent.
_VALUED = ("max-snippet", "max-image-preview", "max-video-preview", "unavailable_after")


def of_headers(headers: Sequence[tuple[str, str]], base: str) -> tuple[RightsSignal, ...]:
    """The signals of an answer's headers (lower-case names). ``base`` is the answer's URL."""
    said = dict(reversed(headers))  # the first of a name counts where one is meant
    found = list(of_value("header", said.get(TDM, ""), said.get(POLICY, "")))
    for name, value in headers:
        if name == "x-robots-tag":
            found += _directives("header", name, _for_us(value))
        elif name == "content-signal":
            reserves = of_content_signal(value)
            found.append(RightsSignal("header", name, shortened(value), reserves))
        elif name == "link":
            found += [_licence(base, target) for target in _licence_links(value)]
    return _once(found)


def _for_us(value: str) -> str:
    """An X-Robots-Tag as far as it is for us: ``otherbot: noindex`` is not."""
    agent, colon, rest = value.partition(":")
    agent = agent.strip().lower()
    if not colon or "," in agent or agent in _VALUED:
        return value
    return rest if agent in (AGENT, "*") else ""


def _directives(channel: str, name: str, value: str) -> Iterator[RightsSignal]:
    reserves = of_directives(value)
    if reserves:
        yield RightsSignal(channel, name, shortened(value), reserves)  # type: ignore[arg-type]


def _licence_links(value: str) -> Iterator[str]:
    """The targets of a Link header that are RSL licences."""
    for link in value.split(",<"):
        target, _, rest = link.strip().lstrip("<").partition(">")
        terms = rest.lower().replace('"', "").replace(" ", "")
        if ";rel=license" in terms and _RSL_TYPE in terms:
            yield target


def _licence(base: str, target: str) -> RightsSignal:
    try:
        target = urljoin(base, target.strip())
    except ValueError:
        target = target.strip()
    return RightsSignal("link", "license", shortened(target))


def of_page(root: HtmlElement, base: str) -> tuple[RightsSignal, ...]:
    """The signals of a page's meta and link elements."""
    found: list[RightsSignal] = []
    said: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (element.get("name") or "").strip().lower()
        value = element.get("content") or ""
        said.setdefault(name, value)
        if name in _ROBOTS:
            found += _directives("meta", name, value)
    found += of_value("meta", said.get(TDM, ""), said.get(POLICY, ""))
    for element in root.iter("link"):
        rel = (element.get("rel") or "").lower().split()
        kind = (element.get("type") or "").lower().strip()
        if "license" in rel and kind == _RSL_TYPE and element.get("href"):
            found.append(_licence(base, element.get("href") or ""))
    return _once(found)


def of_access(free: bool | None) -> tuple[RightsSignal, ...]:
    """What schema.org's ``isAccessibleForFree`` says: a fact about access, not a reservation."""
    if free is None:
        return ()
    return (RightsSignal("schema.org", "isAccessibleForFree", "true" if free else "false"),)


def _once(found: Iterable[RightsSignal]) -> tuple[RightsSignal, ...]:
    return tuple(dict.fromkeys(found))[:_MOST]
