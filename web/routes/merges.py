"""Two contacts that are one person: finding them, looking first, merging, and taking it back."""

from typing import Annotated, Any, cast
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from temporalio.client import Client

from db.queries import contacts as contact_queries
from db.queries import duplicates, fields, palette
from schemas.enums import Role
from schemas.payloads.replies import ConversationRef
from services import inboxes, merges
from services.live import LiveHints
from services.merge_values import Side
from services.merges import Merged
from web import merge_views
from web.dependencies import DatabaseDep, HintsDep, SignedIn, TemporalDep, require_role
from web.flash import Toast
from web.i18n import gettext
from web.render import page, redirect
from workflows import starters

router = APIRouter(prefix="/contacts")
_AGENT = [Depends(require_role(Role.AGENT))]
_KEEP = "keep."


@router.get("/duplicates", name="duplicates")
async def list_duplicates(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    async with database.company(user.company_id) as session:
        pairs = await duplicates.pairs(session)
    context = {
        "pairs": pairs,
        "reasons": {why: gettext(words) for why, words in merge_views.REASONS.items()},
        "may_edit": user.may(Role.AGENT),
    }
    return page(request, "merges/duplicates.html", context)


@router.get("/{contact_id}/merge", name="merge_contact", dependencies=_AGENT)
async def choose(
    *,
    request: Request,
    contact_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    other: Annotated[UUID | None, Query(alias="with")] = None,
    q: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """With whom; and once that is known, what would become of both."""
    if other is not None:
        return await _preview(request, contact_id, other, user, database)
    async with database.company(user.company_id) as session:
        contact = await contact_queries.get(session, contact_id)
        eyes = await inboxes.eyes(session, user.user_id, user.role)
        wanted = " ".join(q.split())
        found = await palette.people(session, eyes, wanted) if wanted else []
    context = {
        "contact": contact,
        "q": wanted,
        "found": [person for person in found if person.id != contact_id],
    }
    return page(request, "merges/choose.html", context, fragment="merge_found")


async def _preview(
    request: Request, contact_id: UUID, other: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        plan = await merges.preview(session, into=contact_id, gone=other)
        definitions = await fields.definitions(session)
    context: dict[str, Any] = {
        "plan": plan,
        "contact_id": contact_id,
        "other": other,
        "into_name": merge_views.who(plan.into),
        "gone_name": merge_views.who(plan.gone),
        "choices": merge_views.choices(plan, definitions),
    }
    return page(request, "merges/preview.html", context)


@router.post("/{contact_id}/merge", name="merge_contacts", dependencies=_AGENT)
async def merge(
    *,
    request: Request,
    contact_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    hints: HintsDep,
    temporal: TemporalDep,
    gone: Annotated[UUID, Form(alias="from")],
) -> Response:
    form = await request.form()
    keep = {
        name.removeprefix(_KEEP): cast("Side", str(side))
        for name, side in form.multi_items()
        if name.startswith(_KEEP) and side in {"into", "from"}
    }
    async with database.company(user.company_id) as session:
        done = await merges.merge(
            session, user.company_id, into=contact_id, gone=gone, keep=keep, user_id=user.user_id
        )
    await _tell(hints, temporal, done)
    toast = Toast(
        gettext("%(name)s is part of this contact now.")
        % {"name": merge_views.who(done.merge.merged_before)},
        action=gettext("Undo"),
        action_url=f"/contacts/merges/{done.merge.id}/undo",
    )
    return redirect(request, f"/contacts/{contact_id}", toast=toast)


@router.post("/merges/{merge_id}/undo", name="undo_merge", dependencies=_AGENT)
async def undo(
    *,
    request: Request,
    merge_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    hints: HintsDep,
    temporal: TemporalDep,
) -> Response:
    async with database.company(user.company_id) as session:
        done = await merges.undo(session, merge_id, user_id=user.user_id)
        definitions = await fields.definitions(session)
    await _tell(hints, temporal, done)
    words = merge_views.kept_words(done.kept, definitions)
    text = gettext("They are two contacts again.")
    toast = Toast(f"{text} {words}".strip(), "info" if words else "success")
    return redirect(request, f"/contacts/{done.merge.survivor_id}", toast=toast)


async def _tell(hints: LiveHints, temporal: Client, done: Merged) -> None:
    """After the commit: open pages look again, and what waits to be sent goes on."""
    company_id = done.merge.company_id
    for contact_id in (done.merge.survivor_id, done.merge.merged_id):
        hints.changed(company_id, "contact", contact_id)
    for conversation_id, number_id in done.conversations.items():
        hints.changed(company_id, "conversation", conversation_id, inbox=number_id)
        await starters.follow_replies(temporal, ConversationRef(company_id, conversation_id))
