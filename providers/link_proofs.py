"""Asks a host name for the proof that it leads to us; the name is anybody's to make up."""

import httpx

from providers import public_addresses
from providers.public_addresses import NotPublic

PATH = "/.well-known/master-ia-links"
_MOST_BYTES = 500


class LinkProofs:
    """Connects only to public addresses, follows nothing, and reads no more than a proof is long."""

    def __init__(self, http: httpx.AsyncClient, *, scheme: str, allow_private: bool) -> None:
        self._http = http
        self._scheme = scheme
        self._allow_private = allow_private

    async def fetch(self, host: str) -> str | None:
        """What the host answers at PATH; None when it cannot be asked or answers anything odd."""
        try:
            request = await self._request(host)
            answer = await self._http.send(request, stream=True)
            try:
                return await _text(answer)
            finally:
                await answer.aclose()
        except (NotPublic, httpx.HTTPError, httpx.InvalidURL):
            return None

    async def _request(self, host: str) -> httpx.Request:
        """To the very address that was found public, under the name it was asked for."""
        url = httpx.URL(f"{self._scheme}://{host}{PATH}")
        if self._allow_private:
            return self._http.build_request("GET", url)
        public_addresses.check_form(str(url))
        address = await public_addresses.resolve(url.host, url.port or 443)
        return self._http.build_request(
            "GET",
            url.copy_with(host=address),
            headers={"Host": url.netloc.decode()},
            extensions={"sni_hostname": url.host},
        )


async def _text(answer: httpx.Response) -> str | None:
    if answer.status_code != httpx.codes.OK:
        return None
    read = b""
    async for chunk in answer.aiter_raw():
        read += chunk
        if len(read) > _MOST_BYTES:
            return None
    return read.decode("ascii", errors="replace").strip()
