"""Opens the sender a campaign goes out by."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from db.queries import channels
from db.queries.channels import WayOut
from db.queries.outbox import ChatWay
from db.session import Database
from providers.base import ChatSender, MessageSender, OutboundMessage, SendReceipt
from providers.sms import SmsCampaign, SmsNumber
from schemas.campaign_fields import SmsOptions
from schemas.enums import ConnectionKind
from schemas.errors import InvalidState, NotFound
from schemas.templates import FrozenTemplate, frozen_contents
from services import contents, links
from services.contents import Contents
from services.credentials import place_of
from services.keyring import Keyring
from services.sms_accounts import number_of

OpenMetaChat = Callable[[str, str], ChatSender]
OpenMeta = Callable[[str, str, Sequence[FrozenTemplate]], MessageSender]
OpenSmsChat = Callable[[SmsNumber], ChatSender]
OpenSms = Callable[[SmsNumber, SmsCampaign], MessageSender]


@dataclass(frozen=True, slots=True)
class Openers:
    """How a campaign's sender is opened at each provider."""

    meta: OpenMeta
    sms: OpenSms


@dataclass(frozen=True, slots=True)
class LinkAddresses:
    """What makes a recipient's own short addresses: settings.key_for("links"), and where we are."""

    key: bytes
    public_url: str


class LinkedSender:
    """A MessageSender that writes out each recipient's own addresses on the way."""

    def __init__(self, sender: MessageSender, key: bytes, prefix: str) -> None:
        self._sender = sender
        self._key = key
        self._prefix = prefix

    async def send(self, message: OutboundMessage) -> SendReceipt:
        filled = links.fill(
            message.parameters, message.message_id, key=self._key, prefix=self._prefix
        )
        return await self._sender.send(replace(message, parameters=filled))

    async def close(self) -> None:
        await self._sender.close()


class Senders:
    """A SenderFactory: reads the campaign's number, token and frozen contents."""

    def __init__(
        self, database: Database, keyring: Keyring, openers: Openers, addresses: LinkAddresses
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._openers = openers
        self._addresses = addresses

    async def __call__(self, company_id: UUID, campaign_id: UUID) -> MessageSender:
        async with self._database.company(company_id) as session:
            way = await channels.way_out(session, campaign_id)
        if way is None:
            raise NotFound("Campaign", campaign_id)
        if way.frozen_template is None:
            raise InvalidState("This campaign has not been frozen yet.")
        variants = frozen_contents(way.frozen_template, way.frozen_variants)
        sender = self._open(company_id, way, variants)
        if not contents.urls(Contents(tuple(variants))):
            return sender
        prefix = await links.prefix(self._database, company_id, self._addresses.public_url)
        return LinkedSender(sender, self._addresses.key, prefix)

    def _open(
        self, company_id: UUID, way: WayOut, variants: Sequence[FrozenTemplate]
    ) -> MessageSender:
        if way.kind is ConnectionKind.TWILIO:
            plain = SmsOptions.from_json(way.sms).transliterate
            campaign = SmsCampaign(variants, plain, way.expires_at)
            return self._openers.sms(number_of(self._keyring, company_id, way), campaign)
        place = place_of(company_id, way.connection_id, "access_token")
        token = self._keyring.decrypt(way.access_token, place)
        return self._openers.meta(way.provider_number_id, token, variants)


class Chats:
    """Opens the sender of one number, for the messages people write."""

    def __init__(self, keyring: Keyring, open_meta: OpenMetaChat, open_sms: OpenSmsChat) -> None:
        self._keyring = keyring
        self._open_meta = open_meta
        self._open_sms = open_sms

    def __call__(self, company_id: UUID, way: ChatWay) -> ChatSender:
        """Raises SecretUnreadable."""
        if way.kind is ConnectionKind.TWILIO:
            return self._open_sms(number_of(self._keyring, company_id, way))
        place = place_of(company_id, way.connection_id, "access_token")
        token = self._keyring.decrypt(way.access_token, place)
        return self._open_meta(way.provider_number_id, token)
