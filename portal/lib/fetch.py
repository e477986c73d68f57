"""The one way the portal speaks HTTP to an address that a person typed or a list named.

The name is resolved once; every address it stands for must be a public one, and the connection goes to the address
that was checked, so that a name server cannot answer differently the second time. No proxy is asked, time and the
size of the answer are limited. Certificates are checked against the name. `post` follows no redirect; `get` follows
a few, and each is an address like the first: checked again, never from https to http.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, BinaryIO, Self
from urllib.parse import SplitResult, urldefrag, urljoin, urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from portal.lib.errors import Invalid

LOOKUP_SECONDS = 10.0
CONNECT_SECONDS = 5.0
TOTAL_SECONDS = 15.0
# Between two pieces of an answer.
LONGEST_SILENCE = 60.0
MAX_ANSWER = 64 * 1024
MAX_URL = 500
MAX_REDIRECTS = 5
CHUNK = 64 * 1024
MOVED = frozenset({301, 302, 303, 307, 308})

# Not of the internet, though not every Python knows: the relays of 6to4 (RFC 7526) and documentation (RFC 9637).
SET_APART = tuple(ipaddress.ip_network(text) for text in ("192.88.99.0/24", "3fff::/20"))
# Addresses that carry another address inside: what they reach is not what they look like.
WRAPPING = tuple(
    ipaddress.ip_network(text) for text in ("2002::/16", "2001::/32", "64:ff9b::/96", "64:ff9b:1::/48", "::/96")
)


class FetchError(Exception):
    """The request could not be made or got no usable answer. The text names no path, query or secret.

    It is a sentence in the language of whoever asks: people read it in a report or beside a webhook.
    """


@dataclass(frozen=True)
class Answer:
    """What came back; `body` is cut at `MAX_ANSWER`."""

    status: int
    body: bytes


@dataclass(frozen=True)
class Fetched:
    """What `get` brought. `url` is where it came from in the end; names of `headers` are lower case.

    `body` is empty where the bytes went into a file; `size` counts them either way.
    """

    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes
    size: int


def allow_private() -> bool:
    """Whether addresses inside the house may be reached: for trying things out, never in production."""
    return bool(settings.WEBHOOK_ALLOW_PRIVATE) and not settings.PRODUCTION


def is_public(address: str) -> bool:
    """Whether an IP address lies on the public internet: not private, loopback, link-local, shared or multicast."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if any(ip in network for network in WRAPPING) or ip.is_site_local:
            return False
    if any(ip in network for network in SET_APART):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def check_url(url: str, *, field: str = "url") -> str:
    """`url` as it may be stored. Raises Invalid: not https, no host, a user in it, or an address inside a house.

    A name is not looked up here: it may point elsewhere tomorrow, so that `post` looks each time.
    """
    wrong = _("Enter a full address that begins with https:// and has no user name in it.")
    if len(url) > MAX_URL:
        raise Invalid(_("This address is too long."), field=field)
    try:
        parts = _split(url)
    except ValueError as error:
        raise Invalid(wrong, field=field) from error
    host = parts.hostname or ""
    if parts.scheme == "http" and not allow_private():
        raise Invalid(wrong, field=field)
    literal = host.replace(".", "").isdigit() or ":" in host
    inside = host == "localhost" or host.endswith((".localhost", ".local", ".internal"))
    if (inside or (literal and not is_public(host))) and not allow_private():
        raise Invalid(
            _("This address lies inside a private network. The portal posts to public addresses only."), field=field
        )
    return url


def _split(url: str) -> SplitResult:
    """Raises ValueError unless `url` is a plain http or https address."""
    if any(ord(letter) <= 32 or ord(letter) == 127 for letter in url) or not url.isascii():
        raise ValueError("not a plain address")
    parts = urlsplit(url)
    if parts.scheme not in {"https", "http"} or not parts.hostname or parts.username is not None or parts.fragment:
        raise ValueError("not a plain address")
    _port = parts.port  # raises ValueError for a port that is none
    return parts


def _addresses(host: str, port: int, ends: float) -> list[str]:
    """Every address `host` stands for. Raises FetchError when one of them may not be reached, or is not told in time.

    The system's resolver has no time limit of its own and asks a silent name server for half a minute, so that it is
    asked in a thread, which is left to itself when the time is over: the resolver does end.
    """
    asked: Future[list[Any]] = Future()

    def ask() -> None:
        try:
            asked.set_result(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except BaseException as error:  # whatever it is, it is raised where somebody waits for it
            asked.set_exception(error)

    _begin(threading.Thread(target=ask, daemon=True, name="look-up"))
    try:
        found = asked.result(timeout=max(min(LOOKUP_SECONDS, ends - time.monotonic()), 0.0))
    except TimeoutError as error:
        raise FetchError(_("%(host)s was not looked up in time") % {"host": host}) from error
    except (OSError, UnicodeError) as error:
        raise FetchError(_("%(host)s was not found") % {"host": host}) from error
    addresses = list(dict.fromkeys(str(sockaddr[0]) for *_rest, sockaddr in found))
    if not allow_private() and not all(is_public(address) for address in addresses):
        raise FetchError(_("%(host)s stands for an address inside a private network") % {"host": host})
    return addresses


def _begin(thread: threading.Thread) -> None:
    """Raises FetchError where the machine has no thread left."""
    try:
        thread.start()
    except RuntimeError as error:
        raise FetchError(_("this machine is too busy to make the request")) from error


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that was checked, under the name that was asked for, until `ends` (monotonic)."""

    def __init__(self, host: str, port: int, address: str, *, encrypted: bool, ends: float) -> None:
        super().__init__(host, port, timeout=CONNECT_SECONDS)
        self._address = address
        self._encrypted = encrypted
        self._ends = ends
        self._line: socket.socket | None = None
        self._watch = threading.Timer(max(ends - time.monotonic(), 0.0), self._break_off)
        self._watch.daemon = True

    def __enter__(self) -> Self:
        _begin(self._watch)
        return self

    def __exit__(self, *error: object) -> None:
        self._watch.cancel()
        self.close()

    @property
    def is_late(self) -> bool:
        return time.monotonic() >= self._ends

    def connect(self) -> None:
        self.sock = self._line = socket.create_connection((self._address, self.port), timeout=CONNECT_SECONDS)
        if self._encrypted:
            context = ssl.create_default_context()
            secured = context.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock = self._line = secured
            secured.do_handshake()
        self.sock.settimeout(min(max(self._ends - time.monotonic(), 0.001), LONGEST_SILENCE))

    def pieces(self, response: http.client.HTTPResponse) -> Iterator[bytes]:
        """The body as it arrives. Raises FetchError, when the time is over also where it looks like the body's end."""
        with self.telling():
            # `read` would wait for a full piece, however slowly it comes.
            while (piece := response.read1(CHUNK)) and not self.is_late:
                yield piece
            if self.is_late:
                raise TimeoutError

    @contextmanager
    def telling(self) -> Iterator[None]:
        """What fails on the line is raised as FetchError."""
        try:
            yield
        except (OSError, http.client.HTTPException) as error:
            raise FetchError(_said(self, error)) from error

    def _break_off(self) -> None:
        """End whatever this connection waits for, from another thread: a receiver may drip for hours.

        `sock` would not do: it is None as soon as the answer says that it closes the connection.
        """
        if self._line is not None:
            # The plain socket's own: that of TLS would wait for the other side.
            with suppress(OSError):
                socket.socket.shutdown(self._line, socket.SHUT_RDWR)


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """POST `body` and return the answer, whatever its status. Raises FetchError when there is none."""
    try:
        parts = _split(url)
    except ValueError as error:
        raise FetchError(_("the address is not one that can be posted to")) from error
    encrypted = parts.scheme == "https"
    if not encrypted and not allow_private():
        raise FetchError(_("the address is not https"))
    host, port = parts.hostname or "", parts.port or (443 if encrypted else 80)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    ends = time.monotonic() + TOTAL_SECONDS
    address = _addresses(host, port, ends)[0]
    with _Pinned(host, port, address, encrypted=encrypted, ends=ends) as connection:
        with connection.telling():
            connection.request("POST", path, body=body, headers=dict(headers))
            response = connection.getresponse()
        answer = b""
        for piece in connection.pieces(response):
            answer = (answer + piece)[:MAX_ANSWER]
            if len(answer) == MAX_ANSWER:
                break
        return Answer(response.status, answer)


def get(
    url: str,
    *,
    headers: Mapping[str, str],
    max_bytes: int,
    seconds: float,
    into: BinaryIO | None = None,
    on_bytes: Callable[[int], None] | None = None,
) -> Fetched:
    """GET `url` and return the answer, whatever its status, after at most `MAX_REDIRECTS` redirects.

    The body of a 200 is written to `into` where that is given; `on_bytes` is told how many have arrived, after each
    piece. Raises FetchError when there is no whole answer within `seconds`, when it is larger than `max_bytes` or
    shorter than the server announced, and for an address or a redirect that may not be followed. What writing to
    `into` or `on_bytes` raises comes out as it is: a full disk is not the other side's fault.
    """
    ends = time.monotonic() + seconds
    for _hop in range(MAX_REDIRECTS + 1):
        try:
            parts = _split(url)
        except ValueError as error:
            raise FetchError(_("the address is not one that can be fetched")) from error
        answer = _get_once(parts, headers, max_bytes, ends, into, on_bytes)
        if answer.status not in MOVED or "location" not in answer.headers:
            return answer
        url = _next_hop(parts, answer.headers["location"])
    raise FetchError(_("%(host)s: more than %(count)d redirects") % {"host": parts.hostname, "count": MAX_REDIRECTS})


def _next_hop(parts: SplitResult, location: str) -> str:
    try:
        target = urldefrag(iri_to_uri(urljoin(parts.geturl(), location.strip()))).url
    except ValueError as error:
        raise FetchError(_("%(host)s sends to something that is no address") % {"host": parts.hostname}) from error
    if parts.scheme == "https" and not target.startswith("https://"):
        words = _("%(host)s sends from https to an address without encryption")
        raise FetchError(words % {"host": parts.hostname})
    return target


def _get_once(
    parts: SplitResult,
    headers: Mapping[str, str],
    max_bytes: int,
    ends: float,
    into: BinaryIO | None,
    on_bytes: Callable[[int], None] | None,
) -> Fetched:
    host, encrypted = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if encrypted else 80)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if time.monotonic() >= ends:
        raise FetchError(_late(host))
    address = _addresses(host, port, ends)[0]
    with _Pinned(host, port, address, encrypted=encrypted, ends=ends) as connection:
        with connection.telling():
            # Nothing is unpacked here, so that the size that is limited is the size that arrives.
            connection.request("GET", path, headers={"Accept-Encoding": "identity", **headers})
            response = connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        into = into if response.status == 200 else None
        body, size = _read(connection, response, max_bytes, into, on_bytes)
        return Fetched(response.status, parts.geturl(), found, body, size)


def _read(
    connection: _Pinned,
    response: http.client.HTTPResponse,
    max_bytes: int,
    into: BinaryIO | None,
    on_bytes: Callable[[int], None] | None,
) -> tuple[bytes, int]:
    """The body, whole or not at all. Raises FetchError when it is too large or shorter than announced."""
    host, announced = connection.host, None
    with suppress(ValueError):
        announced = int(response.getheader("Content-Length") or "")
    too_large = _("%(host)s: the answer is larger than %(size)d KB") % {"host": host, "size": max_bytes // 1024}
    if announced is not None and announced > max_bytes:
        raise FetchError(too_large)
    pieces: list[bytes] = []
    size = 0
    for piece in connection.pieces(response):
        size += len(piece)
        if size > max_bytes:
            raise FetchError(too_large)
        if into is None:
            pieces.append(piece)
        else:
            into.write(piece)
        if on_bytes is not None:
            on_bytes(size)
    if announced is not None and size < announced and response.status != 304:
        words = _("%(host)s: the answer broke off after %(size)d of %(announced)d bytes")
        raise FetchError(words % {"host": host, "size": size, "announced": announced})
    return b"".join(pieces), size


def _said(connection: _Pinned, error: Exception) -> str:
    host = connection.host
    # What is broken off because the time is over fails in many ways.
    if connection.is_late or isinstance(error, TimeoutError):
        return _late(host)
    if isinstance(error, ssl.SSLError):
        return _("%(host)s: the certificate or the encryption is not right") % {"host": host}
    # Its own words are English, and may name what must not be told.
    return _("%(host)s: the connection failed (%(kind)s)") % {"host": host, "kind": type(error).__name__}


def _late(host: str) -> str:
    return _("%(host)s did not answer in time") % {"host": host}
