"""A test of a campaign's message, sent to a number of one's own before others get it."""

from secrets import token_urlsafe
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.datastructures import FormData

from db.models.contacts import Contact
from db.queries import campaigns, contacts
from db.session import Session
from schemas.enums import Role
from schemas.errors import AppError
from schemas.payloads.replies import ConversationRef
from services import campaign_previews, contact_lists, contents, links, test_sends
from services.contact_lists import ContactFilter
from services.live import LiveHints
from web.campaign_forms import read_id, read_text
from web.campaign_frame import FormDep, editable, frame
from web.dependencies import DatabaseDep, SettingsViewDep, SignedIn, TemporalDep, require_role
from web.forms import FieldErrors, field_errors
from web.render import invalid, page
from workflows import starters

router = APIRouter(
    prefix="/campaigns/{campaign_id}/edit/test", dependencies=[Depends(require_role(Role.ADMIN))]
)
_PAGE = "campaigns/edit/test.html"
_PEOPLE = 5


class Bench:
    """The page of one variant's test."""

    def __init__(
        self,
        *,
        campaign_id: UUID,
        user: SignedIn,
        database: DatabaseDep,
        view: SettingsViewDep,
        variant: int = 1,
    ) -> None:
        self.campaign_id = campaign_id
        self.user = user
        self.database = database
        self.variant = variant
        self.link_key = view.link_key
        self._public_url = view.public_url

    async def prefix(self) -> str:
        return await links.prefix(self.database, self.user.company_id, self._public_url)

    async def context(
        self,
        session: Session,
        prefix: str,
        *,
        contact_id: UUID | None = None,
        q: str = "",
        error: AppError | None = None,
    ) -> dict[str, Any]:
        campaign = await editable(session, self.campaign_id)
        number = (await campaigns.sending_parts(session, campaign))[1]
        return {
            **await frame(session, campaign, "message"),
            "variant": self.variant,
            "channel": campaign.channel.value,
            "number": number,
            "people": await self._people(session, q, contact_id),
            "contact_id": contact_id,
            "q": q,
            "to": await test_sends.remembered(session, self.user.user_id) or "",
            "sent": None,
            "client_key": token_urlsafe(12),
            "preview": await self._preview(session, prefix, contact_id),
            "errors": field_errors(error) if error else FieldErrors(),
        }

    async def _people(self, session: Session, q: str, contact_id: UUID | None) -> list[Contact]:
        """Those who match, and whoever is chosen among them."""
        where = await contact_lists.where(session, ContactFilter(q=q), self.user.country)
        found = list(await contacts.page(session, where, after=None, limit=_PEOPLE))
        if contact_id is not None and contact_id not in {one.id for one in found}:
            found.insert(0, await contacts.get(session, contact_id))
        return found

    async def _preview(
        self, session: Session, prefix: str, contact_id: UUID | None
    ) -> campaign_previews.Preview | None:
        campaign = await editable(session, self.campaign_id)
        try:
            said = await contents.ready(session, campaign)
        except AppError:
            return None
        if not 1 <= self.variant <= len(said.frozen):
            return None
        person = await contacts.get(session, contact_id) if contact_id is not None else None
        return campaign_previews.preview(
            said.frozen[self.variant - 1],
            person,
            prefix,
            channel=campaign.channel,
            plain=said.plain,
        )


BenchDep = Annotated[Bench, Depends()]


@router.get("", name="edit_campaign_test")
async def edit_campaign_test(
    *,
    request: Request,
    bench: BenchDep,
    q: Annotated[str, Query(max_length=100)] = "",
    contact: str = "",
    show: str = "",
) -> Response:
    """`q` looks for whom it is filled in for; `show` answers with a part alone."""
    prefix = await bench.prefix()
    async with bench.database.company(bench.user.company_id) as session:
        context = await bench.context(session, prefix, contact_id=_id(contact), q=q.strip())
    parts = {"phone": "message_preview", "people": "test_people"}
    return page(request, _PAGE, context, fragment=parts.get(show, "step_form"))


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


@router.post("", name="send_campaign_test")
async def send_campaign_test(
    request: Request, bench: BenchDep, temporal: TemporalDep, form: FormDep
) -> Response:
    to, contact_id = read_text(form, "to"), read_id(form, "contact")
    company_id, prefix = bench.user.company_id, await bench.prefix()
    try:
        async with bench.database.company(company_id) as session:
            message = await test_sends.send(
                session,
                company_id,
                bench.campaign_id,
                variant=bench.variant,
                to=to,
                key=_key(form),
                link_key=bench.link_key,
                link_prefix=prefix,
                contact_id=contact_id,
            )
            await test_sends.remember(session, bench.user.user_id, to)
            sent = message.conversation_id
    except AppError as error:
        async with bench.database.company(company_id) as session:
            context = await bench.context(session, prefix, contact_id=contact_id, error=error)
        return invalid(request, _PAGE, {**context, "to": to}, fragment="step_form")
    await starters.follow_replies(temporal, ConversationRef(company_id, sent))
    hints: LiveHints = request.app.state.hints
    hints.changed(company_id, "conversation", sent)
    async with bench.database.company(company_id) as session:
        context = await bench.context(session, prefix, contact_id=contact_id)
    return page(request, _PAGE, {**context, "sent": sent}, fragment="step_form")


def _key(form: FormData) -> str:
    """The page's own, so that a second press sends nothing more."""
    return read_text(form, "client_key")[:80] or token_urlsafe(12)
