"""Whole page or block, toasts, redirects, themes: what web/render.py promises."""

import json
import re

import httpx

from web.flash import FLASH_COOKIE

HTMX = {"HX-Request": "true"}


def token(page: httpx.Response) -> dict[str, str]:
    found = re.search(r'"X-CSRF-Token": "([^"]+)"', page.text)
    assert found
    return {"X-CSRF-Token": found.group(1)}


async def test_a_visit_gets_the_page_and_a_swap_gets_the_block(
    signed_in: httpx.AsyncClient,
) -> None:
    whole = await signed_in.get("/design")
    block = await signed_in.get("/design", headers=HTMX)
    assert whole.text.startswith("<!doctype html>")
    assert block.text.lstrip().startswith('<div id="design-table"')
    assert whole.headers["vary"] == block.headers["vary"]
    assert "HX-Request" in whole.headers["vary"]


async def test_a_boost_and_the_back_button_get_the_whole_page(
    signed_in: httpx.AsyncClient,
) -> None:
    for header in ("HX-Boosted", "HX-History-Restore-Request"):
        page = await signed_in.get("/design", headers={**HTMX, header: "true"})
        assert page.text.startswith("<!doctype html>")


async def test_names_are_escaped(signed_in: httpx.AsyncClient) -> None:
    page = await signed_in.get("/design")
    assert "Diego &lt;script&gt;" in page.text
    assert "Diego <script>" not in page.text


async def test_no_inline_script_or_style_is_needed(signed_in: httpx.AsyncClient) -> None:
    page = await signed_in.get("/design")
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]
    assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|<style", page.text)


async def test_the_page_names_the_person_and_marks_the_place(signed_in: httpx.AsyncClient) -> None:
    page = await signed_in.get("/design")
    assert "Marina Lopes" in page.text
    assert "Padaria Central" in page.text


async def test_a_wrong_form_comes_back_with_its_fields_and_422(
    signed_in: httpx.AsyncClient,
) -> None:
    headers = token(await signed_in.get("/design"))
    form = {"name": "", "email": "marina@example.com"}
    block = await signed_in.post("/design/form", data=form, headers={**headers, **HTMX})
    assert block.status_code == 422
    assert block.text.lstrip().startswith('<form id="design-form"')
    assert 'value="marina@example.com"' in block.text
    assert 'aria-describedby="field-name-hint field-name-error" aria-invalid="true"' in block.text
    whole = await signed_in.post("/design/form", data=form, headers=headers)
    assert whole.status_code == 422
    assert whole.text.startswith("<!doctype html>")


async def test_a_write_redirects_both_ways_and_its_toast_is_shown_once(
    signed_in: httpx.AsyncClient,
) -> None:
    headers = token(await signed_in.get("/design"))
    plain = await signed_in.post("/design/form", data={"name": "Ação"}, headers=headers)
    assert (plain.status_code, plain.headers["location"]) == (303, "/design")
    assert "Saved Ação" in (await signed_in.get("/design")).text
    assert "Saved Ação" not in (await signed_in.get("/design")).text
    swapped = await signed_in.post(
        "/design/form", data={"name": "Ana"}, headers={**headers, **HTMX}
    )
    assert (swapped.status_code, swapped.headers["hx-redirect"]) == (204, "/design")


async def test_an_edited_toast_cookie_is_ignored(signed_in: httpx.AsyncClient) -> None:
    signed_in.cookies.set(FLASH_COOKIE, "bm90IGpzb24=")
    assert "data-flash" not in (await signed_in.get("/design")).text


async def test_a_refusal_is_a_toast_for_htmx_and_a_page_otherwise(
    signed_in: httpx.AsyncClient,
) -> None:
    headers = token(await signed_in.get("/design"))
    swapped = await signed_in.post("/design/refused", headers={**headers, **HTMX})
    assert swapped.status_code == 409
    assert json.loads(swapped.headers["hx-trigger"])["toast"]["tone"] == "danger"
    assert swapped.headers["hx-reswap"] == "none"
    plain = await signed_in.post("/design/refused", headers=headers)
    assert plain.status_code == 409
    assert "Only a draft campaign can be launched" in plain.text


async def test_the_theme_is_on_the_page_before_any_script_runs(
    signed_in: httpx.AsyncClient,
) -> None:
    headers = token(await signed_in.get("/design"))
    await signed_in.post("/preferences/theme", data={"theme": "dark"}, headers=headers)
    assert '<html lang="en" class="dark" data-theme="dark"' in (await signed_in.get("/design")).text
    await signed_in.post("/preferences/theme", data={"theme": "<b>"}, headers=headers)
    assert 'data-theme="system"' in (await signed_in.get("/design")).text


async def test_a_preference_never_leads_to_another_site(signed_in: httpx.AsyncClient) -> None:
    headers = token(await signed_in.get("/design"))
    for referer in ("https://evil.test/x?y=1", "https://console.test//evil.test"):
        answer = await signed_in.post(
            "/preferences/language", data={"locale": "en"}, headers={**headers, "Referer": referer}
        )
        assert re.match(r"/[^/]", answer.headers["location"])


async def test_static_files_with_a_hash_are_kept_for_ever(signed_in: httpx.AsyncClient) -> None:
    page = await signed_in.get("/design")
    address = re.search(r'href="(/static/app\.css\?v=[0-9a-f]{12})"', page.text)
    assert address
    style = await signed_in.get(address.group(1))
    assert style.status_code == 200
    assert "immutable" in style.headers["cache-control"]
    assert "immutable" not in (await signed_in.get("/static/app.css")).headers["cache-control"]
