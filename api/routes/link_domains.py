"""The company's own host names for short links."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, status

from api.dependencies import CallerDep, require
from db.models.links import LinkDomain
from schemas.api.link_domains import LinkDomainCreate, LinkDomainList, LinkDomainRead
from schemas.enums import Scope
from services.link_domains import LinkDomains

router = APIRouter(prefix="/link-domains", tags=["campaigns"])
_READ = [Depends(require(Scope.CONNECTIONS_READ))]
_WRITE = [Depends(require(Scope.CONNECTIONS_WRITE))]


def _domains(request: Request) -> LinkDomains:
    domains: LinkDomains = request.app.state.link_domains
    return domains


LinkDomainsDep = Annotated[LinkDomains, Depends(_domains)]
Host = Annotated[str, Path(max_length=253, examples=["go.example.com"])]


@router.get("", operation_id="list_link_domains", dependencies=_READ)
async def list_link_domains(caller: CallerDep, domains: LinkDomainsDep) -> LinkDomainList:
    """Oldest first; short links begin with the one that was proven first."""
    rows = await domains.all(caller.company_id)
    return LinkDomainList(items=[LinkDomainRead.model_validate(row) for row in rows])


@router.post(
    "",
    response_model=LinkDomainRead,
    status_code=status.HTTP_201_CREATED,
    operation_id="add_link_domain",
    dependencies=_WRITE,
)
async def add_link_domain(
    wanted: LinkDomainCreate, caller: CallerDep, domains: LinkDomainsDep
) -> LinkDomain:
    """Then lead it here at the DNS provider, and have it checked."""
    return await domains.add(caller.company_id, wanted.host)


@router.post(
    "/{host}/check",
    response_model=LinkDomainRead,
    operation_id="check_link_domain",
    dependencies=_WRITE,
)
async def check_link_domain(host: Host, caller: CallerDep, domains: LinkDomainsDep) -> LinkDomain:
    """Asks the host for its proof; 409 while it does not give it."""
    return await domains.check(caller.company_id, host)


@router.delete(
    "/{host}",
    status_code=status.HTTP_204_NO_CONTENT,
    operation_id="remove_link_domain",
    dependencies=_WRITE,
)
async def remove_link_domain(host: Host, caller: CallerDep, domains: LinkDomainsDep) -> None:
    """Links that were sent with it lead nowhere from now on."""
    await domains.remove(caller.company_id, host)
