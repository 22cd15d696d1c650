"""The page that shows every building block; served in development and used by the tests."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response

from web.flash import Toast
from web.render import done, failure, invalid, page, redirect
from web.security import require_csrf
from web.statuses import LOOKS

router = APIRouter(prefix="/design", include_in_schema=False, dependencies=[Depends(require_csrf)])
_PEOPLE = ("Ana Beatriz Souza", "Bruno Carvalho", "Célia Nunes", "Diego <script>", "Érica Prado")


def _context(name: str = "", email: str = "", error: str = "", q: str = "") -> dict[str, object]:
    return {
        "values": {"name": name, "email": email},
        "errors": {"name": error, "email": ""},
        "people": [person for person in _PEOPLE if q.lower() in person.lower()],
        "looks": LOOKS,
        "now": datetime.now(UTC),
    }


@router.get("", name="design")
async def design(request: Request, q: str = "", part: str = "design_table") -> Response:
    block = "design_clock" if part == "clock" else "design_table"
    return page(request, "design/index.html", _context(q=q), fragment=block)


@router.get("/sign-in", name="design_sign_in")
async def design_sign_in(request: Request) -> Response:
    return page(request, "design/sign_in.html")


@router.post("/form", name="design_form")
async def design_form(
    request: Request, name: Annotated[str, Form()] = "", email: Annotated[str, Form()] = ""
) -> Response:
    if not name:
        context = _context(name, email, "Give it a name.")
        return invalid(request, "design/index.html", context, fragment="design_form")
    return redirect(request, "/design", toast=Toast(f"Saved {name}"))


@router.post("/toast", name="design_toast")
async def design_toast() -> Response:
    return done(Toast("Salvo às 10h — tudo certo"))


@router.post("/refused", name="design_refused")
async def design_refused(request: Request) -> Response:
    message = "Only a draft campaign can be launched; this one is running."
    return failure(request, message, HTTPStatus.CONFLICT)


@router.get("/broken", name="design_broken")
async def design_broken() -> Response:
    return Response(status_code=HTTPStatus.INTERNAL_SERVER_ERROR)
