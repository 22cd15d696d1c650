"""Every failure of the API as application/problem+json, in the caller's language."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api.validation import explain, pointer
from schemas.api.problems import Problem, ProblemError
from schemas.errors import AppError, InvalidInput, NotFound, NotSignedIn, TooManyRequests
from schemas.words import mark

MEDIA_TYPE = "application/problem+json"
# Codes of failures the framework finds before any code of ours runs.
_CODES = {
    400: ("malformed_request", mark("The request could not be read.")),
    404: ("not_found", mark("There is nothing at this address.")),
    405: ("method_not_allowed", mark("This address does not allow this method.")),
    413: ("too_large", mark("The request is larger than this address accepts.")),
    415: ("unsupported_media_type", mark("This content type is not accepted here.")),
}


class ProblemResponse(JSONResponse):
    media_type = MEDIA_TYPE


def install(app: FastAPI) -> None:
    app.add_exception_handler(AppError, _expected)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _bug)


def framework_problems() -> dict[str, tuple[int, str]]:
    """By code: the status and words of problems that are no AppError."""
    return {code: (status, words) for status, (code, words) in _CODES.items()}


def problem(
    request: Request,
    status: int,
    code: str,
    detail: str,
    *,
    errors: Sequence[ProblemError] = (),
    headers: Mapping[str, str] | None = None,
) -> ProblemResponse:
    body = Problem(
        type=f"{request.app.state.settings_view.public_url}/api/docs/problems#{code}",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        instance=request.url.path,
        code=code,
        errors=list(errors),
        request_id=request_id(request),
    )
    return ProblemResponse(body.model_dump(), status_code=status, headers=dict(headers or {}))


def request_id(request: Request) -> str:
    return str(getattr(request.state, "request_id", ""))


def translate(request: Request, message: str, context: Mapping[str, object] | None = None) -> str:
    """The message in the language the caller accepts; web's catalogues, handed in by server.py."""
    text: str = request.app.state.translate(request, message)
    return text % context if context else text


async def _expected(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, AppError)
    found = [
        ProblemError(
            pointer=pointer(item.field),
            code=item.code,
            detail=translate(request, item.message, error.context),
        )
        for item in (error.errors if isinstance(error, InvalidInput) else ())
    ]
    detail = translate(request, error.message, error.context)
    return problem(request, error.status, error.code, detail, errors=found, headers=_headers(error))


def _headers(error: AppError) -> dict[str, str]:
    if isinstance(error, NotSignedIn):
        return {"WWW-Authenticate": 'Bearer realm="Master IA"'}
    if isinstance(error, TooManyRequests):
        return {"Retry-After": str(error.retry_after)}
    return {}


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    found = error.errors()
    if any(item["type"] == "json_invalid" for item in found):
        detail = translate(request, "The body is not valid JSON.")
        return problem(request, 400, "malformed_json", detail)
    if all(item["loc"][0] == "path" for item in found):
        # An id of another shape names nothing: the same answer as for a row that is not there.
        return problem(request, 404, NotFound.code, translate(request, _CODES[404][1]))
    errors = [explain(item, lambda text: translate(request, text)) for item in found]
    detail = translate(request, "Some of what was sent is not right; see errors.")
    return problem(request, InvalidInput.status, InvalidInput.code, detail, errors=errors)


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code, message = _CODES.get(error.status_code, ("http_error", str(error.detail)))
    return problem(
        request, error.status_code, code, translate(request, message), headers=error.headers
    )


async def _bug(request: Request, _: Exception) -> JSONResponse:
    # The traceback is logged where the request ends (logs.RequestLog), with the same id.
    detail = translate(request, "Something went wrong on our side. It has been recorded.")
    return problem(request, 500, "internal_error", detail)
