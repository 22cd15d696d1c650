"""Consent: what people said about being written to, and what stands."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, status

from api.dependencies import CallerDep, DatabaseDep, require
from api.errors import translate
from api.pagination import Listing, PageParams
from api.validation import pointer
from db.queries import consent_views
from db.queries import contacts as contact_rows
from db.queries.consent_views import Filter, Line, Listed
from schemas.api.consents import (
    ConsentRead,
    ConsentResult,
    ConsentWrite,
    RefusalRead,
    ScopeText,
    SuppressionBatch,
    SuppressionBatchRead,
    SuppressionRead,
    SuppressionResult,
)
from schemas.api.contacts import BatchError
from schemas.api.ids import ContactId
from schemas.api.pages import Page
from schemas.consents import Entry
from schemas.cursors import Cursor
from schemas.enums import Channel, ConsentSource, Scope
from services import consents, suppression_batches
from services.suppression_batches import Outcome, Row

router = APIRouter(tags=["consent"])
_READ = [Depends(require(Scope.CONTACTS_READ))]
_WRITE = [Depends(require(Scope.CONTACTS_WRITE))]


@router.get(
    "/contacts/{contact_id}/consents",
    response_model=Page[ConsentRead],
    operation_id="list_contact_consents",
    dependencies=_READ,
)
async def list_contact_consents(
    contact_id: ContactId, caller: CallerDep, database: DatabaseDep, paging: PageParams
) -> Listing[ConsentRead]:
    """Every word about any of the contact's numbers, the last one written down first."""
    async with database.company(caller.company_id) as session:
        await contact_rows.get(session, contact_id)
        rows = await consent_views.page_of_lines(
            session, contact_id, after=paging.after, limit=paging.fetch
        )
    page = paging.page(rows)
    return Listing([_line(row) for row in page.data], page.next_cursor, page.has_more)


@router.post(
    "/contacts/{contact_id}/consents",
    status_code=status.HTTP_201_CREATED,
    operation_id="record_contact_consent",
    dependencies=_WRITE,
)
async def record_contact_consent(
    contact_id: ContactId, wanted: ConsentWrite, caller: CallerDep, database: DatabaseDep
) -> ConsentResult:
    """Write down what a person said to you. It holds for all their numbers.

    The newest word counts, by `occurred_at`. A grant needs a proof (422 `proof_missing`).
    """
    async with database.company(caller.company_id) as session:
        await contact_rows.get(session, contact_id)
        now = await consents.now(session)
        entry = Entry(
            channel=wanted.channel,
            scope=wanted.scope,
            granted=wanted.granted,
            source=ConsentSource.API,
            occurred_at=wanted.occurred_at or now,
            contact_id=contact_id,
            proof=wanted.proof,
        )
        await consents.record(session, caller.company_id, [entry])
        refusals = await consent_views.refusals(session, contact_id)
    return ConsentResult(
        refused=[
            RefusalRead(channel=one.channel, scope=one.scope, reason=one.reason, since=one.at)
            for one in refusals
        ]
    )


@router.get(
    "/suppressions",
    response_model=Page[SuppressionRead],
    operation_id="list_suppressions",
    dependencies=_READ,
)
async def list_suppressions(
    *,
    caller: CallerDep,
    database: DatabaseDep,
    paging: PageParams,
    channel: Channel | None = None,
    scope: ScopeText | None = None,
    contact_id: ContactId | None = None,
    phone: Annotated[str | None, Query(max_length=60)] = None,
) -> Listing[SuppressionRead]:
    """What must not be sent to whom, newest first."""
    async with database.company(caller.company_id) as session:
        keys = await consents.keys_of(session, caller.company_id, phone) if phone else ()
        rows = await consent_views.suppressions(
            session,
            Filter(channel, scope, contact_id, keys),
            after=paging.after,
            limit=paging.fetch,
        )
    page = paging.page(rows, lambda row: Cursor(row.created_at, row.id))
    return Listing([_listed(row) for row in page.data], page.next_cursor, page.has_more)


@router.post("/suppressions:batch", operation_id="add_suppressions", dependencies=_WRITE)
async def add_suppressions(
    request: Request, wanted: SuppressionBatch, caller: CallerDep, database: DatabaseDep
) -> SuppressionBatchRead:
    """Up to 1,000 people who are not to be written to; they need not be contacts.

    Each row is answered for itself. Nobody can be let back this way: see a contact's consents.
    """
    rows = [
        Row(one.phone, tuple(one.channels), one.scope, one.occurred_at, dict(one.proof))
        for one in wanted.suppressions
    ]
    async with database.company(caller.company_id) as session:
        outcomes = await suppression_batches.suppress(session, caller.company_id, rows)
    return SuppressionBatchRead(
        results=[_result(request, index, outcome) for index, outcome in enumerate(outcomes)]
    )


def _line(row: Line) -> ConsentRead:
    return ConsentRead(
        channel=row.channel,
        scope=row.scope,
        granted=row.granted,
        source=row.source,
        proof=row.proof,
        recorded_by=row.by,
        address=row.match_key,
        occurred_at=row.occurred_at,
        created_at=row.created_at,
    )


def _listed(row: Listed) -> SuppressionRead:
    return SuppressionRead(
        address=row.match_key,
        channel=row.channel,
        scope=row.scope,
        reason=row.reason,
        contact_id=row.contact_id,
        created_at=row.created_at,
    )


def _result(request: Request, index: int, outcome: Outcome) -> SuppressionResult:
    error = outcome.error
    errors = [
        BatchError(
            pointer=pointer(f"suppressions/{index}/{error.field}"),
            code=error.code,
            detail=translate(request, error.message, {}),
        )
        for error in ([error] if error else [])
    ]
    return SuppressionResult(index=index, status=outcome.status, errors=errors)
