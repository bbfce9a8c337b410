"""WebSub (W3C Recommendation, 2018): a publisher's hub pushes what is new, instead of being asked.

Pure decisions over one subscription. What asks a hub is ``engine.subscribing``; what a hub asks
comes in at ``serve.websub``.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable
from typing import Literal
from urllib.parse import urlencode, urljoin

import msgspec
from msgspec import Struct

from newsloom.model.times import DAY_US, MINUTE_US, SECOND_US
from newsloom.sources.feed_types import Feed

LEASE_S = 10 * 86400  # what we ask for; the hub decides
_SHORTEST_S, _LONGEST_S = 60, 90 * 86400
_VERIFY_US = 10 * MINUTE_US  # how long a hub may take to verify before it is asked again
_MOST_TRIES = 3  # to unsubscribe from a hub that does not answer
_RENEW_SHARE = 0.8  # of a lease, after which it is renewed
_METHODS = ("sha1", "sha256", "sha384", "sha512")
_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_LINK = re.compile(r"<([^<>]*)>((?:\s*;\s*[\w*-]+\s*=\s*(?:\"[^\"]*\"|[^\s\";,]*))*)")
_REL = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s\";,]*))", re.IGNORECASE)
_MOST_HEADER = 8000

State = Literal["wanted", "live", "denied", "ending"]


class Offer(Struct, frozen=True):
    """Where a feed says that it can be subscribed to, and under which address."""

    hub: str
    topic: str


class Subscription(Struct, frozen=True):
    """One subscription. Times in UTC microseconds.

    ``token`` ends our callback's address, so that nobody but the hub knows it; ``secret`` signs
    what the hub sends. ``next_us`` is when something is to be done about it.
    """

    source: str
    hub: str
    topic: str
    token: str
    secret: str
    state: State = "wanted"
    until_us: int = 0  # the end of the lease; 0 before the hub has verified
    next_us: int = 0
    failures: int = 0  # in a row
    detail: str = ""


class Push(Struct, frozen=True):
    """What a hub sent: the body as it came, and its content type."""

    number: int
    content_type: str
    body: bytes


def _linked(headers: Iterable[tuple[str, str]], base: str) -> dict[str, str]:
    """The first address of each relation in the Link headers (RFC 8288)."""
    found: dict[str, str] = {}
    for name, value in headers:
        if name.lower() != "link":
            continue
        for link in _LINK.finditer(value[:_MOST_HEADER]):
            rel = _REL.search(link[2])
            for one in ((rel[1] or rel[2] or "").lower().split()) if rel else ():
                try:
                    found.setdefault(one, urljoin(base, link[1].strip()))
                except ValueError:
                    continue
    return found


def offer_of(feed: Feed, url: str, headers: Iterable[tuple[str, str]]) -> Offer | None:
    """The hub that a feed fetched from ``url`` names; None when it names none.

    The header goes before the document, as the recommendation says (section 4).
    """
    linked = _linked(headers, url)
    hub = linked.get("hub") or feed.hub or ""
    topic = (linked.get("self") if "hub" in linked else None) or feed.self_url or url
    if not _WEB.match(hub) or not _WEB.match(topic):
        return None
    return Offer(hub, topic)


# ------------------------------------------------------------------ what we ask


def wanted(
    offer: Offer, source: str, known: Subscription | None, token: str, secret: str
) -> Subscription | None:
    """The subscription to keep for a source that was offered one; None when nothing changes.

    A hub that denied us is not asked again for the same topic.
    """
    if known is not None and (known.hub, known.topic) == (offer.hub, offer.topic):
        return None
    return Subscription(source, offer.hub, offer.topic, token, secret)


def request_body(one: Subscription, callback: str) -> bytes:
    """The form to be sent to the hub. ``callback`` is the public base of our addresses."""
    mode = "unsubscribe" if one.state == "ending" else "subscribe"
    form = {
        "hub.callback": f"{callback.rstrip('/')}/websub/{one.token}",
        "hub.mode": mode,
        "hub.topic": one.topic,
    }
    if mode == "subscribe":
        form |= {"hub.lease_seconds": str(LEASE_S), "hub.secret": one.secret}
    return urlencode(form).encode()


def to_ask(one: Subscription, now_us: int) -> bool:
    """Whether the hub is to be asked now: for a new lease, the next one, or the end."""
    return one.state != "denied" and one.next_us <= now_us


def asked(one: Subscription, now_us: int) -> Subscription | None:
    """The subscription once its hub is being asked: None when it is to be forgotten.

    Until it verifies, a hub is asked again, later and later, at least once a day; feeds are
    polled as ever meanwhile. One that never verifies an end is left to the end of the lease.
    """
    if one.state == "ending" and one.failures >= _MOST_TRIES:
        return None
    failures = one.failures + 1
    wait = min(_VERIFY_US * failures, DAY_US)
    return msgspec.structs.replace(
        one, failures=failures, next_us=now_us + wait, detail="waiting for the hub"
    )


def failed(one: Subscription, problem: str) -> Subscription:
    """The subscription after its hub gave no answer, or refused."""
    return msgspec.structs.replace(one, detail=problem[:300]) if one.failures else one


def ended(one: Subscription, now_us: int) -> Subscription:
    """The subscription of a source that is polled no more."""
    return msgspec.structs.replace(one, state="ending", next_us=now_us, failures=0)


def is_live(one: Subscription | None, now_us: int) -> bool:
    """Whether pushes can be relied on now."""
    return one is not None and one.state == "live" and now_us < one.until_us


# ------------------------------------------------------------------ what a hub says


def verified(
    one: Subscription, mode: str, topic: str, lease_seconds: str, now_us: int
) -> Subscription | Literal["refused"] | None:
    """A hub's verification of intent: the subscription afterwards; None when it has ended.

    ``refused`` for anything that was not asked for: another topic, or another mode.
    """
    if topic != one.topic:
        return "refused"
    if mode == "unsubscribe":
        return None if one.state == "ending" else "refused"
    if mode != "subscribe" or one.state not in ("wanted", "live"):
        return "refused"
    lease_s = int(lease_seconds) if re.fullmatch(r"[0-9]{1,9}", lease_seconds) else LEASE_S
    lease_s = min(max(lease_s, _SHORTEST_S), _LONGEST_S)
    return msgspec.structs.replace(
        one,
        state="live",
        until_us=now_us + lease_s * SECOND_US,
        next_us=now_us + int(lease_s * _RENEW_SHARE) * SECOND_US,
        failures=0,
        detail="",
    )


def denied(one: Subscription, topic: str, reason: str) -> Subscription:
    """The subscription after the hub said no (section 5.2); unchanged for another topic."""
    if topic != one.topic or one.state == "ending":
        return one
    detail = "the hub denied it" + (f": {reason[:200]}" if reason else "")
    return msgspec.structs.replace(one, state="denied", until_us=0, detail=detail)


def signed(header: str | None, body: bytes, secret: str) -> bool:
    """Whether ``X-Hub-Signature`` (``method=hex``) is that of the body under our secret."""
    method, _, given = (header or "").strip().partition("=")
    if method.lower() not in _METHODS:
        return False
    made = hmac.new(secret.encode(), body, getattr(hashlib, method.lower())).hexdigest()
    return hmac.compare_digest(made.encode(), given.strip().lower().encode("utf-8", "replace"))
