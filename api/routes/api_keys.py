from fastapi import APIRouter, Depends, Response, status

from api.dependencies import CallerDep, DatabaseDep, MissingScope, require
from api.pagination import Listing, PageParams
from db.models.people import ApiKey
from db.queries import api_keys as rows
from schemas.api.ids import ApiKeyId
from schemas.api.pages import Page
from schemas.api.people import ApiKeyCreate, ApiKeyIssued, ApiKeyRead
from schemas.enums import Scope
from services import api_keys

router = APIRouter(prefix="/api-keys", tags=["api-keys"])


@router.get(
    "",
    response_model=Page[ApiKeyRead],
    operation_id="list_api_keys",
    dependencies=[Depends(require(Scope.COMPANY_READ))],
)
async def list_api_keys(
    caller: CallerDep, database: DatabaseDep, paging: PageParams
) -> Listing[ApiKey]:
    async with database.company(caller.company_id) as session:
        found = await rows.newest(session, after=paging.after, limit=paging.fetch)
    return paging.page(found)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    operation_id="create_api_key",
    dependencies=[Depends(require(Scope.COMPANY_WRITE))],
)
async def create_api_key(
    wanted: ApiKeyCreate, caller: CallerDep, database: DatabaseDep, response: Response
) -> ApiKeyIssued:
    """A key can only pass on scopes it has itself. The answer is not kept for Idempotency-Key."""
    for scope in wanted.scopes:
        if scope not in caller.scopes:
            raise MissingScope(scope)
    async with database.company(caller.company_id) as session:
        issued = await api_keys.issue(
            session,
            caller.company_id,
            name=wanted.name,
            scopes=wanted.scopes,
            created_by=None,
            expires_at=wanted.expires_at,
        )
    response.headers["Cache-Control"] = "no-store"
    read = ApiKeyRead.model_validate(issued.key)
    return ApiKeyIssued(**dict(read), token=issued.token)


@router.delete(
    "/{key_id}",
    response_model=ApiKeyRead,
    operation_id="revoke_api_key",
    dependencies=[Depends(require(Scope.COMPANY_WRITE))],
)
async def revoke_api_key(key_id: ApiKeyId, caller: CallerDep, database: DatabaseDep) -> ApiKey:
    """From the next call on the key opens nothing. It stays in the list, marked revoked."""
    async with database.company(caller.company_id) as session:
        return await api_keys.revoke(session, key_id)
