"""Which addresses may be asked: only public ones, resolved once, so that a name cannot change between check and use.

Refused: loopback, private, link-local, carrier, metadata, multicast, reserved addresses in every spelling, also inside
IPv6 (mapped, compatible, 6to4, Teredo, NAT64). Example: ``http://0x7f.1/`` and ``http://[::ffff:10.0.0.1]/``.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
"""Addresses of a host name; raises ``OSError`` when it has none."""
Allow = Callable[[Address], bool]
"""Whether an address may be asked."""

MAX_URL = 4_096
_NAT64 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
_COMPATIBLE = ipaddress.ip_network("::/96")
_NUMBER = re.compile(r"(?:0[xX][0-9a-fA-F]*|[0-9]+)\Z")
_LOCAL_NAMES = (".localhost", ".local", ".internal", ".localdomain", ".home.arpa", ".onion")


class AddressError(Exception):
    """An address that will not be asked; the message says why."""


def resolve(host: str, port: int) -> list[str]:
    """Addresses of a name from the system."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: Address) -> bool:
    """True for an address of the public internet, and of everything it carries inside."""
    if isinstance(address, ipaddress.IPv6Address):
        return all(_is_public(found) for found in (address, *_carried(address)))
    return _is_public(address)


def _is_public(address: Address) -> bool:
    return address.is_global and not (
        address.is_multicast
        or address.is_reserved
        or address.is_loopback
        or address.is_link_local
        or address.is_unspecified
    )


def _carried(address: ipaddress.IPv6Address) -> list[Address]:
    """IPv4 addresses inside an IPv6 one."""
    found: list[Address] = []
    if address.ipv4_mapped is not None:
        found.append(address.ipv4_mapped)
    if address.sixtofour is not None:
        found.append(address.sixtofour)
    if address.teredo is not None:
        found.extend(address.teredo)
    if any(address in network for network in (*_NAT64, _COMPATIBLE)):
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return found


def check_url(url: str) -> tuple[str, str, int]:
    """Scheme, host (ASCII) and port of an address that may be looked up; :class:`AddressError` for any other."""
    if len(url) > MAX_URL or re.search(r"[\x00-\x20\x7f\\]", url):
        raise AddressError("the address is too long or holds blanks or control characters")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise AddressError("this is no valid address") from None
    if parts.scheme.lower() not in ("http", "https"):
        raise AddressError("only http and https are fetched")
    if "@" in parts.netloc:
        raise AddressError("the address holds a user name, which is not sent")
    if not host:
        raise AddressError("the address names no host")
    return parts.scheme.lower(), _ascii_host(host), port or (443 if parts.scheme.lower() == "https" else 80)


def _ascii_host(host: str) -> str:
    if ":" in host or "%" in host:
        return host.partition("%")[0]
    import idna

    plain = host.rstrip(".")
    try:
        plain = idna.encode(plain, uts46=True).decode("ascii") if not plain.isascii() else plain.lower()
    except (idna.IDNAError, UnicodeError):
        raise AddressError("the host name is not valid") from None
    if not plain or len(plain) > 253:
        raise AddressError("the host name is not valid")
    return plain


def pin(host: str, port: int, look_up: Resolve, allow: Allow) -> str:
    """The one address to connect to; :class:`AddressError` when any address of the host may not be asked."""
    if host == "localhost" or host.endswith(_LOCAL_NAMES):
        found: Sequence[str] = ["127.0.0.1"]
    else:
        found = _literal(host) or _look_up(host, port, look_up)
    for text in found:
        try:
            address = ipaddress.ip_address(text.partition("%")[0])
        except ValueError:
            raise AddressError(f"{host} does not resolve to an address") from None
        if not allow(address):
            raise AddressError(f"{host} is not on the public internet")
    return found[0].partition("%")[0]


def _literal(host: str) -> list[str]:
    """The address that a host spells out; empty for a name. Octal, hexadecimal and other odd spellings are refused."""
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        pass
    if ":" in host or _NUMBER.match(host.rsplit(".", 1)[-1]):
        raise AddressError(f"{host} is an unusual spelling of an address")
    return []


def _look_up(host: str, port: int, look_up: Resolve) -> Sequence[str]:
    try:
        found = look_up(host, port)
    except (OSError, UnicodeError):
        found = []
    if not found:
        raise AddressError(f"there is no host {host}")
    return found
