"""Static files under addresses that change with their content, so that browsers may keep them."""

import re
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path

from markupsafe import Markup, escape
from starlette.datastructures import QueryParams
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC_FOLDER = Path(__file__).parent / "static"
_FOREVER = "public, max-age=31536000, immutable"
_A_DAY = "public, max-age=86400"


@cache
def _version(name: str, _modified: int) -> str:
    return sha256((STATIC_FOLDER / name).read_bytes()).hexdigest()[:12]


def asset(name: str) -> str:
    """The address of a static file, with the hash of what is in it now."""
    modified = (STATIC_FOLDER / name).stat().st_mtime_ns
    return f"/static/{name}?v={_version(name, modified)}"


@cache
def icon_names() -> frozenset[str]:
    return frozenset(re.findall(r'id="([^"]+)"', (STATIC_FOLDER / "icons.svg").read_text()))


@lru_cache(maxsize=1024)  # A long list shows the same few icons hundreds of times.
def icon(name: str, classes: str = "icon", label: str = "") -> Markup:
    """An icon of the sprite. Without a label it is decoration and hidden from screen readers."""
    if name not in icon_names():
        raise LookupError(f"There is no icon named {name}; see web/assets/README.md.")
    said = (
        Markup('role="img" aria-label="{}"').format(label)
        if label
        else Markup('aria-hidden="true"')
    )
    return Markup(
        '<svg class="{}" {} fill="none" stroke="currentColor" stroke-width="2"'
        ' stroke-linecap="round" stroke-linejoin="round"><use href="{}#{}"/></svg>'
    ).format(escape(classes), said, asset("icons.svg"), name)


class HashedStaticFiles(StaticFiles):
    """Serves the folder; an address that carries a hash may be kept for ever."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        hashed = "v" in QueryParams(scope["query_string"].decode("latin-1"))
        response.headers["Cache-Control"] = _FOREVER if hashed else _A_DAY
        return response
