"""Pictures of every screen, both themes and both widths, of the demo company: `make screens`.

Starts the whole product in a folder of its own, signs in and visits every place. Pictures go to
docs/screens/places/, named <place>-<phone|desktop>-<light|dark>.png.
"""

import asyncio
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from embedded.network import answers, free_port

TARGET = Path("docs/screens/places")
SIZES = {"phone": (390, 844), "desktop": (1280, 860)}
THEMES = ("light", "dark")
EMAIL, PASSWORD = "demo@master-ia.example", "a password for the demo"
PLACES = {
    "home": "/",
    "inbox": "/inbox?view=all",
    "inbox-search": "/inbox/search?q=pedido",
    "notifications": "/notifications",
    "contacts": "/contacts",
    "contact-new": "/contacts/new",
    "duplicates": "/contacts/duplicates",
    "segments": "/segments",
    "segment-new": "/segments/new",
    "imports": "/imports",
    "tags": "/tags",
    "fields": "/fields",
    "templates": "/templates",
    "template-new": "/templates/new",
    "campaigns": "/campaigns",
    "campaign-new": "/campaigns/new",
    "connections": "/connections",
    "connection-new": "/connections/new",
    "settings": "/settings",
    "members": "/settings/members",
    "api-keys": "/settings/api-keys",
    "labels": "/settings/labels",
    "teams": "/settings/teams",
    "inboxes": "/settings/inboxes",
    "canned-replies": "/canned-replies",
    "notification-settings": "/settings/notifications",
    "profile": "/profile",
}
# The first thing of a list: its name, the list, and what its address looks like.
THINGS = (
    ("conversation", "/inbox?view=all", r"/inbox/[0-9a-f-]{36}"),
    ("contact", "/contacts", r"/contacts/[0-9a-f-]{36}"),
    ("segment", "/segments", r"/segments/[0-9a-f-]{36}"),
    ("template", "/templates", r"/templates/[0-9a-f-]{36}"),
    ("campaign", "/campaigns", r"/campaigns/[0-9a-f-]{36}"),
    ("connection", "/connections", r"/connections/[0-9a-f-]{36}"),
)


@contextmanager
def product() -> Iterator[str]:
    """`make up` on ports of its own; yields its address."""
    port = free_port()
    settings = {
        "PORT": str(port),
        "SANDBOX_PORT": str(free_port()),
        "DEMO_EMAIL": EMAIL,
        "DEMO_PASSWORD": PASSWORD,
    }
    with tempfile.TemporaryDirectory(prefix="master-ia-screens-") as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "embedded", "--data", folder],
            env={**os.environ, **settings},
            stdout=subprocess.DEVNULL,
        )
        try:
            deadline = time.monotonic() + 180
            while not answers(f"http://127.0.0.1:{port}/health/ready"):
                if time.monotonic() > deadline or process.poll() is not None:
                    raise SystemExit("The product did not start.")
                time.sleep(0.2)
            yield f"http://localhost:{port}"
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


async def sign_in(context: BrowserContext) -> Page:
    page = await context.new_page()
    await page.goto("/sign-in")
    await page.locator("input[type=email]").fill(EMAIL)
    await page.locator("input[type=password]").fill(PASSWORD)
    await page.locator("form button[type=submit], form button:not([type])").first.click()
    await page.wait_for_url(lambda address: "/sign-in" not in address)
    return page


async def addresses(page: Page) -> dict[str, str]:
    """Every place, and the first thing of each list the demo company has."""
    found = dict(PLACES)
    for name, where, pattern in THINGS:
        await page.goto(where)
        links = re.findall(rf'href="({pattern})', await page.content())
        if links:
            found[name] = links[0]
    return found


async def walk(browser: Browser, url: str, width: str, theme: str) -> None:
    wide, high = SIZES[width]
    context = await browser.new_context(
        base_url=url,
        viewport={"width": wide, "height": high},
        color_scheme="dark" if theme == "dark" else "light",
        locale="en-US",
        timezone_id="America/Sao_Paulo",
    )
    page = await sign_in(context)
    for name, address in (await addresses(page)).items():
        await page.goto(address)
        await page.wait_for_timeout(400)
        await page.screenshot(path=TARGET / f"{name}-{width}-{theme}.png", animations="disabled")
    await context.close()


async def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    for old in TARGET.glob("*.png"):
        old.unlink()
    with product() as url:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
                args=["--no-sandbox"],
            )
            # The demo company's customers write as it starts.
            await asyncio.sleep(5)
            for width in SIZES:
                for theme in THEMES:
                    await walk(browser, url, width, theme)
            await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
