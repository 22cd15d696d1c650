"""Opens the sender a campaign goes out by."""

from collections.abc import Callable
from uuid import UUID

from db.queries import channels
from db.queries.outbox import ChatWay
from db.session import Database
from providers.base import ChatSender, MessageSender
from schemas.errors import InvalidState, NotFound
from schemas.templates import FrozenTemplate
from services.credentials import place_of
from services.keyring import Keyring

OpenMetaChat = Callable[[str, str], ChatSender]
OpenMeta = Callable[[str, str, FrozenTemplate], MessageSender]


class Senders:
    """A SenderFactory: reads the campaign's number, token and frozen template."""

    def __init__(self, database: Database, keyring: Keyring, open_meta: OpenMeta) -> None:
        self._database = database
        self._keyring = keyring
        self._open_meta = open_meta

    async def __call__(self, company_id: UUID, campaign_id: UUID) -> MessageSender:
        async with self._database.company(company_id) as session:
            way = await channels.way_out(session, campaign_id)
        if way is None:
            raise NotFound("Campaign", campaign_id)
        if way.frozen_template is None:
            raise InvalidState("This campaign has not been frozen yet.")
        token = self._keyring.decrypt(
            way.access_token, place_of(company_id, way.connection_id, "access_token")
        )
        template = FrozenTemplate.from_json(way.frozen_template)
        return self._open_meta(way.provider_number_id, token, template)


class Chats:
    """Opens the sender of one number, for the messages people write."""

    def __init__(self, keyring: Keyring, open_meta: OpenMetaChat) -> None:
        self._keyring = keyring
        self._open_meta = open_meta

    def __call__(self, company_id: UUID, way: ChatWay) -> ChatSender:
        """Raises SecretUnreadable."""
        place = place_of(company_id, way.connection_id, "access_token")
        token = self._keyring.decrypt(way.access_token, place)
        return self._open_meta(way.provider_number_id, token)
