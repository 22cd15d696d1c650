"""The panel beside a conversation: the contact, edited in place."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response

from db.models.conversations import Conversation
from db.queries import conversation_changes, conversations
from db.queries.conversation_changes import Event
from db.queries.conversations import Eyes
from db.session import Session
from schemas.enums import Channel, Role
from schemas.errors import AppError, InvalidInput
from services import consents, contact_lists, contacts, inboxes, tags
from services.consents import LONGEST_NOTE, Choice
from services.contact_lists import ContactFilter
from web import contact_panel_views as views
from web.dependencies import DatabaseDep, HintsDep, SignedIn, require_role
from web.i18n import mark
from web.render import from_htmx, invalid, page, redirect

router = APIRouter(prefix="/inbox/{conversation_id}/panel")
_AGENT = [Depends(require_role(Role.AGENT))]
_PAGE, _BLOCK = "inbox/panel_page.html", "panel_body"
# What may be changed here; a number is changed on the contact's own page.
_EDITED = frozenset({"name", "email", "language", "external_id"})
_FIELD = "fields."

Act = Callable[[Session, Conversation], Awaitable[None]]


class Panel:
    """One conversation's contact as one person sees it."""

    def __init__(
        self,
        *,
        request: Request,
        conversation_id: UUID,
        user: SignedIn,
        database: DatabaseDep,
        hints: HintsDep,
    ) -> None:
        self.request = request
        self.user = user
        self._id = conversation_id
        self._database = database
        self._hints = hints

    async def shown(self) -> dict[str, Any]:
        """Raises NotFound, also for what this person may not see."""
        async with self._database.company(self.user.company_id) as session:
            eyes = await inboxes.eyes(session, self.user.user_id, self.user.role)
            conversation = await conversations.get(session, eyes, self._id)
            return await views.context(session, self.user, eyes, conversation)

    async def do(self, act: Act) -> Response:
        """Change, commit, tell open pages, and show the panel again."""
        async with self._database.company(self.user.company_id) as session:
            eyes = await inboxes.eyes(session, self.user.user_id, self.user.role)
            conversation = await conversations.get(session, eyes, self._id)
            await act(session, conversation)
        company_id = self.user.company_id
        self._hints.changed(company_id, "contact", conversation.contact_id)
        self._hints.changed(
            company_id, "conversation", conversation.id, inbox=conversation.phone_number_id
        )
        if not from_htmx(self.request):
            return redirect(self.request, f"/inbox/{self._id}/panel")
        return page(self.request, _PAGE, await self.shown(), fragment=_BLOCK)


PanelDep = Annotated[Panel, Depends()]


@router.get("", name="contact_panel")
async def show(panel: PanelDep) -> Response:
    return page(panel.request, _PAGE, await panel.shown(), fragment=_BLOCK)


@router.post("/field", name="panel_field", dependencies=_AGENT)
async def change_field(
    panel: PanelDep,
    name: Annotated[str, Form(max_length=120)],
    value: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """One value of the contact, by its name; a custom field is named "fields.<key>"."""
    text = value.strip()
    custom = {name.removeprefix(_FIELD): text or None} if name.startswith(_FIELD) else None
    values: dict[str, object] = {"fields": custom} if custom else {name: text}

    async def act(session: Session, conversation: Conversation) -> None:
        if name not in _EDITED and custom is None:
            raise InvalidInput(mark("This cannot be changed here."))
        await contacts.update(session, conversation.contact_id, values)

    try:
        return await panel.do(act)
    except AppError as error:
        context = views.with_error(await panel.shown(), name, value, error)
        return invalid(panel.request, _PAGE, context, fragment=_BLOCK)


@router.post("/tags", name="panel_tags", dependencies=_AGENT)
async def change_tags(
    panel: PanelDep,
    add: Annotated[str, Form(max_length=60)] = "",
    remove: Annotated[UUID | None, Form()] = None,
) -> Response:
    """Put on a tag by its name, made when there is none, or take one off."""

    async def act(session: Session, conversation: Conversation) -> None:
        chosen = ContactFilter(ids=(conversation.contact_id,))
        country = panel.user.country
        if add.strip():
            tag = await tags.ensure(session, panel.user.company_id, add)
            await contact_lists.tag_all(
                session, panel.user.company_id, chosen, country, add=[tag.id]
            )
        elif remove is not None:
            await contact_lists.tag_all(
                session, panel.user.company_id, chosen, country, remove=[remove]
            )

    return await panel.do(act)


@router.post("/consent", name="panel_consent", dependencies=_AGENT)
async def change_consent(
    panel: PanelDep,
    channel: Annotated[Channel, Form()],
    allowed: Annotated[bool, Form()],
    note: Annotated[str, Form(max_length=LONGEST_NOTE)] = "",
) -> Response:
    """Note that the customer opted out, or in again; it stands in the timeline by whom."""
    user = panel.user
    choice = Choice.EVERYTHING if allowed else Choice.NOTHING

    async def act(session: Session, conversation: Conversation) -> None:
        # Held first: the ledger's turn comes after every other lock.
        held = await conversation_changes.lock_many(session, Eyes(None), [conversation.id])
        changed = await consents.choose(
            session,
            user.company_id,
            conversation.contact_id,
            channel,
            choice,
            user_id=user.user_id,
            note=note,
        )
        if changed:
            event = Event("opted_in" if allowed else "opted_out", {"channel": channel.value})
            told = [(row, event) for row in held]
            await conversation_changes.tell(session, told, author_id=user.user_id, source="console")

    return await panel.do(act)


@router.post("/topic", name="panel_topic", dependencies=_AGENT)
async def leave_topic(panel: PanelDep, topic: Annotated[UUID, Form()]) -> Response:
    """Note that the customer wants no more of one topic."""
    user = panel.user

    async def act(session: Session, conversation: Conversation) -> None:
        await consents.choose_topic(
            session,
            user.company_id,
            conversation.contact_id,
            topic,
            wanted=False,
            user_id=user.user_id,
        )

    return await panel.do(act)
