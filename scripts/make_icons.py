"""Draws the app's icons from web/static/favicon.svg, by a browser: `python scripts/make_icons.py`.

Only needed when the sign changes; the pictures are committed.
"""

import asyncio
import re
import shutil
import sys
from pathlib import Path

from playwright.async_api import Browser, async_playwright

_STATIC = Path(__file__).resolve().parent.parent / "web" / "static"
_VIOLET = "#4b3fd8"
# Name, side, how much of it the sign takes, and the ground. A maskable icon may be cut to a circle
# of four fifths of it; a badge is one colour that the system gives.
_ICONS = (
    ("any-192", 192, 0.94, "transparent"),
    ("any-512", 512, 0.94, "transparent"),
    ("maskable-192", 192, 0.62, _VIOLET),
    ("maskable-512", 512, 0.62, _VIOLET),
    ("apple-touch", 180, 0.66, _VIOLET),
    ("badge-96", 96, 0.9, "transparent"),
)


def _page(name: str, side: int, share: float, ground: str) -> str:
    sign = (_STATIC / "favicon.svg").read_text()
    if ground == _VIOLET:
        # The bubble in white, its stroke in violet.
        sign = sign.replace(_VIOLET, "#W").replace("#fff", _VIOLET).replace("#W", "#fff")
    if name.startswith("badge"):
        sign = _pierced(sign)
    size = round(side * share)
    return (
        f"<body style='margin:0;width:{side}px;height:{side}px;display:grid;place-items:center;"
        f"background:{ground}'><div style='width:{size}px;height:{size}px'>{sign}</div></body>"
    )


def _pierced(sign: str) -> str:
    """White, with the stroke cut out of it."""
    fill, stroke = re.findall(r"<path [^>]*/>", sign)
    black = stroke.replace("#fff", "#000")
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="none"><mask id="m">'
        f'<rect width="32" height="32" fill="#fff"/>{black}</mask><g mask="url(#m)">'
        f"{fill.replace(_VIOLET, '#fff')}</g></svg>"
    )


async def _draw(browser: Browser, name: str, side: int, share: float, ground: str) -> None:
    page = await browser.new_page(viewport={"width": side, "height": side})
    await page.set_content(_page(name, side, share, ground))
    folder = _STATIC / "icons"
    folder.mkdir(exist_ok=True)
    await page.screenshot(path=folder / f"{name}.png", omit_background=True)
    await page.close()


async def main() -> None:
    executable = shutil.which("chromium") or sys.exit("chromium is needed")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=executable, args=["--no-sandbox", "--headless"]
        )
        for name, side, share, ground in _ICONS:
            await _draw(browser, name, side, share, ground)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
