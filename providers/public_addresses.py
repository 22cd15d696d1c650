"""Where an address somebody gave us may lead: outside, never into the network we run in."""

import asyncio
import ipaddress
import socket
from urllib.parse import urlsplit

_LONGEST = 2_000


class NotPublic(Exception):
    """The address is not one of the public network, or not one that can be called at all."""


def check_form(url: str) -> None:
    """Raises NotPublic unless it is a plain https address, whatever its name resolves to."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise NotPublic from error
    plain = parts.scheme == "https" and parts.hostname and not parts.username and not parts.password
    if not plain or port not in {None, 443} or len(url) > _LONGEST or not url.isascii():
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
    if not addresses or not all(is_public(address) for address in addresses):
        raise NotPublic
    return addresses[0]


def is_public(address: str) -> bool:
    """Of an IPv6 address that carries an IPv4 one, the carried one counts too."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        carried = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if carried is not None:
            return is_public(str(carried))
    return ip.is_global and not ip.is_multicast
