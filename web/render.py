"""Turns templates into answers: a whole page or one block of it, toasts, redirects, failures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote
from weakref import WeakKeyDictionary

import jinja2
from fastapi import Request
from jinja2_fragments.fastapi import Jinja2Blocks
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from web import flash, formatting, i18n, placeholders, security
from web.flash import Toast
from web.navigation import PLACES
from web.static_files import asset, icon
from web.statuses import look, refusal

THEME_COOKIE = "theme"
SIDEBAR_COOKIE = "sidebar"
THEMES = ("light", "dark", "system")
# The two bodies share a URL, so a cache must keep them apart; and no cache may keep either.
_PAGE_HEADERS = {
    "Vary": "HX-Request, HX-Boosted, HX-History-Restore-Request, Cookie, Accept-Language",
    "Cache-Control": "no-store",
}
_FIRST_SERVER_ERROR = 500


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person looking, as the frame shows them."""

    name: str
    email: str
    company_name: str
    role: str
    # The (id, name) pairs of the other companies this person may switch to.
    companies: tuple[tuple[str, str], ...] = ()


class _Macros:
    """A macro file as a global, so that a block rendered alone can use it without an import."""

    def __init__(self, environment: jinja2.Environment, template: str) -> None:
        self._environment = environment
        self._template = template

    def __getattr__(self, name: str) -> object:
        return getattr(self._environment.get_template(self._template).module, name)


# By application, as tests have many: root path, route's name and parameters → its path.
_path_patterns: WeakKeyDictionary[object, dict[tuple[str, ...], str]] = WeakKeyDictionary()


@jinja2.pass_context
def _path_for(context: jinja2.runtime.Context, name: str, /, **parameters: object) -> str:
    """A route's path without scheme and host, which a proxy in front of us may have changed.

    Looked up once for each route: every look goes through all of them, and a list names dozens.
    """
    request: Request = context["request"]
    known = _path_patterns.setdefault(request.app, {})
    shape = (request.scope.get("root_path", ""), name, *parameters)
    pattern = known.get(shape)
    if pattern is None:
        marks = {parameter: f"<{parameter}>" for parameter in parameters}
        pattern = known[shape] = unquote(request.url_for(name, **marks).path)
    for parameter, value in parameters.items():
        pattern = pattern.replace(f"<{parameter}>", quote(str(value), safe="~:@"))
    return pattern


def _live(shown: Callable[..., object]) -> Callable[..., object]:
    """Keeps Jinja from working out `{{ 5 | number }}` once, in the language of the first reader."""

    @jinja2.pass_context
    def apply(_context: jinja2.runtime.Context, *values: Any, **options: Any) -> object:
        return shown(*values, **options)

    return apply


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        i18n.gettext, i18n.ngettext, newstyle=True
    )
    environment.filters.update({name: _live(f) for name, f in formatting.FILTERS.items()})
    environment.filters["chips"] = placeholders.chips
    environment.globals.update(
        asset=asset,
        icon=icon,
        _icon=icon,
        look=look,
        refusal=refusal,
        url_for=_path_for,
        zone_name=formatting.zone_name,
    )
    for name in ("ui", "form", "brand"):
        environment.globals[name] = _Macros(environment, f"macros/{name}.html")
    return environment


def _frame_context(request: Request) -> dict[str, Any]:
    """What base.html and every block may count on."""
    token = security.csrf_token(request.app.state.csrf_key, security.csrf_subject(request))
    user = getattr(request.state, "user", None)
    theme = request.cookies.get(THEME_COOKIE) or getattr(user, "theme", "system")
    return {
        "viewer": viewer(request),
        # Whose live updates this page hears.
        "company_hex": getattr(getattr(user, "company_id", None), "hex", ""),
        "places": PLACES,
        "path": request.url.path,
        "locale": i18n.active_locale(),
        "locales": i18n.LOCALES,
        "theme": theme if theme in THEMES else "system",
        "sidebar": "collapsed" if request.cookies.get(SIDEBAR_COOKIE) == "collapsed" else "open",
        "csrf_token": token,
        "csrf_field": Markup('<input type="hidden" name="{}" value="{}">').format(
            security.CSRF_FIELD, token
        ),
        "flash": flash.kept(request),
    }


templates = Jinja2Blocks(env=_environment(), context_processors=[_frame_context])


def viewer(request: Request) -> Viewer | None:
    user = getattr(request.state, "user", None)
    if user is None:
        return None
    companies = tuple((str(key), str(name)) for key, name in getattr(user, "companies", ()))
    return Viewer(user.name, user.email, user.company_name, str(user.role), companies)


def prepare(request: Request) -> None:
    """Speak the reader's language and keep their company's time for this request."""
    user = getattr(request.state, "user", None)
    i18n.activate(i18n.negotiate(request))
    formatting.use_time_zone(getattr(user, "timezone", None))


def from_htmx(request: Request) -> bool:
    return request.headers.get("HX-Request") == "true"


def wants_fragment(request: Request) -> bool:
    """True only for a swap into part of a page: not for boosts, not for the back button."""
    headers = request.headers
    return (
        from_htmx(request)
        and headers.get("HX-Boosted") != "true"
        and headers.get("HX-History-Restore-Request") != "true"
    )


def page(
    request: Request,
    template: str,
    context: Mapping[str, object] | None = None,
    *,
    fragment: str | None = None,
    status: int = HTTPStatus.OK,
    toast: Toast | None = None,
) -> Response:
    """The whole page for a visit, or its block `fragment` for a swap."""
    prepare(request)
    block = fragment if wants_fragment(request) else None
    seeded = _with_seed(request)
    response: Response = templates.TemplateResponse(
        request,
        template,
        dict(context or {}),
        status_code=int(status),
        headers=_PAGE_HEADERS,
        block_name=block,
    )
    if seeded:
        _keep_seed(request, response)
    if toast is not None:
        flash.trigger(response, toast)
    if block is None and flash.FLASH_COOKIE in request.cookies:
        response.delete_cookie(flash.FLASH_COOKIE)
    return response


def invalid(
    request: Request, template: str, context: Mapping[str, object], *, fragment: str
) -> Response:
    """A form sent back with its fields filled in and its errors beside them."""
    return page(
        request,
        template,
        context,
        fragment=fragment,
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    )


def redirect(request: Request, url: str, *, toast: Toast | None = None) -> Response:
    """Go to another page after a write: 303 for a plain post, HX-Redirect for htmx."""
    response: Response
    if from_htmx(request):
        response = Response(status_code=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": url})
    else:
        response = RedirectResponse(url, status_code=HTTPStatus.SEE_OTHER)
    if toast is not None:
        flash.keep(request, response, toast)
    return response


def done(toast: Toast | None = None, **events: object) -> Response:
    """Nothing to swap: only a toast, or events other parts of the page wait for."""
    response = Response(status_code=HTTPStatus.NO_CONTENT)
    flash.trigger(response, toast, **events)
    return response


def failure(request: Request, message: str, status: int) -> Response:
    """An error a person is told about: a toast where they are, or a page of its own."""
    prepare(request)
    if from_htmx(request):
        response = Response(status_code=status, headers={"HX-Reswap": "none"})
        flash.trigger(response, Toast(message, "danger"))
        return response
    context = {"message": message, "status": int(status), "ours": status >= _FIRST_SERVER_ERROR}
    return page(request, "error.html", context, status=status)


def _with_seed(request: Request) -> bool:
    """Give a browser nobody signed in with something its CSRF tokens can be bound to."""
    if security.csrf_subject(request) != "seed:":
        return False
    request.cookies[security.SEED_COOKIE] = security.new_seed()
    return True


def _keep_seed(request: Request, response: Response) -> None:
    response.set_cookie(
        security.SEED_COOKIE,
        request.cookies[security.SEED_COOKIE],
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
