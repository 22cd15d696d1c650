"""The whole first release, as a person meets it: `make up`, sign in, import, launch, watch.

The start command runs the real product with its demo company; a browser does the rest, and in the
middle the worker is killed.
"""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser, Page, expect
from playwright.async_api import TimeoutError as PlaywrightTimeout

from embedded.network import answers, free_port
from tests.browser.harness import Visits, assert_accessible, chromium, screenshot

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]

# Enough for the slowest machine to pause it half way, and to cancel it.
PEOPLE, TOO_MANY = 980, 4_000
PASSWORD = "a password for the demo"
_THE_USERS_OWN = ("DATABASE_URL", "REDIS_URL", "TEMPORAL_ADDRESS", "META_GRAPH_BASE_URL")


@dataclass(frozen=True)
class Product:
    url: str
    phones: str
    data: Path

    def kill_worker(self) -> None:
        known = json.loads((self.data / "run" / "worker.pid").read_text())
        os.kill(int(known["pid"]), signal.SIGKILL)


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """`make up` in a folder of its own; Ctrl-C at the end."""
    port, sandbox_port = free_port(), free_port()
    kept = {name: value for name, value in os.environ.items() if name not in _THE_USERS_OWN}
    settings = {
        "PORT": str(port),
        "SANDBOX_PORT": str(sandbox_port),
        "DEMO_EMAIL": "demo@master-ia.example",
        "DEMO_PASSWORD": PASSWORD,
        # An import takes longer to recover on a busy machine than a send may be in doubt.
        "SEND_LEASE_SECONDS": "20",
    }
    with tempfile.TemporaryDirectory(prefix="master-ia-outcome-") as folder:
        log = Path(folder) / "start.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "embedded", "--data", folder],
                env={**kept, **settings},
                stdout=out,
                stderr=subprocess.STDOUT,
                # A shell that runs the tests in its background has it ignored by all of them.
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
            )
        try:
            _wait_until_ready(process, f"http://127.0.0.1:{port}/health/ready", log)
            yield Product(
                f"http://localhost:{port}", f"http://localhost:{sandbox_port}", Path(folder)
            )
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(150)


def _wait_until_ready(process: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    deadline = time.monotonic() + 180
    while not answers(url):
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.2)


@pytest.fixture(scope="module")
async def own_browser() -> Browser:  # type: ignore[misc]
    async with chromium() as browser:
        yield browser


@pytest.fixture
async def visits(own_browser: Browser, product: Product) -> Visits:  # type: ignore[misc]
    visits = Visits(own_browser, base_url=product.url)
    yield visits
    await visits.close()


def customers(folder: Path, month: str, count: int) -> Path:
    """A shop's list; the numbers' endings ask the sandbox for nothing special."""
    ending = {"Outubro": "7000", "Novembro": "7001"}[month]
    lines = ["Nome;Celular;Cidade"]
    lines += [f"Cliente {n};(11) 9{n:04d}-{ending};São Paulo" for n in range(count)]
    path = folder / f"{month}.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


async def sign_in(visits: Visits) -> Page:
    page = await visits.open("/sign-in")
    await page.get_by_label("E-mail").fill("demo@master-ia.example")
    await page.locator("input[type=password]").fill(PASSWORD)
    await page.locator("form[action='/sign-in'] button[type=submit]").click()
    await page.wait_for_url("**/")
    return page


async def import_customers(page: Page, folder: Path, month: str, count: int) -> None:
    await page.goto("/imports/new")
    await page.set_input_files("#field-file", customers(folder, month, count))
    await page.click("#upload-form button[type=submit]")
    await page.wait_for_selector("#columns-form")
    await page.fill("#field-new_tags", month)
    await page.click("#columns-form .form-actions button[type=submit]")
    await page.wait_for_selector(".import-stats", timeout=60_000)
    await screenshot(page, "outcome-1-import-checked")
    await page.click("form[action$='/start'] button")
    await page.wait_for_selector("form[action$='/undo']", timeout=60_000)


async def prepare_campaign(page: Page, name: str, month: str, count: int) -> None:
    await page.goto("/campaigns/new")
    await page.get_by_label("Name").fill(name)
    await page.locator("input[name=number]").first.check()
    await page.get_by_role("button", name="Save and go on").click()
    await page.wait_for_url("**/edit/message")
    template = page.get_by_label("Template")
    option = template.locator("option", has_text="promocao_do_mes · pt_BR").first
    await template.select_option(value=await option.get_attribute("value"))
    await expect(page.locator("#message-preview")).to_contain_text("desconto")
    await _fill_variables(page)
    await page.get_by_role("button", name="Save and go on").click()
    await page.wait_for_url("**/edit/audience")
    await page.get_by_label(month).first.check()
    await expect(page.locator("#audience-count .big-number")).to_have_text(f"{count:,}")
    for step in ("when", "limits", "review"):
        await page.get_by_role("button", name="Save and go on").click()
        await page.wait_for_url(f"**/edit/{step}")
    await expect(page.locator(".sheet-facts dd").first).to_have_text(f"{count:,}")


async def _fill_variables(page: Page) -> None:
    """The first is the person's first name; the second a text for everybody."""
    await page.locator("#source-1").select_option("first_name")
    await page.locator("#source-2").select_option("text")
    await page.locator("#value-2").fill("20%")
    await expect(page.locator("#message-preview")).to_contain_text("20% de desconto")


async def launch(page: Page, count: int) -> None:
    await page.locator(".sheet-action > section > form button").click()
    dialog = page.locator("#confirm-dialog")
    await dialog.get_by_role("button", name=f"Send to {count:,} people").click()
    await expect(page.locator("h1 + .status")).to_contain_text("Running")


async def cancel(page: Page) -> None:
    """As a person does: whose button was just replaced by a fresh one presses that."""
    sure = page.locator("#confirm-dialog").get_by_role("button", name="Cancel the campaign")
    button = page.get_by_role("button", name="Cancel", exact=True)
    async with asyncio.timeout(120):
        while not await sure.is_visible():
            with suppress(PlaywrightTimeout):
                await button.click(timeout=5_000)
    await sure.click()


async def tile(page: Page, label: str) -> int:
    found = page.locator(".tiles .stat", has_text=label).locator(".stat-value")
    return int(re.sub(r"\D", "", await found.inner_text()))


async def at_rest(page: Page) -> int:
    """How many are sent once nothing moves any more: what was in flight may still leave."""
    before = -1
    async with asyncio.timeout(60):
        while (now := await tile(page, "Sent")) != before:
            before = now
            await asyncio.sleep(3)
    return before


async def asked_twice(product: Product) -> int:
    async with httpx.AsyncClient(base_url=product.phones) as sandbox:
        answer = await sandbox.get("/sandbox/api/duplicates", params={"strict": "true"})
    return int(answer.json()["duplicates"])


async def test_from_a_list_to_read_ticks_whatever_dies(
    visits: Visits, product: Product, tmp_path: Path
) -> None:
    page = await sign_in(visits)
    await screenshot(page, "outcome-0-home")
    await import_customers(page, tmp_path, "Outubro", PEOPLE)
    await prepare_campaign(page, "Promoção de outubro", "Outubro", PEOPLE)
    await screenshot(page, "outcome-2-preflight")
    await launch(page, PEOPLE)
    status = page.locator("h1 + .status")
    delivered = page.locator(".tiles .stat", has_text="Delivered").locator(".stat-value")
    await expect(delivered).not_to_have_text("0")
    await screenshot(page, "outcome-3-arriving", whole=False)

    await page.get_by_role("button", name="Pause").click()
    await expect(status).to_contain_text("Paused")
    assert await at_rest(page) < PEOPLE
    await page.get_by_role("button", name="Resume").click()
    await expect(status).to_contain_text("Running")

    product.kill_worker()
    await expect(status).to_contain_text("Completed", timeout=120_000)
    async with asyncio.timeout(60):
        while await tile(page, "Sent") + await tile(page, "Unknown") != PEOPLE:
            await asyncio.sleep(0.5)
    assert await tile(page, "Read") > 0
    await assert_accessible(page)
    await screenshot(page, "outcome-4-completed", whole=False)
    assert await asked_twice(product) == 0
    await page.goto(product.phones)
    await expect(page.get_by_text("20% de desconto").first).to_be_visible()
    await screenshot(page, "outcome-5-phones", whole=False)


async def test_cancelling_says_who_was_not_sent(
    visits: Visits, product: Product, tmp_path: Path
) -> None:
    page = await sign_in(visits)
    await import_customers(page, tmp_path, "Novembro", TOO_MANY)
    await prepare_campaign(page, "Interrompida", "Novembro", TOO_MANY)
    await launch(page, TOO_MANY)
    sent = page.locator(".tiles .stat", has_text="Sent").locator(".stat-value")
    await expect(sent.first).not_to_have_text("0")
    await cancel(page)
    await expect(page.locator("h1 + .status")).to_contain_text("Cancelled")
    await expect(page.locator(".legend")).to_contain_text("Not sent")
    assert await tile(page, "Sent") + await tile(page, "Left out") == TOO_MANY
    assert await asked_twice(product) == 0
