"""Contacts: the people a company writes to."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response, status

from api.dependencies import CallerDep, DatabaseDep, require
from api.errors import translate
from api.pagination import Listing, PageParams
from api.validation import pointer
from db.models.contacts import Contact
from db.queries import contacts as contact_queries
from db.queries import people
from db.session import Session
from schemas.api.contacts import (
    BatchError,
    BatchRead,
    BatchResult,
    ContactBatch,
    ContactCreate,
    ContactDetail,
    ContactRead,
    ContactUpdate,
    ContactUpsert,
    IdentityRead,
    TagChange,
    TagChanged,
)
from schemas.api.ids import ContactId, ImportId, SegmentId, StageId, TagId
from schemas.api.pages import Page
from schemas.enums import Scope
from schemas.errors import FieldError, InvalidInput
from services import contact_batches, contact_lists, contacts
from services.contact_batches import Outcome
from services.contact_lists import ContactFilter

router = APIRouter(tags=["contacts"])
_READ = [Depends(require(Scope.CONTACTS_READ))]
_WRITE = [Depends(require(Scope.CONTACTS_WRITE))]
_LONGEST = 200


async def _country(session: Session, company_id: UUID) -> str:
    company = await people.get_company(session, company_id)
    assert company is not None
    return company.country


@router.get(
    "/contacts",
    response_model=Page[ContactRead],
    operation_id="list_contacts",
    dependencies=_READ,
)
async def list_contacts(
    *,
    caller: CallerDep,
    database: DatabaseDep,
    paging: PageParams,
    q: Annotated[
        str, Query(max_length=_LONGEST, description="Part of a name, number or e-mail.")
    ] = "",
    external_id: Annotated[str | None, Query(max_length=_LONGEST)] = None,
    tag_id: TagId | None = None,
    segment_id: SegmentId | None = None,
    import_id: ImportId | None = None,
    stage_id: StageId | None = None,
) -> Listing[Contact]:
    """Newest first."""
    wanted = ContactFilter(
        q, tag_id, segment_id, import_id, external_id=external_id, stage_id=stage_id
    )
    async with database.company(caller.company_id) as session:
        country = await _country(session, caller.company_id)
        after = paging.after.id if paging.after else None
        rows = await contact_lists.page(session, wanted, country, after=after, limit=paging.fetch)
    return paging.page(rows)


@router.post(
    "/contacts",
    status_code=status.HTTP_201_CREATED,
    operation_id="create_contact",
    dependencies=_WRITE,
)
async def create_contact(
    wanted: ContactCreate, caller: CallerDep, database: DatabaseDep
) -> ContactDetail:
    """409 `contact_exists` names whoever has the number or external id already."""
    async with database.company(caller.company_id) as session:
        contact = await contacts.create(session, caller.company_id, wanted.values(), source="api")
        return await _detail(session, contact)


@router.post("/contacts:batch", operation_id="upsert_contacts", dependencies=_WRITE)
async def upsert_contacts(
    request: Request, wanted: ContactBatch, caller: CallerDep, database: DatabaseDep
) -> BatchRead:
    """Create or change up to 500 contacts, recognised by external id, then by number.

    Each row is answered for itself: one that is wrong leaves the others alone.
    """
    async with database.company(caller.company_id) as session:
        outcomes = await contact_batches.upsert(
            session, caller.company_id, [row.values() for row in wanted.contacts]
        )
    return BatchRead(
        results=[_result(request, index, outcome) for index, outcome in enumerate(outcomes)]
    )


@router.post("/contacts:tag", operation_id="tag_contacts", dependencies=_WRITE)
async def tag_contacts(wanted: TagChange, caller: CallerDep, database: DatabaseDep) -> TagChanged:
    """Put tags on and take tags off many contacts in one go."""
    chosen = wanted.selection
    selection = ContactFilter(
        chosen.q,
        chosen.tag_id,
        chosen.segment_id,
        ids=tuple(chosen.contact_ids),
        stage_id=chosen.stage_id,
    )
    if selection.is_empty and not chosen.everyone:
        missing = FieldError(
            "selection", "missing", "Name contacts, a filter, or say that you mean everyone."
        )
        raise InvalidInput("Nobody is selected.", [missing])
    async with database.company(caller.company_id) as session:
        country = await _country(session, caller.company_id)
        changed = await contact_lists.tag_all(
            session,
            caller.company_id,
            selection,
            country,
            add=wanted.add,
            remove=wanted.remove,
        )
    return TagChanged(changed=changed)


@router.put(
    "/contacts/by-external-id/{external_id}",
    operation_id="upsert_contact",
    responses={status.HTTP_201_CREATED: {"model": ContactDetail, "description": "A new one."}},
    dependencies=_WRITE,
)
async def upsert_contact(
    external_id: str,
    wanted: ContactUpsert,
    response: Response,
    caller: CallerDep,
    database: DatabaseDep,
) -> ContactDetail:
    """Create the contact with this id of yours (201), or change it (200)."""
    async with database.company(caller.company_id) as session:
        contact, created = await contacts.upsert_by_external_id(
            session, caller.company_id, external_id, wanted.values()
        )
        response.status_code = status.HTTP_201_CREATED if created else status.HTTP_200_OK
        return await _detail(session, contact)


@router.get("/contacts/{contact_id}", operation_id="get_contact", dependencies=_READ)
async def get_contact(
    contact_id: ContactId, caller: CallerDep, database: DatabaseDep
) -> ContactDetail:
    async with database.company(caller.company_id) as session:
        return await _detail(session, await contact_queries.get(session, contact_id))


@router.patch("/contacts/{contact_id}", operation_id="update_contact", dependencies=_WRITE)
async def update_contact(
    contact_id: ContactId, wanted: ContactUpdate, caller: CallerDep, database: DatabaseDep
) -> ContactDetail:
    async with database.company(caller.company_id) as session:
        contact = await contacts.update(session, contact_id, wanted.values())
        return await _detail(session, contact)


@router.delete(
    "/contacts/{contact_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    operation_id="delete_contact",
    dependencies=_WRITE,
)
async def delete_contact(contact_id: ContactId, caller: CallerDep, database: DatabaseDep) -> None:
    """Opt-outs of the contact's addresses stay."""
    async with database.company(caller.company_id) as session:
        await contacts.delete(session, contact_id)


async def _detail(session: Session, contact: Contact) -> ContactDetail:
    identities = await contact_queries.identities(session, contact.id)
    key = contact.phone_key
    opted_out = await contact_queries.suppressed_on(session, key) if key else []
    return ContactDetail(
        **ContactRead.model_validate(contact).model_dump(),
        identities=[IdentityRead.model_validate(identity) for identity in identities],
        opted_out=opted_out,
    )


def _result(request: Request, index: int, outcome: Outcome) -> BatchResult:
    errors = [
        BatchError(
            pointer=pointer(f"contacts/{index}/{error.field}"),
            code=error.code,
            detail=translate(request, error.message, outcome.context),
        )
        for error in outcome.errors
    ]
    return BatchResult(index=index, status=outcome.status, id=outcome.contact_id, errors=errors)
