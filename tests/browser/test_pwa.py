"""The console as an app: installed, read without a network, replies sent when it is back."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.async_api import Browser, Page, expect
from playwright.async_api import Error as PlaywrightError
from sqlalchemy import delete
from temporalio.client import Client

from db.models.people import Company, Membership, SignInSession
from db.session import Database
from schemas.enums import Role
from settings import Settings
from tests.browser.harness import PHONE, Visits, assert_accessible, chromium, screenshot
from tests.browser.stage import Desk, Stage, give_session, open_desk, open_stage, sign_in
from tests.fixtures.people import add_person
from web.routes import pwa

pytestmark = pytest.mark.browser

# Which browsers say when there is no network; everything else still fails a test.
_OFFLINE = ["ERR_INTERNET_DISCONNECTED", "Failed to fetch", "net::ERR_FAILED"]
_CONTROLLED = "navigator.serviceWorker.controller !== null"


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    """What it shows outside of its pages counts too."""
    async with chromium(whole=True) as browser:
        yield browser


@pytest.fixture(scope="module")
async def stage(settings: Settings, temporal_client: Client) -> AsyncIterator[Stage]:
    async with open_stage(settings, temporal_client) as stage:
        yield stage


@pytest.fixture
async def desk(stage: Stage, database: Database) -> AsyncIterator[Desk]:
    async with open_desk(stage, database) as desk:
        yield desk


@pytest.fixture
def app(visits: Visits, stage: Stage) -> Visits:
    visits.base_url = stage.url
    return visits


async def until(page: Page, expression: str) -> None:
    """Asked from outside: the page's own policy does not let a test's words be evaluated."""
    async with asyncio.timeout(60):
        while not await _holds(page, expression):
            await asyncio.sleep(0.05)


async def _holds(page: Page, expression: str) -> bool:
    try:
        return bool(await page.evaluate(expression))
    except PlaywrightError:
        # The page was just left for the next.
        return False


async def controlled(page: Page, path: str = "/inbox") -> None:
    """On a page that the service worker looks after."""
    await page.goto(path)
    await until(page, _CONTROLLED)
    await page.reload()
    await until(page, _CONTROLLED)


async def kept(page: Page) -> list[str]:
    """The paths of the private pages this browser keeps, of whatever account."""
    found = await page.evaluate(
        """async () => {
          const paths = [];
          for (const name of await caches.keys()) {
            if (!name.startsWith("private-")) continue;
            for (const one of await (await caches.open(name)).keys()) {
              paths.push(new URL(one.url).pathname);
            }
          }
          return paths.sort();
        }"""
    )
    return [str(path) for path in found]


async def accounts(page: Page) -> list[str]:
    """The accounts of which this browser keeps pages."""
    names = await page.evaluate("caches.keys()")
    return sorted(str(name) for name in names if str(name).startswith("private-"))


async def until_kept(page: Page, *paths: str) -> None:
    async with asyncio.timeout(60):
        while not set(paths) <= set(await kept(page)):
            await asyncio.sleep(0.05)


async def until_wiped(page: Page) -> None:
    async with asyncio.timeout(60):
        while await kept(page):
            await asyncio.sleep(0.05)


async def write(page: Page, text: str) -> None:
    await page.fill("#composer-text", text)
    await page.click("#composer button[type=submit]")


async def cut(page: Page, app: Visits) -> None:
    app.expected.extend(_OFFLINE)
    await page.context.set_offline(True)


# -- An app -------------------------------------------------------------------------------------


async def test_the_browser_itself_would_install_it(app: Visits, desk: Desk) -> None:
    page = await sign_in(app, desk, size=PHONE)
    await controlled(page)
    session = await page.context.new_cdp_session(page)
    manifest = await session.send("Page.getAppManifest")
    assert manifest["errors"] == []
    errors = (await session.send("Page.getInstallabilityErrors"))["installabilityErrors"]
    # Chromium installs nothing from a private window, which each test's is.
    assert [one["errorId"] for one in errors if one["errorId"] != "in-incognito"] == []


@pytest.mark.parametrize(("language", "inbox"), [("en-US", "Inbox"), ("pt-BR", "Conversas")])
async def test_the_manifest_says_all_that_an_app_needs(
    app: Visits, language: str, inbox: str
) -> None:
    page = await app.open("/sign-in", language=language)
    address = await page.get_attribute("link[rel=manifest]", "href")
    answer = await page.request.get(str(address), headers={"Accept-Language": language})
    manifest = await answer.json()
    assert answer.headers["content-type"] == "application/manifest+json"
    assert manifest["display"] == "standalone"
    assert (manifest["start_url"], manifest["scope"], manifest["id"]) == ("/inbox", "/", "/")
    assert all(manifest[word] for word in ("name", "short_name", "description"))
    assert manifest["shortcuts"][0]["name"] == inbox
    assert manifest["lang"].startswith(language[:2])
    theme = await page.get_attribute("meta[name=theme-color]", "content")
    assert manifest["theme_color"] == theme
    viewport = await page.get_attribute("meta[name=viewport]", "content")
    assert "width=device-width" in str(viewport)
    await assert_icons(page, manifest["icons"])


async def assert_icons(page: Page, icons: list[dict[str, str]]) -> None:
    """Each is a PNG of the size it says; a maskable one fills its corners."""
    wanted = {(icon["purpose"], icon["sizes"]) for icon in icons}
    assert wanted >= {("any", "192x192"), ("any", "512x512"), ("maskable", "512x512")}
    apple = await page.get_attribute("link[rel=apple-touch-icon]", "href")
    for icon in [*icons, {"src": str(apple), "sizes": "180x180", "purpose": "maskable"}]:
        drawn = await page.evaluate(
            """async (src) => {
              const picture = await createImageBitmap(await (await fetch(src)).blob());
              const canvas = new OffscreenCanvas(picture.width, picture.height);
              const brush = canvas.getContext("2d", { willReadFrequently: true });
              brush.drawImage(picture, 0, 0);
              const middle = Math.floor(picture.width / 2);
              return [picture.width, picture.height, brush.getImageData(0, 0, 1, 1).data[3],
                      brush.getImageData(middle, Math.floor(picture.height / 4), 1, 1).data[3]];
            }""",
            icon["src"],
        )
        side = int(icon["sizes"].partition("x")[0])
        assert drawn[:2] == [side, side], icon
        assert drawn[2] == (255 if icon["purpose"] == "maskable" else 0), icon
        assert drawn[3] == 255, icon


async def test_the_service_worker_comes_with_the_right_headers(app: Visits) -> None:
    page = await app.open("/sign-in")
    answer = await page.request.get("/service-worker.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["service-worker-allowed"] == "/"
    policy = answer.headers["content-security-policy"]
    assert "worker-src 'self'" in policy
    assert "manifest-src 'self'" in policy
    shell = json.loads((await answer.text()).partition("\n")[0].removeprefix("self.SHELL = ")[:-1])
    for address in shell["assets"]:
        assert (await page.request.get(address)).ok, address
    assert any(address.startswith("/static/app.css?v=") for address in shell["assets"])


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_without_a_network_every_place_answers(app: Visits, desk: Desk, theme: str) -> None:
    page = await sign_in(app, desk, size=PHONE, theme=theme, language="pt-BR")
    await controlled(page, desk.path)
    await until_kept(page, desk.path)
    await cut(page, app)
    answer = await page.goto("/contacts")
    assert answer is not None
    assert answer.status == 200
    await expect(page.locator("h1")).to_have_text("Você está sem conexão")
    await expect(page.locator("#kept a")).to_have_text(["Ana Souza"])
    await assert_accessible(page)
    await screenshot(page, f"offline-phone-{theme}")
    await page.click("#kept a")
    await expect(page.locator("#entries")).to_contain_text("Vocês abrem no feriado?")
    await page.goto("/tags")
    await page.context.set_offline(False)
    # By itself, as soon as there is a connection.
    await page.wait_for_selector(".frame")
    assert page.url.endswith("/tags")


# -- Reading and writing without a network ------------------------------------------------------


async def test_a_conversation_is_read_and_answered_without_a_network(
    app: Visits, stage: Stage, desk: Desk
) -> None:
    page = await sign_in(app, desk, size=PHONE)
    await controlled(page)
    await page.goto(desk.path)
    await until_kept(page, "/inbox", desk.path)
    await cut(page, app)
    await page.goto(desk.path)
    bar = page.locator("#offline-bar")
    await expect(bar).to_be_visible()
    await expect(bar).to_contain_text(re.compile(r"You are offline: as of \d{1,2}:\d\d"))
    await expect(page.locator("#entries")).to_contain_text("Vocês abrem no feriado?")
    await write(page, "Abrimos sim, das 8 às 12.")
    await write(page, "Até lá!")
    waiting = page.locator(".waiting-reply")
    await expect(waiting).to_have_count(2)
    await expect(waiting.first).to_contain_text("Waits for the connection")
    await assert_accessible(page)
    await screenshot(page, "offline-reply-phone", whole=False)
    # They outlive the page.
    await page.goto(desk.path)
    await expect(waiting).to_have_count(2)
    await page.context.set_offline(False)
    await expect(waiting).to_have_count(0)
    await expect(bar).to_be_hidden()
    await arrived(stage, desk, ["Abrimos sim, das 8 às 12.", "Até lá!"])


async def arrived(stage: Stage, desk: Desk, texts: list[str]) -> None:
    """The customer got exactly these, in this order."""
    async with asyncio.timeout(60):
        while len(await stage.texts(desk.phone)) < len(texts):
            await asyncio.sleep(0.1)
    await asyncio.sleep(0.5)
    assert await stage.texts(desk.phone) == texts


async def test_a_reply_whose_answer_was_lost_is_not_sent_twice(
    app: Visits, stage: Stage, desk: Desk
) -> None:
    """The server took it; the browser does not know, and asks again with the same key."""
    app.expected.extend([*_OFFLINE, "ERR_CONNECTION", "ERR_EMPTY_RESPONSE"])
    page = await sign_in(app, desk)
    await controlled(page, desk.path)
    lost = []

    async def lose(route: Any) -> None:
        answer = await route.fetch()
        lost.append(answer.status)
        await route.abort()

    await page.route(f"**{desk.path}/messages", lose, times=1)
    await write(page, "Só uma vez")
    async with asyncio.timeout(60):
        while not lost:
            await asyncio.sleep(0.05)
    await page.evaluate("dispatchEvent(new Event('online'))")
    await expect(page.locator(".waiting-reply")).to_have_count(0)
    assert lost == [200]
    await arrived(stage, desk, ["Só uma vez"])


async def test_a_reply_that_may_not_be_sent_any_more_is_told(
    app: Visits, stage: Stage, desk: Desk
) -> None:
    page = await sign_in(app, desk)
    await controlled(page, desk.path)
    await until_kept(page, desk.path)
    await cut(page, app)
    await write(page, "x" * 5000)
    await expect(page.locator(".waiting-reply")).to_have_count(1)
    app.expected.append("status of 422")
    await page.context.set_offline(False)
    failed = page.locator(".waiting-reply[data-state=failed]")
    await expect(failed).to_contain_text("Not sent.")
    await assert_accessible(page)
    await failed.get_by_role("button", name="Discard").click()
    await expect(page.locator(".waiting-reply")).to_have_count(0)
    assert await stage.texts(desk.phone) == []


# -- Private data -------------------------------------------------------------------------------


async def test_signing_out_leaves_nothing_behind(app: Visits, desk: Desk) -> None:
    page = await sign_in(app, desk)
    await controlled(page)
    await page.goto(desk.path)
    await until_kept(page, "/inbox", desk.path)
    await page.locator("[popovertarget=user-menu]").first.click()
    await page.get_by_role("button", name="Sign out").click()
    await page.wait_for_url("**/sign-in*")
    await until_wiped(page)
    await cut(page, app)
    await page.goto(desk.path)
    await expect(page.locator("h1")).to_have_text("You are offline")
    assert "feriado" not in await page.content()


async def test_signing_out_asks_before_it_drops_what_waits(app: Visits, desk: Desk) -> None:
    page = await sign_in(app, desk)
    await controlled(page, desk.path)
    await cut(page, app)
    await write(page, "ainda não saiu")
    await expect(page.locator(".waiting-reply")).to_have_count(1)
    asked: list[str] = []

    async def refuse(dialog: Any) -> None:
        asked.append(dialog.message)
        await dialog.dismiss()

    page.once("dialog", refuse)
    await page.locator("[popovertarget=user-menu]").first.click()
    await page.get_by_role("button", name="Sign out").click()
    async with asyncio.timeout(60):
        while not asked:
            await asyncio.sleep(0.05)
    assert "1" in asked[0]
    await expect(page.locator(".waiting-reply")).to_have_count(1)


async def test_a_session_that_ended_takes_its_pages_along(app: Visits, desk: Desk) -> None:
    page = await sign_in(app, desk)
    await controlled(page)
    await page.goto(desk.path)
    await until_kept(page, desk.path)
    async with desk.database.system() as session:
        await session.execute(
            delete(SignInSession).where(SignInSession.company_id == desk.company_id)
        )
    app.expected.append("status of 401")
    # The live stream may have said so already, and be on its way to the same place.
    await page.evaluate("location.assign('/campaigns')")
    await page.wait_for_url("**/sign-in*")
    await until_wiped(page)


async def test_another_company_sees_nothing_of_the_first(
    app: Visits, desk: Desk, database: Database
) -> None:
    person = await add_person(database, desk.company_id)
    other = uuid4()
    async with database.system() as session:
        session.add(Company(id=other, name="Outra Loja"))
        await session.flush()
        session.add(Membership(company_id=other, user_id=person.id, role=Role.OWNER))
    page = await app.open("/offline")
    await give_session(page, app.base_url, desk, person.id)
    await controlled(page)
    await page.goto(desk.path)
    await until_kept(page, desk.path)
    await page.locator("[popovertarget=company-menu]").first.click()
    await page.get_by_role("button", name="Outra Loja").click()
    await page.wait_for_url(lambda url: "/inbox/" not in url)
    await page.goto("/inbox")
    await until_kept(page, "/inbox")
    assert desk.path not in await kept(page)
    await cut(page, app)
    await page.goto(desk.path)
    await expect(page.locator("h1")).to_have_text("You are offline")


async def test_whoever_signs_in_next_finds_nothing_of_the_one_before(
    app: Visits, desk: Desk, database: Database
) -> None:
    """Without signing out in between: the cookie was simply another."""
    page = await sign_in(app, desk)
    await controlled(page)
    await page.goto(desk.path)
    await until_kept(page, desk.path)
    before = await accounts(page)
    next_person = await add_person(database, desk.company_id)
    await give_session(page, app.base_url, desk, next_person.id)
    await page.goto("/inbox")
    await until_kept(page, "/inbox")
    # Of the one before nothing is left; what is kept now was read as the one who is here.
    async with asyncio.timeout(60):
        while set(before) & set(await accounts(page)):
            await asyncio.sleep(0.05)
    assert len(before) == len(await accounts(page)) == 1


# -- A new version, pushes, the hint --------------------------------------------------------------


async def test_a_new_version_waits_and_loses_no_draft(
    app: Visits, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = await sign_in(app, desk)
    await controlled(page, desk.path)
    await expect(page.locator("#update-bar")).to_be_hidden()
    monkeypatch.setattr(pwa, "_FONTS", ())
    await page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
    bar = page.locator("#update-bar")
    await expect(bar).to_be_visible()
    await assert_accessible(page)
    await page.fill("#composer-text", "meio escrito")
    before = await page.evaluate("performance.timeOrigin")
    await bar.get_by_role("button", name="Reload").click()
    await until(page, f"performance.timeOrigin !== {before}")
    await expect(page.locator("#composer-text")).to_have_value("meio escrito")
    await expect(page.locator("#update-bar")).to_be_hidden()


_ASKED = """
  window.asked = 0;
  Notification.requestPermission = async () => { window.asked += 1; return "denied"; };
"""


async def test_nobody_is_asked_about_notifications_before_they_press_the_button(
    app: Visits, desk: Desk
) -> None:
    page = await sign_in(app, desk, size=PHONE)
    await page.context.grant_permissions([])
    await page.add_init_script(_ASKED)
    await page.add_init_script(
        "Object.defineProperty(Notification, 'permission', {get: () => 'default'})"
    )
    await controlled(page)
    await page.goto("/settings/notifications")
    button = page.get_by_role("button", name="Turn on")
    await expect(button).to_be_visible()
    assert await page.evaluate("window.asked") == 0
    await button.click()
    await until(page, "window.asked === 1")
    await expect(page.locator("#toasts")).to_contain_text("not allowed")


async def test_a_push_is_shown_and_leads_to_its_place(app: Visits, desk: Desk) -> None:
    page = await sign_in(app, desk)
    await page.context.grant_permissions(["notifications"])
    await controlled(page)
    session = await page.context.new_cdp_session(page)
    registrations: list[dict[str, Any]] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: registrations.extend(event["registrations"]),
    )
    await session.send("ServiceWorker.enable")
    async with asyncio.timeout(60):
        while not registrations:
            await asyncio.sleep(0.05)
    told = {"title": "Ana Souza", "body": "Olá", "tag": "one", "url": desk.path}
    await session.send(
        "ServiceWorker.deliverPushMessage",
        {
            "origin": app.base_url,
            "registrationId": registrations[0]["registrationId"],
            "data": json.dumps(told),
        },
    )
    shown = """async () => {
      const registration = await navigator.serviceWorker.ready;
      return (await registration.getNotifications()).map((one) =>
        [one.title, one.body, one.tag, one.data.url]);
    }"""
    async with asyncio.timeout(60):
        while not (found := await page.evaluate(shown)):
            await asyncio.sleep(0.05)
    assert found == [["Ana Souza", "Olá", "one", desk.path]]


_PROMPT = """
  const event = new Event("beforeinstallprompt", { cancelable: true });
  event.prompt = async () => { window.prompted = true; };
  dispatchEvent(event);
"""


async def test_the_hint_to_install_is_quiet_and_gone_once_dismissed(
    app: Visits, desk: Desk
) -> None:
    page = await sign_in(app, desk, size=PHONE)
    await page.add_init_script(
        "const real = matchMedia; window.matchMedia = (query) =>"
        " query.includes('coarse') ? { ...real(query), matches: true } : real(query);"
    )
    await page.goto("/")
    await page.evaluate(_PROMPT)
    bar = page.locator("#install-bar")
    await expect(bar).to_be_visible()
    await assert_accessible(page)
    await screenshot(page, "install-hint-phone", whole=False)
    await bar.get_by_role("button", name="No, thank you").click()
    await expect(bar).to_be_hidden()
    await page.reload()
    await page.evaluate(_PROMPT)
    await expect(bar).to_be_hidden()
