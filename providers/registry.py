"""Stored channel → adapter; imported only by bootstrap.py."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import httpx
from pyreqwest.client import Client

from providers import twilio_reader
from providers.base import ChatSender, MessageReader, MessageSender
from providers.media import MediaProvider
from providers.meta_calls import SendingNumber
from providers.meta_chat import MetaChatSender
from providers.meta_cloud import MetaCloudSender
from providers.meta_management import MetaManagement
from providers.meta_media import MetaMedia
from providers.meta_reader import MetaReader
from providers.object_storage import FolderStorage, S3Storage
from providers.sms import Callback, SmsCampaign, SmsNumber, SmsReader
from providers.storage import S3, FileStore, Folder, StorageOptions
from providers.twilio import TwilioChatSender, TwilioSender
from providers.twilio_calls import Addresses
from providers.twilio_management import TwilioManagement
from providers.twilio_numbers import TwilioNumbers
from schemas.events import InboundEvent
from schemas.templates import FrozenTemplate


@dataclass(frozen=True, slots=True)
class GraphAddress:
    """Where Meta's Graph API is; the sandbox in development."""

    base_url: str
    version: str

    def url(self, path: str) -> str:
        return f"{self.base_url.rstrip('/')}/{self.version}/{path.lstrip('/')}"


def meta_senders(
    client: Client, graph: GraphAddress
) -> Callable[[str, str, Sequence[FrozenTemplate]], MessageSender]:
    """A function that opens a sender for (Meta's phone number id, token, frozen variants)."""

    def open_sender(number: str, token: str, variants: Sequence[FrozenTemplate]) -> MessageSender:
        where = SendingNumber(graph.url(f"{number}/messages"), token)
        return MetaCloudSender(client, where, variants)

    return open_sender


def meta_chats(client: Client, graph: GraphAddress) -> Callable[[str, str], ChatSender]:
    """A function that opens a sender for (Meta's phone number id, token)."""

    def open_chat(number: str, token: str) -> ChatSender:
        return MetaChatSender(client, SendingNumber(graph.url(f"{number}/messages"), token))

    return open_chat


def meta_reader(secrets: list[str]) -> MessageReader:
    """Reads webhooks signed with any of these app secrets."""
    return MetaReader(secrets)


class StoredReader:
    """Implements MessageReader for what was stored: each provider wrote its own shape."""

    def __init__(self) -> None:
        self._meta = MetaReader([])

    def verify(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Nothing stored is signed any more."""
        del headers, body
        return False

    def parse(self, body: bytes) -> list[InboundEvent]:
        return twilio_reader.parse(body) if twilio_reader.stored(body) else self._meta.parse(body)


def sms_reader(tokens: list[str]) -> SmsReader:
    """Reads callbacks signed with any of these auth tokens."""
    return twilio_reader.TwilioReader(tokens)


def sms_account_of(call: Callback) -> str | None:
    """Whose callback it says it is."""
    return twilio_reader.account_of(call)


def meta_management(http: httpx.AsyncClient, graph: GraphAddress) -> MetaManagement:
    return MetaManagement(http, graph.url("").rstrip("/"))


@dataclass(frozen=True, slots=True)
class TwilioAddress:
    """Where Twilio's APIs are, the sandbox in development; and where it calls us back."""

    base_url: str
    messaging_url: str
    callback_url: str


def twilio_senders(
    client: Client, twilio: TwilioAddress
) -> Callable[[SmsNumber, SmsCampaign], MessageSender]:
    addresses = Addresses(twilio.base_url, twilio.callback_url)

    def open_sender(number: SmsNumber, campaign: SmsCampaign) -> MessageSender:
        return TwilioSender(client, addresses, number, campaign)

    return open_sender


def twilio_chats(client: Client, twilio: TwilioAddress) -> Callable[[SmsNumber], ChatSender]:
    addresses = Addresses(twilio.base_url, twilio.callback_url)

    def open_chat(number: SmsNumber) -> ChatSender:
        return TwilioChatSender(client, addresses, number)

    return open_chat


def twilio_management(http: httpx.AsyncClient, twilio: TwilioAddress) -> TwilioManagement:
    return TwilioManagement(http, twilio.base_url, twilio.messaging_url)


def twilio_numbers(http: httpx.AsyncClient, twilio: TwilioAddress) -> TwilioNumbers:
    return TwilioNumbers(
        twilio_management(http, twilio),
        twilio.base_url,
        twilio.messaging_url,
        twilio.callback_url,
    )


def meta_media(
    http: httpx.AsyncClient, graph: GraphAddress, hosts: Sequence[str], *, private: bool
) -> MediaProvider:
    """`hosts`: where files may be fetched from besides the Graph API's own host."""
    return MetaMedia(http, graph.url("").rstrip("/"), hosts, private=private)


def file_store(options: StorageOptions) -> FileStore:
    match options:
        case Folder(path):
            return FolderStorage(path)
        case S3():
            return S3Storage(options)
        case _:
            # Half a second and 30 MB that only its users pay for.
            from providers.google_storage import GoogleCloudStorage  # noqa: PLC0415

            return GoogleCloudStorage(options)
