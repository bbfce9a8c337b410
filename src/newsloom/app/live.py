"""What runs for long: a poller, the engine in its thread, and the web server, together."""

import asyncio
import contextlib
import errno
import logging
import shutil
import signal
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import click
import msgspec
import uvicorn
from msgspec import Struct
from starlette.applications import Starlette

from newsloom.app.actions import DEMO, KIND, LiveActions, beside
from newsloom.app.outlets import choose
from newsloom.app.stored import intents_of, now_us, working
from newsloom.app.summing import writer
from newsloom.config import Config, data_dir, load_config, save_contact
from newsloom.demo.press import START_US, Press, make_press
from newsloom.demo.server import PressServer, serve_press
from newsloom.demo.view import recent_start
from newsloom.engine.execute import Engine
from newsloom.engine.live import EngineThread, Keep
from newsloom.engine.poll import Poller, reachable
from newsloom.engine.subscribing import Keeper, Subscribing
from newsloom.fetch.client import HttpFetcher
from newsloom.model.counts import counted
from newsloom.model.errors import ConfigError, NewsloomError, StoreError
from newsloom.serve.auth import TextRights, allowed_hosts, text_rights
from newsloom.serve.web import make_app
from newsloom.store.sqlite.store import SqliteStore
from newsloom.stories.rank import WEIGHTS

log = logging.getLogger("newsloom")

_PROBES = 12  # sources asked whether there is a network at all
_PROBE_SECONDS = 10.0
_FULL_SECONDS = 5.0
_DEMO_REVISITS = ("1min", "5min")  # its outlets edit articles within minutes of the clock


class RunOptions(Struct, frozen=True):
    """The options of ``newsloom run``; None takes the configuration's word."""

    data: Path | None
    host: str | None
    port: int | None
    sources: str | None
    contact: str | None
    workers: int | None


class DemoOptions(Struct, frozen=True):
    """The options of ``newsloom demo``. ``speed`` 0 publishes everything at once."""

    data: Path | None
    host: str = "127.0.0.1"
    port: int = 8000
    outlets: int = 60
    events: int = 40
    seed: int = 1
    speed: float = 600.0
    truth: Path | None = None
    once: bool = False
    workers: int | None = None
    offline: bool = False  # started because nothing could be reached


# ------------------------------------------------------------------ run


def run(options: RunOptions) -> None:
    """Poll, weave and serve until interrupted."""
    folder = data_dir(options.data)
    config = load_config(folder)
    config = msgspec.structs.replace(
        config,
        host=options.host or config.host,
        port=config.port if options.port is None else options.port,
        sources=options.sources or config.sources,
    )
    if options.contact:
        save_contact(folder, options.contact)
        config = msgspec.structs.replace(config, contact=options.contact)
    if config.sources not in ("starter", "world"):
        choose(config.sources, config)  # what is wrong with a file is said before all else
    listener = _listen(config.host, config.port)
    config = _with_contact(folder, config)
    online = bool(config.contact) and _online(config)
    if not online and not _go_on_without(folder, config):
        listener.close()
        demo(
            DemoOptions(
                beside(folder), config.host, config.port, workers=options.workers, offline=True
            )
        )
        return
    with working(folder, options.workers or config.workers or None, None) as (store, engine):
        if store.note(KIND) == DEMO:
            raise NewsloomError(
                f"{folder} holds the demo press, which is fiction: name another folder with --data"
            )
        store.set_note("network", None if online else "offline")
        _seed(store, config)
        asyncio.run(_serve(store, engine, config, listener, polling=bool(config.contact)))


def _seed(store: SqliteStore, config: Config) -> None:
    """Give a new folder its sources; one that has some keeps them, unless others are named."""
    named = config.sources not in ("starter", "world")
    if named or config.sources == "world" or not store.counts().sources:
        added = store.put_sources(*choose(config.sources, config))
        if added:
            click.echo(f"{added} sources added ({config.sources}).")


def _with_contact(folder: Path, config: Config) -> Config:
    """The configuration with a contact: outlets have a right to know who reads them."""
    if config.contact:
        return config
    if not _at_terminal():
        click.echo(
            "No contact is set, so no outlet is polled: outlets should know whom to write to. "
            f"Set NEWSLOOM_CONTACT, or contact in {folder / 'newsloom.toml'}.",
            err=True,
        )
        return config
    click.echo(
        "Newsloom tells every outlet whom to write to when its polling disturbs.\n"
        "It needs a web or mail address of yours; it is stored in newsloom.toml."
    )
    while True:
        contact = click.prompt("Contact (empty: do not poll)", default="", show_default=False)
        if not contact:
            return config
        try:
            save_contact(folder, contact)
        except ConfigError as error:
            click.echo(str(error), err=True)
        else:
            return msgspec.structs.replace(config, contact=contact)


def _online(config: Config) -> bool:
    """Whether any of a few sources answers within ten seconds."""
    sources, _ = choose(config.sources, config)
    step = max(1, len(sources) // _PROBES)
    urls = [source.url for source in sources[::step]][:_PROBES]

    async def probe() -> bool:
        async with HttpFetcher(config) as fetcher:
            return await reachable(fetcher, urls, _PROBE_SECONDS)

    return asyncio.run(probe())


def _go_on_without(folder: Path, config: Config) -> bool:
    """Nothing is polled now: serve the reader's own folder all the same, or show the demo?"""
    if config.contact:
        click.echo(f"No outlet could be reached within {_PROBE_SECONDS:.0f} seconds.", err=True)
    if not _at_terminal():
        if config.contact and _holds_articles(folder):
            return True  # a service that starts before its network: what it has is no fiction
        click.echo("Showing the demo press instead, in a folder of its own.", err=True)
        return False
    return not click.confirm("Show the demo press, which is fiction and needs no network?", True)


def _holds_articles(folder: Path) -> bool:
    try:
        store = SqliteStore(folder, create=False)
    except StoreError:
        return False
    try:
        return store.counts().articles > 0
    finally:
        store.close()


def _at_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


# ------------------------------------------------------------------ demo


def demo(options: DemoOptions) -> None:
    """Serve the demo press, read it, and show it."""
    folder = options.data or beside(data_dir(None))
    _begin_anew(folder)
    # A press that lives tells of these days; one read at once is the same on every day.
    start_us = recent_start(now_us()) if options.speed else START_US
    press = make_press(options.outlets, options.seed, options.events, start_us)
    with working(folder, options.workers, None) as (store, engine):
        store.set_note(KIND, DEMO)
        store.set_note("network", "offline" if options.offline else None)
        if options.once:
            asyncio.run(_demo_once(store, engine, press, options))
        else:
            listener = _listen(options.host, options.port)
            asyncio.run(_demo_live(store, engine, press, options, listener))


def _begin_anew(folder: Path) -> None:
    """Empty the demo's folder: its outlets get new ports, so nothing of before fits.

    Raises NewsloomError for a folder that holds anything but a demo.
    """
    if not folder.exists() or not any(folder.iterdir()):
        return
    try:
        store = SqliteStore(folder, engine=True, create=False)
        kind = store.note(KIND)
        store.close()
    except NewsloomError as error:
        raise NewsloomError(
            f"{folder} is neither empty nor a demo's: name another folder with --data ({error})"
        ) from error
    if kind != DEMO:
        raise NewsloomError(f"{folder} holds no demo: name an empty folder with --data")
    shutil.rmtree(folder)


@asynccontextmanager
async def _pressed(
    store: SqliteStore, press: Press, options: DemoOptions
) -> AsyncIterator[tuple[PressServer, Config]]:
    """The press on its ports, its sources in the store, and a configuration that may ask them."""
    async with serve_press(press, speed=options.speed) as server:
        own = tuple(server.addresses())
        store.put_sources(server.sources(), server.outlet_rows())
        config = Config(
            contact="http://127.0.0.1/demo",
            own_hosts=own,
            allow_private=own,
            disk_cap_gb=2.0,
            poll_revisits=_DEMO_REVISITS,
        )
        if options.truth is not None:
            _write_truth(server, options.truth)
        yield server, config


def _write_truth(server: PressServer, path: Path) -> None:
    data = msgspec.json.format(msgspec.json.encode(server.truth()))
    if str(path) == "-":
        click.echo(data.decode())
    else:
        path.write_bytes(data)


async def _demo_once(
    store: SqliteStore, engine: Engine, press: Press, options: DemoOptions
) -> None:
    async with _pressed(store, press, options) as (_, config), HttpFetcher(config) as fetcher:
        await Poller(store, fetcher, config).once()
    await asyncio.to_thread(engine.drain)
    counts = store.counts()
    held = f"{counted(counts.articles, 'article')} in {counted(counts.stories, 'story', 'stories')}"
    click.echo(held, err=True)


async def _demo_live(
    store: SqliteStore, engine: Engine, press: Press, options: DemoOptions, listener: socket.socket
) -> None:
    async with _pressed(store, press, options) as (_, config):
        click.echo(f"The demo press: {len(press.outlets)} outlets, all of them invented.")
        config = msgspec.structs.replace(config, host=options.host, port=options.port)
        await _serve(store, engine, config, listener, polling=True)


# ------------------------------------------------------------------ serving


async def _serve(
    store: SqliteStore, engine: Engine, config: Config, listener: socket.socket, *, polling: bool
) -> None:
    """Poller, engine and web server until interrupted; then each ends what it is at."""
    keep = Keep(config.captures_days, int(config.disk_cap_gb * 1e9))
    thread = EngineThread(store, engine, keep, now_us, intents_of(store))
    actions = LiveActions(store, config)
    push = Subscribing(store) if polling and config.websub_callback else None
    app = _app(store, actions, config, push)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False))
    # As with Ctrl-C: uvicorn closes first and then hands the signal on.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    thread.start()
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"Read it at http://{shown}:{port}/  (folder {store.folder}; Ctrl-C ends)")
    poll = asyncio.create_task(_poll(store, config, thread, push)) if polling else None
    try:
        with contextlib.suppress(KeyboardInterrupt):  # uvicorn hands Ctrl-C on once it has closed
            await server.serve(sockets=[listener])
    finally:
        if poll is not None:
            poll.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await poll
        thread.stop()
        await asyncio.to_thread(thread.join)
        actions.close()


def _app(
    store: SqliteStore, actions: LiveActions, config: Config, push: Subscribing | None
) -> Starlette:
    rights: TextRights = "everyone" if config.public_full_text else "loopback"
    return make_app(
        store,
        actions,
        clock=now_us,
        full_text=text_rights(config.host, rights),
        operator=text_rights(config.host, "loopback"),
        ranking=WEIGHTS,
        hosts=allowed_hosts(config.host),
        writer=writer(config),
        desk=push,
    )


async def _poll(
    store: SqliteStore, config: Config, thread: EngineThread, push: Subscribing | None
) -> None:
    """Poll while there is room; note on the way whether the network answers."""

    def heard(_new: int) -> None:
        if store.note("network") and store.note(KIND) != DEMO:
            store.set_note("network", None)

    while True:
        try:
            async with HttpFetcher(config) as fetcher:
                poller = asyncio.create_task(
                    Poller(store, fetcher, config, on_new=heard, push=push).run()
                )
                with _ended(poller), _kept(store, fetcher, config, push):
                    while not poller.done() and not thread.full.is_set():
                        await asyncio.wait([poller], timeout=_FULL_SECONDS)
                    if poller.done():
                        poller.result()
        except NewsloomError as error:
            log.error("polling pauses: %s", error)
        except Exception:
            log.exception("polling pauses after a defect")
        await asyncio.sleep(_FULL_SECONDS)


@contextmanager
def _kept(
    store: SqliteStore, fetcher: HttpFetcher, config: Config, push: Subscribing | None
) -> Iterator[None]:
    """Subscriptions at hubs are kept alive within; polling goes on whatever becomes of that."""
    if push is None:
        yield
        return
    keeper = asyncio.create_task(Keeper(store, fetcher, config.websub_callback).run())
    keeper.add_done_callback(_say)
    with _ended(keeper):
        yield


def _say(task: "asyncio.Task[None]") -> None:
    if not task.cancelled() and (problem := task.exception()) is not None:
        log.error("subscriptions at hubs pause: %s", problem)


@contextmanager
def _ended(task: "asyncio.Task[None]") -> Iterator[None]:
    """Cancels a task on the way out."""
    try:
        yield
    finally:
        task.cancel()


def _listen(host: str, port: int) -> socket.socket:
    """A bound socket; NewsloomError when the address is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        other = "--port" if error.errno in (errno.EADDRINUSE, errno.EACCES) else "--host"
        raise NewsloomError(
            f"{host}:{port} cannot be served on ({error.strerror}): choose another with {other}"
        ) from error
    return listener
