"""Failures as people see them: a toast where they are, or a page; sign-in when that is missing."""

from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from schemas.errors import AppError, NotSignedIn
from web.forms import words
from web.i18n import gettext, mark
from web.render import failure, from_htmx, prepare, redirect

_WORDS = {
    404: mark("There is nothing at this address."),
    405: mark("This cannot be done here."),
    413: mark("This is larger than what can be sent here."),
}
_NOT_FOUND = 404


def install(app: FastAPI) -> None:
    app.add_exception_handler(AppError, _expected)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _bug)


async def _expected(request: Request, error: Exception) -> Response:
    assert isinstance(error, AppError)
    prepare(request)
    if isinstance(error, NotSignedIn):
        return _to_sign_in(request)
    return failure(request, words(error), error.status)


def _to_sign_in(request: Request) -> Response:
    """Come back to where one was; only after looking, for a write cannot be repeated."""
    target = "/sign-in"
    if request.method == "GET" and not from_htmx(request) and request.url.path != "/":
        address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        target += "?" + urlencode({"next": address})
    return redirect(request, target)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    prepare(request)
    if all(item["loc"][0] == "path" for item in error.errors()):
        return failure(request, gettext(_WORDS[_NOT_FOUND]), _NOT_FOUND)
    return failure(request, gettext("Some of what was sent is not right. Check it."), 422)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    prepare(request)
    message = gettext(_WORDS.get(error.status_code, mark("This cannot be done here.")))
    response = failure(request, message, error.status_code)
    response.headers.update(error.headers or {})
    return response


async def _bug(request: Request, _: Exception) -> Response:
    prepare(request)
    message = gettext("Something went wrong on our side. It has been recorded.")
    return failure(request, message, 500)
