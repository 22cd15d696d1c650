"""Stored channel → adapter; imported only by bootstrap.py."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import httpx
from pyreqwest.client import Client

from providers.base import ChatSender, MessageReader, MessageSender
from providers.media import MediaProvider
from providers.meta_calls import SendingNumber
from providers.meta_chat import MetaChatSender
from providers.meta_cloud import MetaCloudSender
from providers.meta_management import MetaManagement
from providers.meta_media import MetaMedia
from providers.meta_reader import MetaReader
from providers.object_storage import FolderStorage, S3Storage
from providers.storage import S3, FileStore, Folder, StorageOptions
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


def meta_management(http: httpx.AsyncClient, graph: GraphAddress) -> MetaManagement:
    return MetaManagement(http, graph.url("").rstrip("/"))


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
