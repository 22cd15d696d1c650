"""Where an address somebody gave us may lead: outside, never into the network we run in."""

import asyncio
import ipaddress
import socket
from collections.abc import Sequence
from urllib.parse import urlsplit

_LONGEST = 2_000
# What translates to IPv4 and carries the address in its last 32 bits (RFC 6052, RFC 4291 2.5.5.1).
_CARRYING = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))
# Global by the registry, and yet of the network we run in: local translators, site-local
# addresses of old, relays to 6to4, and a cloud's own host.
_NEAR = tuple(
    ipaddress.ip_network(block)
    for block in (
        "64:ff9b:1::/48",
        "fec0::/10",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "168.63.129.16/32",
    )
)
_REGISTERED_PORTS = 1024


class NotPublic(Exception):
    """The address is not one of the public network, or not one that can be called at all."""


def check_form(url: str, *, any_port: bool = False) -> None:
    """Raises NotPublic unless it is a plain https address, whatever its name resolves to.

    `any_port`: also one that needs no special rights to listen on, such as 8443.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise NotPublic from error
    plain = parts.scheme == "https" and parts.hostname and not parts.username and not parts.password
    usual = port in {None, 443} or (any_port and port is not None and port >= _REGISTERED_PORTS)
    if not plain or not usual or len(url) > _LONGEST or not url.isascii():
        raise NotPublic


async def resolve(host: str, port: int) -> str:
    """An address of the host's to connect to. One that is not public spoils all of them.

    Connect to what this returns, not to the name: asked again, the name might say something else.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise NotPublic from error
    addresses = [str(entry[4][0]) for entry in found]
    check(addresses)
    return addresses[0]


def check(addresses: Sequence[str]) -> None:
    """Raises NotPublic unless each is public: whose name says both has something in mind."""
    if not addresses or not all(is_public(address) for address in addresses):
        raise NotPublic


def is_public(address: str) -> bool:
    """Of an IPv6 address that carries an IPv4 one, the carried one counts too."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if any(ip in block for block in _NEAR if block.version == ip.version):
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        carried = _carried(ip)
        if carried is not None:
            return is_public(str(carried))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _carried(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if ip.is_loopback or ip.is_unspecified:
        return None
    if any(ip in block for block in _CARRYING):
        return ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
