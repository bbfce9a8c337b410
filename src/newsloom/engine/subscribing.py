"""Subscriptions at hubs (WebSub) kept alive, and what hubs say and send taken in."""

import asyncio
import logging
import secrets
from collections.abc import Callable, Iterable
from functools import partial
from typing import Literal, Protocol

from newsloom.fetch import websub
from newsloom.fetch.client import now_us
from newsloom.fetch.response import FetchFailed, Response
from newsloom.fetch.websub import Offer, Push, Subscription
from newsloom.model.errors import NewsloomError

log = logging.getLogger("newsloom")

_LOOK_S = 5.0
Taken = Literal["taken", "dropped", "unknown", "full"]


class PushStore(Protocol):
    """What subscriptions need of a store; see ``store.sqlite.subscribing``."""

    def subscriptions(self) -> list[tuple[Subscription, bool]]: ...
    def subscription(self, source: str) -> Subscription | None: ...
    def subscription_at(self, token: str) -> Subscription | None: ...
    def put_subscription(self, one: Subscription) -> None: ...
    def revise_subscription(
        self, token: str, change: Callable[[Subscription], Subscription | None]
    ) -> Subscription | None: ...
    def put_push(self, source: str, body: bytes, content_type: str) -> bool: ...
    def pushes(self, source: str) -> list[Push]: ...
    def finish_pushes(self, numbers: Iterable[int]) -> None: ...


class Poster(Protocol):
    """Sends a form; see ``fetch.client.HttpFetcher``. No answer raises FetchFailed."""

    async def post(self, url: str, form: bytes) -> Response: ...


class Subscribing:
    """Subscriptions of one folder: the poller's side, and the side that hubs call.

    Its methods are quick and synchronous. ``clock`` gives UTC microseconds; ``word`` makes
    unguessable words for tokens and secrets.
    """

    def __init__(
        self,
        store: PushStore,
        *,
        clock: Callable[[], int] = now_us,
        word: Callable[[], str] = lambda: secrets.token_urlsafe(32),
    ) -> None:
        self._store = store
        self._clock = clock
        self._word = word

    # ------------------------------------------------------------ for the poller

    def offered(self, source: str, offer: Offer | None) -> None:
        """A poll saw where the feed may be subscribed to, or that it may not be (any more)."""
        known = self._store.subscription(source)
        if offer is None:
            if known is not None:
                self._end(known)
            return
        fresh = websub.wanted(offer, source, known, self._word(), self._word())
        if fresh is None:
            return
        if known is not None:
            self._end(known)
        self._store.put_subscription(fresh)

    def _end(self, known: Subscription) -> None:
        now = self._clock()
        self._store.revise_subscription(known.token, lambda one: websub.ended(one, now))

    def live(self, source: str) -> bool:
        """Whether pushes of this source can be relied on now."""
        return websub.is_live(self._store.subscription(source), self._clock())

    def pending(self, source: str) -> list[Push]:
        """What was pushed and not yet taken."""
        return self._store.pushes(source)

    def finish(self, pushes: Iterable[Push]) -> None:
        """The items of these pushes are taken."""
        self._store.finish_pushes([one.number for one in pushes])

    # ------------------------------------------------------------ for hubs

    def verify(self, token: str, mode: str, topic: str, lease_seconds: str) -> bool:
        """Whether to confirm what a hub says we asked for; what follows from it is kept."""
        confirmed = False

        def change(one: Subscription) -> Subscription | None:
            nonlocal confirmed
            after = websub.verified(one, mode, topic, lease_seconds, self._clock())
            confirmed = after != "refused"
            return one if after == "refused" else after

        self._store.revise_subscription(token, change)
        return confirmed

    def deny(self, token: str, topic: str, reason: str) -> None:
        """A hub will not have the subscription."""
        self._store.revise_subscription(token, lambda one: websub.denied(one, topic, reason))

    def deliver(self, token: str, signature: str | None, content_type: str, body: bytes) -> Taken:
        """Take in what a hub sends. It is on disk when this returns ``taken``.

        ``dropped``: it does not carry our signature, or we have not subscribed.
        """
        one = self._store.subscription_at(token)
        if one is None:
            return "unknown"
        if one.state != "live" or not websub.signed(signature, body, one.secret):
            log.warning("dropped what came for %s without our signature", one.topic)
            return "dropped"
        return "taken" if self._store.put_push(one.source, body, content_type) else "full"


class Keeper:
    """Asks hubs for what is due: new subscriptions, renewals before the lease ends, and ends.

    ``callback`` is the public base of the addresses that hubs call.
    """

    def __init__(
        self,
        store: PushStore,
        poster: Poster,
        callback: str,
        *,
        clock: Callable[[], int] = now_us,
    ) -> None:
        self._store = store
        self._poster = poster
        self._callback = callback
        self._clock = clock

    async def run(self) -> None:
        """Keep subscriptions for ever. Cancel it to stop."""
        while True:
            try:
                await self.once()
            except NewsloomError as error:
                log.error("subscriptions at hubs wait: %s", error)
            await asyncio.sleep(_LOOK_S)

    async def once(self) -> int:
        """Do what is due now; how many hubs were asked."""
        asked = 0
        for one, polled in await asyncio.to_thread(self._store.subscriptions):
            now = self._clock()
            if not polled and one.state != "ending":
                one = websub.ended(one, now)
                await self._revise(one.token, partial(websub.ended, now_us=now))
            if websub.to_ask(one, now):
                asked += await self._ask(one.token, now)
        return asked

    async def _revise(
        self, token: str, change: Callable[[Subscription], Subscription | None]
    ) -> Subscription | None:
        return await asyncio.to_thread(self._store.revise_subscription, token, change)

    async def _ask(self, token: str, now: int) -> bool:
        """Ask one hub. What it may answer at once must find the subscription as asked for."""
        one = await self._revise(token, lambda known: websub.asked(known, now))
        if one is None:
            return False
        problem = ""
        try:
            answer = await self._poster.post(one.hub, websub.request_body(one, self._callback))
            if not 200 <= answer.status < 300:
                said = answer.body[:200].decode("utf-8", "replace").strip()
                problem = f"the hub answered {answer.status}" + (f": {said}" if said else "")
        except FetchFailed as failure:
            problem = str(failure)
        if problem:
            await self._revise(token, lambda known: websub.failed(known, problem))
        return True
