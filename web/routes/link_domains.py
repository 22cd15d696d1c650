"""Settings: the company's own host names for short links."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response

from schemas.enums import Role
from schemas.errors import AppError
from services.link_domains import LinkDomains
from web.dependencies import SettingsViewDep, SignedIn, require_role
from web.flash import Toast
from web.forms import FieldErrors, field_errors
from web.i18n import gettext
from web.render import invalid, page, redirect

router = APIRouter(prefix="/link-domains", dependencies=[Depends(require_role(Role.ADMIN))])
_TEMPLATE, _BLOCK = "settings/link_domains.html", "host_list"


def _domains(request: Request) -> LinkDomains:
    domains: LinkDomains = request.app.state.link_domains
    return domains


LinkDomainsDep = Annotated[LinkDomains, Depends(_domains)]


@router.get("", name="link_domains")
async def list_hosts(
    request: Request, user: SignedIn, domains: LinkDomainsDep, view: SettingsViewDep
) -> Response:
    context = await _context(user, domains, view)
    return page(request, _TEMPLATE, context, fragment=_BLOCK)


@router.post("", name="add_link_domain")
async def add_host(
    *,
    request: Request,
    user: SignedIn,
    domains: LinkDomainsDep,
    view: SettingsViewDep,
    host: Annotated[str, Form(max_length=300)] = "",
) -> Response:
    try:
        await domains.add(user.company_id, host)
    except AppError as error:
        wrong = {"host": host, "errors": field_errors(error)}
        context = await _context(user, domains, view) | wrong
        return invalid(request, _TEMPLATE, context, fragment=_BLOCK)
    toast = Toast(gettext("Added. Lead it here at your DNS provider, then check it."))
    return redirect(request, "/link-domains", toast=toast)


@router.post("/{host}/check", name="check_link_domain")
async def check_host(
    request: Request, host: str, user: SignedIn, domains: LinkDomainsDep
) -> Response:
    row = await domains.check(user.company_id, host)
    message = gettext("%(host)s leads here. New campaigns use it in their short links.")
    return redirect(request, "/link-domains", toast=Toast(message % {"host": row.host}))


@router.post("/{host}/remove", name="remove_link_domain")
async def remove_host(
    request: Request, host: str, user: SignedIn, domains: LinkDomainsDep
) -> Response:
    await domains.remove(user.company_id, host)
    return redirect(request, "/link-domains", toast=Toast(gettext("Removed.")))


async def _context(
    user: SignedIn, domains: LinkDomainsDep, view: SettingsViewDep
) -> dict[str, object]:
    ours = view.public_url.partition("://")[2]
    return {
        "rows": await domains.all(user.company_id),
        "our_host": ours,
        "example": f"{view.public_url}/l/QRIcaxl0gO8i",
        "host": "",
        "errors": FieldErrors(),
    }
