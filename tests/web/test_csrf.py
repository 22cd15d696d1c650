"""A write counts only when it comes from one of our own pages."""

import re

import httpx
import pytest

from web.security import SEED_COOKIE, csrf_token


def token_in(page: httpx.Response) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found
    return found.group(1)


async def post(client: httpx.AsyncClient, **request: object) -> int:
    answer = await client.post("/design/toast", **request)  # type: ignore[arg-type]
    return answer.status_code


async def refused(client: httpx.AsyncClient, **request: object) -> bool:
    from schemas.errors import Forbidden

    try:
        await post(client, **request)
    except Forbidden:
        return True
    return False


async def test_the_token_counts_in_a_header_and_in_a_form(signed_in: httpx.AsyncClient) -> None:
    token = token_in(await signed_in.get("/design"))
    assert await post(signed_in, headers={"X-CSRF-Token": token}) == 204
    assert await post(signed_in, data={"csrf_token": token}) == 204
    assert await post(signed_in, files={"csrf_token": (None, token)}) == 204


@pytest.mark.parametrize("token", ["", "x", "a.b", ".", "é.é", "salt." + "0" * 64])
async def test_a_made_up_token_is_refused(signed_in: httpx.AsyncClient, token: str) -> None:
    assert await refused(signed_in, headers={"X-CSRF-Token": token.encode()})
    assert await refused(signed_in, data={"csrf_token": token})
    assert await refused(signed_in)


async def test_another_sessions_token_is_refused(signed_in: httpx.AsyncClient) -> None:
    other = csrf_token(b"0" * 32, "session:somebody-else")
    assert await refused(signed_in, headers={"X-CSRF-Token": other})


@pytest.mark.parametrize(
    "header",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.test"},
        {"Origin": "null"},
    ],
)
async def test_another_site_is_refused_even_with_the_token(
    signed_in: httpx.AsyncClient, header: dict[str, str]
) -> None:
    token = token_in(await signed_in.get("/design"))
    assert await refused(signed_in, headers={"X-CSRF-Token": token, **header})


async def test_the_sign_in_form_is_bound_to_the_browser(visitor: httpx.AsyncClient) -> None:
    token = token_in(await visitor.get("/design/sign-in"))
    assert await post(visitor, data={"csrf_token": token}) == 204
    visitor.cookies.set(SEED_COOKIE, "the-seed-of-another-browser", domain="console.test")
    assert await refused(visitor, data={"csrf_token": token})
    visitor.cookies.clear()
    assert await refused(visitor, data={"csrf_token": token})


async def test_https_answers_ask_for_https_next_time(signed_in: httpx.AsyncClient) -> None:
    secure = await signed_in.get("https://console.test/design")
    assert "max-age" in secure.headers["strict-transport-security"]
    plain = await signed_in.get("/design")
    assert "strict-transport-security" not in plain.headers
    assert plain.headers["x-content-type-options"] == "nosniff"
