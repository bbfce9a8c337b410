"""Which addresses may be fetched: public ones, and those the operator opens.

Pages and feeds name addresses that we then ask for; none of them may reach the machine itself,
its network or a cloud's metadata service. The check is on the address that is connected to, so
that a name that changes its answer between check and use gains nothing.
"""

import socket
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult

from newsloom.model.errors import ConfigError, Refused

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# The IANA special-purpose registries. Python's own is_global differs between its versions.
_CLOSED_4 = tuple(
    IPv4Network(net)
    for net in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
    )
)  # fmt: skip
_OPEN_6 = IPv6Network("2000::/3")  # global unicast
_CLOSED_6 = tuple(IPv6Network(net) for net in ("2001::/23", "2001:db8::/32", "3fff::/20"))
_NAT64 = IPv6Network("64:ff9b::/96")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def _embedded(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 one stands for: mapped, 6to4 or NAT64."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def is_public(address: Address) -> bool:
    """Whether an address is global unicast, itself and in what it embeds."""
    if isinstance(address, IPv6Address):
        if address.scope_id is not None:
            return False
        inner = _embedded(address)
        if inner is not None:
            return is_public(inner)
        return address in _OPEN_6 and not any(address in net for net in _CLOSED_6)
    return not any(address in net for net in _CLOSED_4)


def _literal(host: str) -> Address | None:
    """The address a host spells, also in the short, octal and hexadecimal forms of inet_aton."""
    host = host.strip("[]").rstrip(".")
    try:
        return ip_address(host)
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(host)) if host[:1].isdigit() else None
    except OSError:
        return None


class Guard:
    """Says of a URL, and of the address behind it, whether it may be asked.

    ``allow_private`` holds host names, ``host:port`` pairs and networks (``10.0.0.0/8``).
    """

    def __init__(self, allow_private: Iterable[str] = ()) -> None:
        self._networks: list[Network] = []
        self._hosts: set[tuple[str, int | None]] = set()
        self._granted: set[tuple[str, int]] = set()  # addresses behind the hosts that are allowed
        for entry in allow_private:
            self._open(entry)

    def _open(self, entry: str) -> None:
        try:
            self._networks.append(ip_network(entry, strict=False))
            return
        except ValueError:
            pass
        try:
            parts = urlsplit(f"//{entry}")
            host, port = parts.hostname, parts.port
        except ValueError:
            host = port = None
        if not host or parts.path:
            raise ConfigError(
                f"allow_private: {entry!r} is no host, host:port or network; "
                'it takes entries such as "intranet.example:8080" or "10.0.0.0/8"'
            )
        self._hosts.add((host, port))

    def _named(self, host: str, port: int) -> bool:
        host = host.lower().rstrip(".")
        return (host, None) in self._hosts or (host, port) in self._hosts

    def allows(self, address: Address, port: int) -> bool:
        """Whether an address may be connected to."""
        if is_public(address) or any(address in net for net in self._networks):
            return True
        return self._named(str(address), port) or (str(address), port) in self._granted

    def check_url(self, url: str) -> None:
        """Raise Refused for a scheme other than http(s), no host, or a closed address in figures.

        Names are checked when they are resolved, and again when connected to.
        """
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError:
            raise Refused("malformed", f"{url!r} is no valid URL") from None
        if parts.scheme not in _DEFAULT_PORTS or not host:
            raise Refused("scheme", f"only http and https addresses are fetched, not {url!r}")
        port = port or _DEFAULT_PORTS[parts.scheme]
        address = _literal(host)
        if address is not None and not self.allows(address, port) and not self._named(host, port):
            raise self._refusal(host)

    def checked(self, host: str, port: int, found: Sequence[ResolveResult]) -> list[ResolveResult]:
        """The resolved addresses that may be connected to. Raises Refused when there is none."""
        kept = []
        for result in found:
            address = ip_address(result["host"])
            if self._named(host, port) and not self.allows(address, port):
                self._granted.add((str(address), port))
            if self.allows(address, port):
                kept.append(result)
        if found and not kept:
            raise self._refusal(host)
        return kept

    def socket(self, info: tuple[object, ...]) -> socket.socket:
        """A socket for one connection attempt; raises Refused for an address that is closed.

        The last check: it sees what is connected to, however it was come by.
        """
        family, kind, proto, _, address = info[:5]
        host, port = str(address[0]), int(address[1])  # type: ignore[index]
        if not self.allows(ip_address(host), port):
            raise self._refusal(host)
        return socket.socket(family, kind, proto)  # type: ignore[arg-type]

    @staticmethod
    def _refusal(host: str) -> Refused:
        return Refused(
            "not_public",
            f"{host} is no public address; to fetch from it all the same, "
            "add it to allow_private in newsloom.toml",
        )


class GuardedResolver(AbstractResolver):
    """A resolver whose answers have passed the guard."""

    def __init__(self, inner: AbstractResolver, guard: Guard) -> None:
        self._inner = inner
        self._guard = guard

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The public (or opened) addresses of a host. Raises Refused, or OSError from DNS."""
        return self._guard.checked(host, port, await self._inner.resolve(host, port, family))

    async def close(self) -> None:
        """Close the resolver it wraps."""
        await self._inner.close()
