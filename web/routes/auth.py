"""Coming in and going out: sign-in, sign-up, invitations, sign-out, another company."""

from typing import Annotated
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response

from schemas.errors import AppError, NotSignedIn, TooManyRequests
from services import members, people, sessions
from services.members import Joining
from services.people import NewAccount
from services.throttling import SignInThrottle
from web import i18n
from web.dependencies import SESSION_COOKIE, DatabaseDep, SettingsViewDep, SignedIn
from web.flash import Toast
from web.forms import FieldErrors, field_errors
from web.i18n import gettext
from web.render import THEME_COOKIE, page, redirect

router = APIRouter()
_A_YEAR = 31_536_000
Text = Annotated[str, Form()]


def _throttle(request: Request) -> SignInThrottle:
    return SignInThrottle(request.app.state.redis, request.app.state.local_counts)


Throttle = Annotated[SignInThrottle, Depends(_throttle)]


@router.get("/sign-in", name="sign_in")
async def show_sign_in(request: Request, next: str = "/") -> Response:  # noqa: A002
    if getattr(request.state, "user", None) is not None:
        return redirect(request, _inside(next))
    return _sign_in_page(request, "", next)


@router.post("/sign-in")
async def sign_in(
    *,
    request: Request,
    database: DatabaseDep,
    throttle: Throttle,
    view: SettingsViewDep,
    email: Text = "",
    password: Text = "",
    next: Text = "/",  # noqa: A002
) -> Response:
    address = client_address(request)
    try:
        await throttle.count_try(email, address)
        user, secret = await people.sign_in(
            database, email, password, user_agent=_user_agent(request)
        )
    except (NotSignedIn, TooManyRequests) as error:
        return _sign_in_page(request, email, next, error)
    await throttle.forgive(email, address)
    response = redirect(request, _inside(next))
    await _rotate(request, database, response, secret, secure=view.secure)
    remember(response, user.locale, user.theme, secure=view.secure)
    return response


@router.get("/sign-up", name="sign_up")
async def show_sign_up(request: Request) -> Response:
    return _sign_up_page(request, NewAccount("", "", "", ""))


@router.post("/sign-up")
async def sign_up(
    *,
    request: Request,
    database: DatabaseDep,
    throttle: Throttle,
    view: SettingsViewDep,
    company_name: Text = "",
    name: Text = "",
    email: Text = "",
    password: Text = "",
) -> Response:
    account = NewAccount(company_name, name, email, password, i18n.active_locale())
    try:
        await throttle.count_try(email, client_address(request))
        user_id, company_id = await people.sign_up(database, account)
    except AppError as error:
        return _sign_up_page(request, account, error)
    welcome = Toast(gettext("Welcome! Your company is ready."))
    return await _enter(request, database, user_id, company_id, welcome, secure=view.secure)


@router.get("/invitations/{secret}", name="invitation")
async def show_invitation(request: Request, secret: str, database: DatabaseDep) -> Response:
    return await _invitation_page(request, database, secret)


@router.post("/invitations/{secret}")
async def accept_invitation(
    *,
    request: Request,
    secret: str,
    database: DatabaseDep,
    throttle: Throttle,
    view: SettingsViewDep,
    name: Text = "",
    password: Text = "",
) -> Response:
    joining = Joining(password, name, i18n.active_locale())
    try:
        # Counted by the invitation: its account's password could be guessed here too.
        await throttle.count_try(secret, client_address(request))
        user_id, company_id = await members.accept(database, secret, joining)
    except AppError as error:
        return await _invitation_page(request, database, secret, name, error)
    welcome = Toast(gettext("Welcome! You are in."))
    return await _enter(request, database, user_id, company_id, welcome, secure=view.secure)


@router.post("/sign-out", name="sign_out")
async def sign_out(request: Request, database: DatabaseDep) -> Response:
    async with database.system() as session:
        await sessions.end(session, request.cookies.get(SESSION_COOKIE, ""))
    response = redirect(request, "/sign-in")
    response.delete_cookie(SESSION_COOKIE)
    return response


@router.post("/session/company", name="switch_company")
async def switch_company(
    request: Request, user: SignedIn, database: DatabaseDep, company_id: Annotated[UUID, Form()]
) -> Response:
    token_hash = bytes.fromhex(user.session_id)
    async with database.system() as session:
        await people.switch_company(session, token_hash, user.user_id, company_id)
    return redirect(request, "/")


def client_address(request: Request) -> str:
    return request.client.host if request.client else ""


def remember(response: Response, locale: str | None, theme: str, *, secure: bool) -> None:
    """The person's own language and light or dark, where pages look for them."""
    chosen = {i18n.LOCALE_COOKIE: locale, THEME_COOKIE: theme}
    for name, value in chosen.items():
        if value:
            response.set_cookie(name, value, max_age=_A_YEAR, samesite="lax", secure=secure)


def _user_agent(request: Request) -> str:
    return request.headers.get("User-Agent", "")


def _inside(target: str) -> str:
    """Only paths of our own: another site's address after sign-in would be a trap."""
    parts = urlsplit(target)
    is_path = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if is_path and not parts.scheme and not parts.netloc else "/"


async def _enter(
    request: Request,
    database: DatabaseDep,
    user_id: UUID,
    company_id: UUID,
    toast: Toast,
    *,
    secure: bool,
) -> Response:
    async with database.system() as session:
        secret = await sessions.start(session, user_id, company_id, user_agent=_user_agent(request))
    response = redirect(request, "/", toast=toast)
    await _rotate(request, database, response, secret, secure=secure)
    return response


async def _rotate(
    request: Request, database: DatabaseDep, response: Response, secret: str, *, secure: bool
) -> None:
    """A sign-in always gets a new session; what the browser held before ends."""
    before = request.cookies.get(SESSION_COOKIE)
    if before:
        async with database.system() as session:
            await sessions.end(session, before)
    response.set_cookie(
        SESSION_COOKIE,
        secret,
        max_age=int(sessions.LONGEST.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=secure,
    )


def _sign_in_page(
    request: Request, email: str, following: str, error: AppError | None = None
) -> Response:
    errors = field_errors(error) if error else FieldErrors()
    context = {"email": email, "following": _inside(following), "errors": errors}
    response = page(request, "auth/sign_in.html", context, status=error.status if error else 200)
    if isinstance(error, TooManyRequests):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _sign_up_page(request: Request, account: NewAccount, error: AppError | None = None) -> Response:
    context = {"account": account, "errors": field_errors(error) if error else FieldErrors()}
    return page(request, "auth/sign_up.html", context, status=error.status if error else 200)


async def _invitation_page(
    request: Request,
    database: DatabaseDep,
    secret: str,
    name: str = "",
    error: AppError | None = None,
) -> Response:
    async with database.system() as session:
        invitation = await members.find_invitation(session, secret)
    context = {
        "invitation": invitation,
        "secret": secret,
        "name": name,
        "errors": field_errors(error) if error else FieldErrors(),
    }
    return page(request, "auth/invitation.html", context, status=error.status if error else 200)
