"""No address that is not public is fetched, whichever way it is written or come by."""

import socket
from ipaddress import ip_address
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from newsloom.config import Config
from newsloom.fetch.client import HttpFetcher
from newsloom.fetch.guard import Guard, is_public
from newsloom.fetch.response import FetchFailed
from newsloom.model.errors import ConfigError, Refused

CLOSED = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "127.0.0.1", "127.9.9.9",
    "169.254.169.254", "172.16.0.1", "172.31.255.254", "192.0.0.8", "192.0.2.1", "192.88.99.1",
    "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1",
    "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::127.0.0.1",
    "64:ff9b::10.0.0.1", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2001:10::1",
    "2002:7f00:1::", "2002:a00:1::", "2002:c0a8:101::", "3fff::1", "5f00::1", "fc00::1",
    "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "4000::1",
]  # fmt: skip
OPEN = [
    "1.1.1.1", "8.8.8.8", "100.63.0.1", "100.128.0.1", "172.15.0.1", "172.32.0.1", "192.0.1.1",
    "223.255.255.255", "2606:4700::1", "2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8",
    "2002:808:808::",
]  # fmt: skip
CLOSED_URLS = [
    "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/",
    "http://0x7f.1/", "http://017700000001/", "http://0177.0.0.1/", "http://0/",
    "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/",
    "http://[64:ff9b::7f00:1]/", "http://user:pw@127.0.0.1:80/", "http://169.254.169.254/latest",
    "http://10.0.0.1.:80/", "https://192.168.0.1:8443/x",
]  # fmt: skip
ODD_URLS = [
    "file:///etc/passwd", "ftp://example.org/x", "gopher://example.org/", "data:text/html,x",
    "javascript:alert(1)", "http://", "http:///x", "//example.org/x", "example.org", "",
    "http://[::1", "http://example.org:99999/",
]  # fmt: skip


@pytest.mark.parametrize("address", CLOSED)
def test_special_addresses_are_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", OPEN)
def test_ordinary_addresses_are_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize("url", CLOSED_URLS)
def test_addresses_in_figures_are_refused_in_any_spelling(url: str) -> None:
    with pytest.raises(Refused, match="allow_private"):
        Guard().check_url(url)


@pytest.mark.parametrize("url", ODD_URLS)
def test_only_web_addresses_are_fetched(url: str) -> None:
    with pytest.raises(Refused):
        Guard().check_url(url)


def test_names_pass_until_they_are_resolved() -> None:
    Guard().check_url("https://news.example/world?x=1")


@pytest.mark.parametrize(
    ("allowed", "url", "passes"),
    [
        ("127.0.0.1", "http://127.0.0.1:8080/", True),
        ("127.0.0.1", "http://127.0.0.2:8080/", False),
        ("127.0.0.1:8080", "http://127.0.0.1:8080/", True),
        ("127.0.0.1:8080", "http://127.0.0.1:22/", False),
        ("10.0.0.0/8", "http://10.9.8.7/", True),
        ("10.0.0.0/8", "http://192.168.0.1/", False),
        ("[::1]:8080", "http://[::1]:8080/", True),
        ("::1", "http://[::1]/", True),
    ],
)
def test_the_operator_opens_what_is_needed_and_no_more(
    allowed: str, url: str, passes: bool
) -> None:
    guard = Guard([allowed])
    if passes:
        guard.check_url(url)
    else:
        with pytest.raises(Refused):
            guard.check_url(url)


@pytest.mark.parametrize("entry", ["http://intranet/", "a b/c", "intranet:port", ""])
def test_a_senseless_exception_is_a_wrong_setting(entry: str) -> None:
    with pytest.raises(ConfigError, match="allow_private"):
        Guard([entry])


def _answer(host: str, address: str, port: int) -> ResolveResult:
    return {
        "hostname": host,
        "host": address,
        "port": port,
        "family": socket.AF_INET,
        "proto": 0,
        "flags": 0,
    }


def test_a_name_that_resolves_to_both_keeps_the_public_address() -> None:
    found = [_answer("n.example", one, 80) for one in ("10.0.0.1", "8.8.8.8")]
    kept = Guard().checked("n.example", 80, found)
    assert [one["host"] for one in kept] == ["8.8.8.8"]


def test_a_name_that_resolves_to_a_closed_address_is_refused() -> None:
    with pytest.raises(Refused):
        Guard().checked("n.example", 80, [_answer("n.example", "127.0.0.1", 80)])


def test_an_opened_name_opens_its_address_only_for_its_port() -> None:
    guard = Guard(["intranet.example:8080"])
    guard.checked("intranet.example", 8080, [_answer("intranet.example", "10.1.1.1", 8080)])
    assert guard.allows(ip_address("10.1.1.1"), 8080)
    assert not guard.allows(ip_address("10.1.1.1"), 22)
    with pytest.raises(Refused):
        guard.checked("intranet.example", 22, [_answer("intranet.example", "10.1.1.1", 22)])


@pytest.mark.parametrize("address", ["127.0.0.1", "169.254.169.254", "10.0.0.1"])
def test_the_last_check_is_on_the_address_that_is_connected_to(address: str) -> None:
    with pytest.raises(Refused):
        Guard().socket((socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)))


class Rebinding(AbstractResolver):
    """A name server that answers with loopback, as a rebinding one does when it matters."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        return [_answer(host, "127.0.0.1", port)]

    async def close(self) -> None:
        pass


class Unguarded(HttpFetcher):
    """A fetcher whose resolver lets everything through: only the last check is left."""

    async def __aenter__(self) -> "Unguarded":
        await super().__aenter__()
        assert self._session is not None
        connector: Any = self._session.connector
        connector._resolver = Rebinding()
        return self


async def _server(hits: list[str]) -> tuple[web.AppRunner, int]:
    async def page(request: web.Request) -> web.Response:
        hits.append(request.path)
        if request.path == "/out":
            return web.Response(status=302, headers={"Location": request.query["to"]})
        return web.Response(text="<html>hello</html>", content_type="text/html")

    app = web.Application()
    app.router.add_get("/{tail:.*}", page)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, runner.addresses[0][1]


@pytest.mark.parametrize("kind", [HttpFetcher, Unguarded])
async def test_a_rebinding_name_reaches_nothing(kind: type[HttpFetcher]) -> None:
    hits: list[str] = []
    runner, port = await _server(hits)
    try:
        async with kind(Config(), resolver=Rebinding()) as fetcher:
            with pytest.raises(FetchFailed) as failure:
                await fetcher.fetch(f"http://rebind.example:{port}/secret")
        assert failure.value.kind == "refused"
        assert hits == []
    finally:
        await runner.cleanup()


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:{port}/x", "http://localhost:{port}/x", "http://[::1]:{port}/x",
               "http://2130706433:{port}/x", "file:///etc/passwd"],
)  # fmt: skip
async def test_a_redirect_is_checked_like_any_address(target: str) -> None:
    hits: list[str] = []
    inner, port = await _server(hits)
    outer, open_port = await _server([])
    config = Config(
        allow_private=(f"127.0.0.1:{open_port}",), own_hosts=(f"127.0.0.1:{open_port}",)
    )
    try:
        async with HttpFetcher(config) as fetcher:
            with pytest.raises(FetchFailed) as failure:
                to = target.format(port=port)
                await fetcher.fetch(f"http://127.0.0.1:{open_port}/out?to={to}")
        assert failure.value.kind == "refused"
        assert hits == []
    finally:
        await inner.cleanup()
        await outer.cleanup()


def test_aiohttp_still_asks_for_a_socket_this_way() -> None:
    import inspect

    assert "socket_factory" in inspect.signature(aiohttp.TCPConnector).parameters


# Ways to write a closed address that published lists of such attacks collect.
DISGUISED = [
    "http://localhost:{}/", "http://LOCALHOST:{}/", "http://localhost.:{}/", "http://127.0.1.3:{}/",
    "http://0.0.0.0:{}/", "http://[::]:{}/", "http://[0000::1]:{}/", "http://127.0.0.1.:{}/",
    "http://[0:0:0:0:0:ffff:127.0.0.1]:{}/", "http://①②⑦.⓪.⓪.①:{}/", "http://127。0。0。1:{}/",
    "http://１２７．０．０．１:{}/", "http://127%2e0%2e0%2e1:{}/", "http://0251.0376.0251.0376:{}/",
    "http://0o177.0.0.1:{}/", "http://q177.0.0.1:{}/", "http://00000177.0.0.1:{}/",
    "http://0x7f.0x0.0x0.0x1:{}/", "http://0xA9FEA9FE:{}/", "http://425.510.425.510:{}/",
    "http://2852039166:{}/", "http://0x41414141A9FEA9FE:{}/", "http://4294967297:{}/",
    "http://[::ffff:a9fe:a9fe]:{}/", "http://[::1%25lo]:{}/", "http://[fe80::1%25lo]:{}/",
    "http://1.1.1.1&@127.0.0.1:{}/", "http://news.example@127.0.0.1:{}/",
    "http://127.0.0.1:{}#@news.example/", "http://127.0.0.1\\@news.example:{}/",
    "http://127.0.0.1%00.news.example:{}/", "http://127.0.0.1%0d%0a:{}/", "http:127.0.0.1:{}/",
    "http:/127.0.0.1:{}/", "http:///127.0.0.1:{}/", "http:\\\\127.0.0.1:{}/",
]  # fmt: skip


class NoName(AbstractResolver):
    """A name server that knows this machine, and nobody else."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        if host.lower().rstrip(".") == "localhost":
            return [_answer(host, "127.0.0.1", port)]
        raise OSError(f"no such name: {host}")

    async def close(self) -> None:
        pass


async def test_a_disguised_address_reaches_nothing() -> None:
    hits: list[str] = []
    runner, port = await _server(hits)
    try:
        async with HttpFetcher(Config(), resolver=NoName()) as fetcher:
            for url in DISGUISED:
                with pytest.raises(FetchFailed) as failure:
                    await fetcher.fetch(url.format(port))
                assert failure.value.kind in ("refused", "dns", "connect"), url
        assert hits == []
    finally:
        await runner.cleanup()
