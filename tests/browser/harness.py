"""A real browser for tests: watched for errors, checked for accessibility, photographed."""

import os
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import axe_playwright_python
import pytest
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    async_playwright,
    expect,
)

from tests.serving import serve

# A browser beside all that it talks to: what is waited for comes, but not always at once.
expect.set_options(timeout=45_000)

__all__ = ["Visits", "assert_accessible", "chromium", "screenshot", "serve"]

SCREENS = Path(__file__).parents[2] / "docs" / "screens"
PHONE, DESKTOP = (390, 844), (1280, 860)
_AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Only rules whose findings count are run: the others are half of the work. Without `preload` it
# makes no <style>, which our policy forbids and would be told as an error.
_RUN_AXE = """axe.run(document, {
  resultTypes: ["violations"],
  preload: false,
  runOnly: axe.getRules()
    .map((rule) => axe._audit.getRule(rule.ruleId))
    .filter((rule) => rule.enabled && !rule.tags.includes("experimental")
      && ["serious", "critical"].includes(rule.impact))
    .map((rule) => rule.id),
})"""
# What was asked for has come, and what moves has ended. Spinners and skeletons turn for ever; only
# what ends is waited for.
_STILL = """async () => {
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const latest = performance.now() + 3000;
  while (document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling")
    && performance.now() < latest) await wait(20);
  await wait(20);
  await Promise.all(document.getAnimations()
    .filter((animation) => Number.isFinite(animation.effect.getComputedTiming().endTime))
    .map((animation) => animation.finished.catch(() => 0)));
}"""


@asynccontextmanager
async def chromium(*, whole: bool = False) -> AsyncIterator[Browser]:
    """The machine's own Chromium; without one the test is skipped and says so.

    Unless `whole`, one that draws pages and nothing around them is enough, and much quicker.
    """
    names = ["chromium", "chromium-browser", "google-chrome"]
    if not whole:
        names.insert(0, "chromium-headless-shell")
    executable = next(filter(None, map(shutil.which, names)), None)
    if executable is None:
        pytest.skip("no chromium on PATH: browser tests need one")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=executable, args=_ARGUMENTS, headless=True
        )
        yield browser
        await browser.close()


@dataclass
class Visits:
    """Opens pages, and fails the test at its end for every error they met on the way."""

    browser: Browser
    base_url: str = ""
    # Parts of messages this test provokes on purpose, e.g. "status of 409".
    expected: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    _contexts: list[BrowserContext] = field(default_factory=list)

    async def open(
        self,
        path: str,
        *,
        size: tuple[int, int] = DESKTOP,
        theme: Literal["light", "dark"] = "light",
        language: str = "en-US",
        cookies: Mapping[str, str] | None = None,
        service_workers: Literal["allow", "block"] = "allow",
    ) -> Page:
        context = await self.browser.new_context(
            service_workers=service_workers,
            base_url=self.base_url or None,
            viewport={"width": size[0], "height": size[1]},
            color_scheme=theme,
            locale=language,
            timezone_id="America/Sao_Paulo",
        )
        context.set_default_timeout(45_000)
        self._contexts.append(context)
        for name, value in (cookies or {}).items():
            await context.add_cookies([{"name": name, "value": value, "url": self.base_url}])
        page = await context.new_page()
        self.watch(page)
        await page.goto(path)
        return page

    def watch(self, page: Page) -> None:
        page.on("console", self._on_console)
        page.on("pageerror", self._on_page_error)
        page.on("requestfailed", self._on_request_failed)

    async def close(self) -> None:
        for context in self._contexts:
            await context.close()
        unexpected = [
            problem
            for problem in self.problems
            if not any(known in problem for known in self.expected)
        ]
        assert not unexpected, unexpected

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            place = message.location.get("url", "")
            self.problems.append(f"console {message.type}: {message.text} {place}")

    def _on_page_error(self, error: object) -> None:
        # The browser's own word for leaving a page while it fades into the next.
        if "Transition was skipped" not in str(error):
            self.problems.append(f"script error: {error}")

    def _on_request_failed(self, request: Request) -> None:
        # Leaving a page cuts its open stream and a newer search cuts the older one.
        if request.failure != "net::ERR_ABORTED":
            self.problems.append(f"request failed: {request.url} {request.failure}")


async def assert_accessible(page: Page) -> None:
    """No serious or critical finding of axe-core on the page as it stands."""
    # What is waited for may be there before the page is loaded whole.
    await page.wait_for_load_state()
    # Colours are judged once movements have ended, as a person sees them.
    await page.evaluate(_STILL)
    # Evaluated by the debugger, which the page's content policy does not bind.
    await page.evaluate(_AXE)
    result = await page.evaluate(_RUN_AXE)
    found = [
        f"{violation['id']}: {node['html'][:160]} ({node['failureSummary'][:300]})"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]
    assert not found, "\n".join(found)


async def screenshot(page: Page, name: str, *, whole: bool = True) -> None:
    """A picture for docs/screens, taken only when SCREENS=1 so that runs leave the tree alone."""
    if os.environ.get("SCREENS") != "1":
        return
    SCREENS.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=SCREENS / f"{name}.png", full_page=whole, animations="disabled")
