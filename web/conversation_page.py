"""What a conversation's page is made of, read in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import Depends, Request
from redis.asyncio import Redis
from temporalio.client import Client

from db.models.contacts import Contact
from db.models.conversations import Conversation
from db.queries import contacts, conversations, drafts, inboxes, people, timeline
from db.session import Database, Session
from schemas.enums import Channel, Role
from schemas.errors import NotFound
from schemas.media import MediaFile
from schemas.timeline import Entry, Place
from services import inboxes as inbox_rules
from services import media, presence
from services.live import LiveHints
from services.media import MediaLibrary
from web import conversation_views as views
from web import inbox_views
from web.dependencies import DatabaseDep, RedisDep, SignedIn, SignedInPerson, TemporalDep
from web.formatting import phone, zone_name

PAGE = 40
# As many as a page that slept may catch up with at once.
CATCH_UP = 200
_LAST_ID = UUID(int=2**128 - 1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the timeline, and whether there is more on either side."""

    entries: Sequence[Entry]
    has_older: bool
    has_newer: bool


class Opened:
    """One conversation as one person opens it."""

    def __init__(
        self,
        *,
        request: Request,
        conversation_id: UUID,
        user: SignedIn,
        database: DatabaseDep,
        redis: RedisDep,
        temporal: TemporalDep,
    ) -> None:
        self.request = request
        self.id = conversation_id
        self.user: SignedInPerson = user
        self.database: Database = database
        self.redis: Redis = redis
        self.temporal: Client = temporal

    @property
    def base(self) -> str:
        return f"/inbox/{self.id}"

    async def conversation(self, session: Session) -> Conversation:
        """Raises NotFound, also for what this person may not see."""
        eyes = await inbox_rules.eyes(session, self.user.user_id, self.user.role)
        return await conversations.get(session, eyes, self.id)

    def changed(self, conversation: Conversation) -> None:
        """Tell open pages; after the commit."""
        hints: LiveHints = self.request.app.state.hints
        hints.changed(
            self.user.company_id,
            "conversation",
            conversation.id,
            inbox=conversation.phone_number_id,
        )

    async def context(
        self, session: Session, conversation: Conversation, stretch: Stretch, *, unread: int = 0
    ) -> dict[str, Any]:
        """All that is on the page besides the list."""
        parts = await self.parts(session, conversation)
        draft = await drafts.find(session, self.user.user_id, self.id)
        members = await people.members(session)
        shown = await self.bubbles(session, parts["contact"], stretch.entries, unread=unread)
        return {
            **parts,
            **await inbox_views.actions(session, self.user, conversation),
            "bubbles": shown,
            "older": shown[0].place if stretch.has_older and shown else "",
            "newer": shown[-1].place if stretch.has_newer and shown else "",
            "draft": draft,
            "members": [
                {"id": str(member.id), "name": member.name}
                for member in members
                if member.id != self.user.user_id
            ],
            "at": "",
        }

    async def parts(self, session: Session, conversation: Conversation) -> dict[str, Any]:
        """Head, scheduled messages and window: what may change while somebody looks."""
        contact = await contacts.get(session, conversation.contact_id)
        number = await inboxes.get(session, conversation.phone_number_id)
        scheduled = await timeline.scheduled(session, conversation)
        ends = conversations.window_end(conversation.last_inbound_at, conversation.window_closed_at)
        now = datetime.now(UTC)
        is_sms = number.channel is Channel.SMS
        return {
            "is_sms": is_sms,
            "conversation": conversation,
            "contact": contact,
            "contact_name": name_of(contact),
            "number": number,
            "base": self.base,
            "scheduled": await self.bubbles(session, contact, scheduled),
            "window_ends": ends,
            "window_open": is_sms or (ends is not None and ends > now),
            "window_soon": ends is not None and ends - now < timedelta(hours=1),
            "presets": presets(now, zone()),
            "now": now,
            "may_act": self.user.may(Role.AGENT),
            "may_send": self.user.may(Role.AGENT) and not number.removed,
        }

    async def bubbles(
        self,
        session: Session,
        contact: Contact,
        entries: Sequence[Entry],
        *,
        before: Entry | None = None,
        unread: int = 0,
    ) -> list[views.Bubble]:
        files = await media.of_messages(session, [entry.id for entry in entries])
        sight = views.Sight(self.user.user_id, name_of(contact), zone(), self._address)
        return views.bubbles(entries, files, sight, before=before, unread=unread)

    def _address(self, file: MediaFile, download: bool) -> str:
        library: MediaLibrary = self.request.app.state.media
        return library.address(file, download=download)

    async def present(self, session: Session) -> list[dict[str, object]]:
        """Who else is here, by name."""
        found = await presence.others(self.redis, self.user.company_id, self.id, self.user.user_id)
        if not found:
            return []
        names = {member.id: member.name for member in await people.members(session)}
        return [
            {"name": names[one.user_id], "typing": one.typing}
            for one in found
            if one.user_id in names
        ]


OpenedDep = Annotated[Opened, Depends()]


def name_of(contact: Contact) -> str:
    return contact.name or (phone(contact.phone) if contact.phone else "?")


def zone() -> ZoneInfo:
    """The company's, as this request shows times."""
    return ZoneInfo(zone_name())


def presets(now: datetime, own: ZoneInfo) -> list[tuple[str, datetime]]:
    """(key, moment) of the usual times to send later."""
    local = now.astimezone(own)
    morning = local.replace(hour=9, minute=0, second=0, microsecond=0)
    tomorrow = morning + timedelta(days=1)
    monday = morning + timedelta(days=7 - local.weekday())
    in_an_hour = (local + timedelta(hours=1)).replace(second=0, microsecond=0)
    found = [("hour", in_an_hour), ("tomorrow", tomorrow)]
    return [*found, ("monday", monday)] if monday != tomorrow else found


async def newest(session: Session, conversation: Conversation) -> Stretch:
    found = await timeline.page(session, conversation, limit=PAGE + 1)
    return Stretch(found[-PAGE:], len(found) > PAGE, has_newer=False)


async def older(session: Session, conversation: Conversation, before: Place) -> Stretch:
    found = await timeline.page(session, conversation, before=before, limit=PAGE + 1)
    return Stretch(found[-PAGE:], len(found) > PAGE, has_newer=True)


async def newer(session: Session, conversation: Conversation, after: Place) -> Stretch:
    found = await timeline.page(session, conversation, after=after, limit=PAGE + 1)
    return Stretch(found[:PAGE], has_older=True, has_newer=len(found) > PAGE)


async def around(session: Session, conversation: Conversation, entry_id: UUID) -> Stretch | None:
    """The entry with what stands before and after it; None when it is not to be found."""
    try:
        place = await timeline.place_of(session, conversation, entry_id)
    except NotFound:
        return None
    half = PAGE // 2
    before = await timeline.page(session, conversation, before=_past(place), limit=half + 1)
    after = await timeline.page(session, conversation, after=place, limit=half + 1)
    return Stretch([*before[-half:], *after[:half]], len(before) > half, len(after) > half)


def _past(place: Place) -> Place:
    """Just behind a place, so that "before it" includes the place itself."""
    if place.id == _LAST_ID:
        return place
    return Place(place.at, UUID(int=place.id.int + 1))


async def changes(
    session: Session, conversation: Conversation, after: Place | None, until: Place | None
) -> tuple[list[Entry], Entry | None]:
    """What stands after a place, and the entry just before that, for grouping."""
    found = await timeline.page(session, conversation, after=after, limit=CATCH_UP)
    before = (
        await timeline.page(session, conversation, before=_past(after), limit=1) if after else []
    )
    kept = [entry for entry in found if until is None or entry.place <= until]
    return kept, (before[-1] if before else None)
