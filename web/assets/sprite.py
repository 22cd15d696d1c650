"""Joins the vendored lucide icons into one SVG sprite: `sprite.py ICON_FOLDER OUTPUT`."""

import re
import sys
from pathlib import Path

_BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def symbol(path: Path) -> str:
    body = _BODY.search(path.read_text())
    if body is None:
        raise SystemExit(f"{path} is not an SVG icon")
    inner = re.sub(r">\s+<", "><", body.group(1).strip())
    return f'<symbol id="{path.stem}" viewBox="0 0 24 24">{inner}</symbol>'


def main(folder: str, output: str) -> None:
    icons = sorted(Path(folder).glob("*.svg"))
    symbols = "\n".join(symbol(icon) for icon in icons)
    Path(output).write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n')


if __name__ == "__main__":
    main(*sys.argv[1:])
