"""The frame in a real browser: menus, toasts, questions, themes, phones, both languages."""

import asyncio
import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import expect

from tests.browser.harness import PHONE, Visits, assert_accessible, serve
from tests.web.frame_app import Person, frame_app

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
async def frame_url() -> AsyncIterator[str]:
    async with serve(frame_app(Person())) as url:
        yield url


@pytest.fixture
def design(visits: Visits, frame_url: str) -> Visits:
    visits.base_url = frame_url
    return visits


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, (1280, 860)], ids=["phone", "desktop"])
@pytest.mark.parametrize("path", ["/design", "/design/sign-in"])
async def test_pages_are_accessible_and_never_scroll_sideways(
    design: Visits, path: str, size: tuple[int, int], theme: str
) -> None:
    language = "pt-BR" if theme == "dark" else "en-US"
    page = await design.open(path, size=size, theme=theme, language=language)  # type: ignore[arg-type]
    await expect(page.locator("html")).to_have_class(theme if theme == "dark" else "")
    await assert_accessible(page)
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0


async def test_the_accessibility_check_can_fail(design: Visits) -> None:
    page = await design.open("/design/sign-in")
    await page.evaluate("document.querySelector('label').remove()")
    with pytest.raises(AssertionError, match="label"):
        await assert_accessible(page)


async def test_a_toast_from_the_server_is_announced_and_can_be_dismissed(design: Visits) -> None:
    page = await design.open("/design")
    await page.click("#toast-button")
    toasts = page.locator("#toasts")
    await expect(toasts).to_contain_text("Salvo às 10h — tudo certo")
    await expect(toasts).to_have_attribute("aria-live", "polite")
    await toasts.get_by_role("button").click()
    await expect(toasts.locator(".toast")).to_have_count(0)


async def test_trouble_is_told_once_and_the_page_stays(design: Visits) -> None:
    design.expected += ["status of 500", "status of 409"]
    page = await design.open("/design")
    for _ in range(3):
        await page.click("#broken-button")
        await expect(page.locator("html")).not_to_have_class(re.compile(r"\bloading\b"))
    await page.click("#refused-button")
    toasts = page.locator("#toasts .toast")
    await expect(toasts).to_have_count(2)
    await expect(toasts.nth(0)).to_contain_text("Something went wrong on our side")
    await expect(toasts.nth(1)).to_contain_text("Only a draft campaign can be launched")
    await expect(page.locator("h1")).to_have_text("Design system")


async def test_no_network_is_told(design: Visits) -> None:
    design.expected += ["ERR_INTERNET_DISCONNECTED", "Failed to fetch"]
    page = await design.open("/design")
    await page.context.set_offline(offline=True)
    await page.click("#toast-button")
    await expect(page.locator("#toasts")).to_contain_text("No connection to the server")


async def test_a_wrong_form_keeps_what_was_typed_and_a_right_one_moves_on(design: Visits) -> None:
    design.expected.append("status of 422")
    page = await design.open("/design")
    await page.fill("#field-email", "marina@example.com")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator("#field-name-error")).to_contain_text("Give it a name.")
    await expect(page.locator("#field-email")).to_have_value("marina@example.com")
    await page.fill("#field-name", "Natal")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator("#toasts")).to_contain_text("Saved Natal")


async def test_what_cannot_be_undone_is_asked_first(design: Visits) -> None:
    page = await design.open("/design")
    heard = "window.deleted = 0; document.querySelector('#demo-menu .danger')"
    await page.evaluate(heard + ".addEventListener('click', () => window.deleted++)")
    for answer, clicks in (("Cancel", 0), ("Delete", 1)):
        await page.get_by_role("button", name="More actions").click()
        await page.locator("#demo-menu .danger").click()
        dialog = page.locator("#confirm-dialog")
        await expect(dialog).to_contain_text("deleted for good")
        await assert_accessible(page)
        await dialog.get_by_role("button", name=answer).click()
        await expect(dialog.locator("form")).not_to_be_visible()
        assert await page.evaluate("window.deleted") == clicks


async def test_agreeing_to_what_is_gone_meanwhile_says_so(design: Visits) -> None:
    page = await design.open("/design")
    await page.get_by_role("button", name="More actions").click()
    await page.locator("#demo-menu .danger").click()
    await page.evaluate("document.querySelector('#demo-menu').remove()")
    await page.locator("#confirm-dialog").get_by_role("button", name="Delete").click()
    await expect(page.locator("#toasts")).to_contain_text("changed in the meantime")


async def test_a_menu_works_from_the_keyboard(design: Visits) -> None:
    page = await design.open("/design")
    opener = page.get_by_role("button", name="More actions")
    await opener.focus()
    await page.keyboard.press("Enter")
    await expect(opener).to_have_attribute("aria-expanded", "true")
    await page.keyboard.press("ArrowDown")
    await expect(page.locator("#demo-menu button").first).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.locator("#demo-menu")).not_to_be_visible()
    await expect(opener).to_be_focused()


async def test_searching_swaps_the_list_and_back_brings_the_page(design: Visits) -> None:
    page = await design.open("/design")
    await page.get_by_role("searchbox").fill("bruno")
    await expect(page.locator("#design-table tbody tr")).to_have_count(1)
    await expect(page).to_have_url(re.compile(r"\?q=bruno$"))
    await page.reload()
    await expect(page.locator("#design-table tbody tr")).to_have_count(1)


async def test_paging_has_addresses_and_the_back_button_brings_the_whole_page(
    design: Visits,
) -> None:
    page = await design.open("/design")
    await page.get_by_role("link", name="Older").click()
    await expect(page).to_have_url(re.compile(r"\?page=3$"))
    await page.go_back()
    await expect(page).to_have_url(re.compile(r"/design$"))
    await expect(page.locator("h1")).to_have_text("Design system")
    await expect(page.locator("main")).to_have_count(1)
    # What came back works: it was not only painted.
    await page.click("#toast-button")
    await expect(page.locator("#toasts")).to_contain_text("Salvo")


async def test_a_stream_has_the_page_fetch_what_changed(design: Visits) -> None:
    page = await design.open("/design")
    clock = page.locator("#design-clock")
    first = await clock.inner_text()
    for name in ("clock", "live"):
        # To the second.
        await asyncio.sleep(1)
        await page.evaluate(
            "name => document.getElementById('stream').dispatchEvent(new CustomEvent(name))", name
        )
        await expect(clock).not_to_have_text(first)
        first = await clock.inner_text()
    assert "loading" not in (await page.locator("html").get_attribute("class") or "")


async def test_theme_and_language_are_changed_and_remembered(design: Visits) -> None:
    page = await design.open("/design")
    await page.locator(".frame-side [popovertarget=user-menu]").click()
    await assert_accessible(page)
    await page.get_by_role("button", name="Dark").click()
    await expect(page.locator("html")).to_have_class("dark")
    await page.reload()
    await expect(page.locator("html")).to_have_class("dark")
    await page.locator(".frame-side [popovertarget=user-menu]").click()
    await page.get_by_role("button", name="Português").click()
    await expect(page.locator(".frame-side nav")).to_contain_text("Campanhas")
    await expect(page.locator("html")).to_have_attribute("lang", "pt-BR")


async def test_the_sidebar_stays_as_it_was_left(design: Visits) -> None:
    page = await design.open("/design")
    await page.get_by_role("button", name="Collapse").click()
    await page.reload()
    await expect(page.locator("html")).to_have_attribute("data-sidebar", "collapsed")
    box = await page.locator(".frame-side").bounding_box()
    assert box is not None
    assert box["width"] < 80
    await assert_accessible(page)


async def test_a_phone_reaches_every_place(design: Visits) -> None:
    page = await design.open("/design", size=PHONE)
    await page.get_by_role("button", name="More", exact=True).click()
    sheet = page.locator("#more-sheet")
    await expect(sheet.get_by_role("link")).to_have_count(10)
    await assert_accessible(page)
    await page.keyboard.press("Escape")
    await expect(sheet).not_to_be_visible()


async def test_a_dialog_holds_a_form_and_gives_the_focus_back(design: Visits) -> None:
    page = await design.open("/design")
    opener = page.get_by_role("button", name="Dialog", exact=True)
    await opener.click()
    await expect(page.locator("#demo-dialog > div")).to_be_visible()
    await assert_accessible(page)
    await page.keyboard.press("Escape")
    await expect(opener).to_be_focused()


async def test_ticking_rows_shows_what_can_be_done_with_them(design: Visits) -> None:
    page = await design.open("/design")
    await page.get_by_label("Pick all").check()
    await expect(page.locator(".bulk-bar")).to_contain_text("5 picked")
    await page.get_by_label("Pick Bruno Carvalho").uncheck()
    await expect(page.locator(".bulk-bar")).to_contain_text("4 picked")
