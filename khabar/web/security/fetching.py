"""Links that a user gives are fetched by the server: only from addresses that are everybody's. The name is resolved here, every address it
has is looked at, and the connection goes to the one that was looked at; each redirect comes through here again."""

import ipaddress
import socket
from collections.abc import Callable

import httpx

from khabar.sources.web import Web

Resolve = Callable[[str, int], list[str]]
"""A host and a port -> its IP addresses."""
PORTS = {"http": 80, "https": 443}
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48")
"""IPv6 addresses that a gateway may turn into any IPv4 address, a private one too."""


class ForbiddenError(httpx.RequestError):
    """An address that may not be asked; the message says why."""


def resolved(host: str, port: int) -> list[str]:
    """The addresses of a host, as the system knows them."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class Guarded(httpx.BaseTransport):
    """A transport that connects to public addresses only. resolve: who tells the addresses of a name; inner: what then connects."""

    def __init__(self, resolve: Resolve = resolved, inner: httpx.BaseTransport | None = None) -> None:
        self._resolve = resolve
        self._inner = inner or httpx.HTTPTransport(trust_env=False)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Ask, if that may be asked. ForbiddenError."""
        url = request.url
        if url.scheme not in PORTS or url.userinfo or url.port not in (None, PORTS[url.scheme]):
            raise ForbiddenError("only http and https addresses on their usual ports, without a password, are fetched")
        address = self._address(url.host, PORTS[url.scheme])
        pinned = httpx.Request(
            request.method,
            url.copy_with(host=address),
            headers=request.headers,
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": url.host},
        )
        return self._inner.handle_request(pinned)

    def _address(self, host: str, port: int) -> str:
        try:
            found = self._resolve(host.strip("[]"), port)
        except (OSError, UnicodeError):
            raise ForbiddenError("there is no site of that name") from None
        if not found or not all(map(is_public, found)):
            raise ForbiddenError("the name leads to an address inside a network, not to a public site")
        return found[0]

    def close(self) -> None:
        """Let go of all connections."""
        self._inner.close()


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        hidden = found.ipv4_mapped or found.sixtofour or (found.teredo and found.teredo[1])
        if hidden:
            return is_public(str(hidden))
        if any(found in network for network in _TRANSLATED) or found.is_site_local:
            return False
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


def guarded_web(resolve: Resolve = resolved, inner: httpx.BaseTransport | None = None) -> Web:
    """A client for the links of users: polite and limited as every one of Khabar's, and kept out of what is not public."""
    return Web(transport=Guarded(resolve, inner))
