"""Turns settings into open resources; the one place where concrete things are chosen."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
import redis.asyncio as redis
from pydantic import SecretStr
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from temporalio.client import Client

from api.webhooks.app import Readers
from db.session import Database
from providers import http, registry
from providers.base import MessageReader
from providers.link_proofs import LinkProofs
from providers.management import AppCredentials
from providers.outbound_http import OutboundHttp
from providers.sms_numbers import NumberMarket
from providers.storage import S3, CloudFrontKey, Folder, GoogleStorage, StorageOptions
from providers.web_push import VapidKeys, WebPush
from services import event_writing, source_hearing
from services.clicks import Clicks
from services.connections import Connections
from services.keyring import Keyring
from services.link_domains import LinkDomains, LinkHosts
from services.live import LiveHints
from services.live_hub import Limits, LiveHub
from services.live_journal import Journal
from services.media import MediaLibrary
from services.media_addresses import Addresses
from services.media_fetching import MediaFetching
from services.metrics import Metrics
from services.number_orders import NumberShop
from services.senders import Chats, LinkAddresses, Openers, Senders
from services.sms_connections import SmsConnections
from services.sms_lookups import SmsLookups
from services.sms_receipts import SmsReceipts
from services.templates import Templates
from services.webhook_endpoints import WebhookEndpoints
from settings import Settings

_RETRY_SECONDS = 1.0
_COLLECT_AFTER = 20_000


@dataclass(frozen=True, slots=True)
class Resources:
    """What both processes share; passed on as values, never imported."""

    settings: Settings
    database: Database
    redis: redis.Redis
    temporal: Client
    keyring: Keyring
    # A SenderFactory: opens the sender a campaign goes out by.
    open_sender: Senders
    # Opens a number's sender for single messages.
    open_chat: Chats
    # Reads webhooks signed with any of the secrets given.
    open_meta_reader: Callable[[list[str]], MessageReader]
    # The same for each provider; and what was stored of any of them.
    readers: Readers
    stored_reader: MessageReader
    hints: LiveHints
    # Works only while somebody listens: not in a worker.
    live: LiveHub
    metrics: Metrics
    connections: Connections
    sms_connections: SmsConnections
    # Looks up what became of SMS that nobody answered for.
    sms_lookups: SmsLookups
    # Asks about SMS whose callback was lost.
    sms_receipts: SmsReceipts
    # Where numbers are bought, and the look at what is for sale.
    number_market: NumberMarket
    number_shop: NumberShop
    templates: Templates
    media: MediaLibrary
    media_fetching: MediaFetching
    web_push: WebPush
    # Calls addresses that users gave; for whatever has one of those.
    outbound: OutboundHttp
    webhook_endpoints: WebhookEndpoints
    clicks: Clicks
    link_domains: LinkDomains
    link_hosts: LinkHosts


@asynccontextmanager
async def open_resources(
    settings: Settings, *, await_temporal: bool = False
) -> AsyncIterator[Resources]:
    """Open everything and close it again; each part connects when first used.

    A worker cannot work on a lazy client: it waits until Temporal is there.
    """
    database = Database.connect(settings.app_database, settings.system_database)
    # Above the news it hears: nothing below would name it.
    event_writing.let_hear(source_hearing.hear)
    cache = redis.Redis.from_url(settings.redis_url, socket_timeout=2, socket_connect_timeout=2)
    keyring = Keyring.parse(settings.encryption_keys.get_secret_value())
    bulk = http.bulk_client(settings.send_window)
    chat = http.chat_client()
    graph = registry.GraphAddress(settings.meta_graph_base_url, settings.meta_graph_version)
    twilio = _twilio(settings)
    hints = LiveHints(cache)
    metrics = Metrics()
    limits = Limits(settings.live_streams_per_session, settings.live_streams)
    reader = live_reader(settings.redis_url)
    live = LiveHub(database, Journal(cache, reader), metrics, limits)
    management_http = http.management_client()
    push_http = http.push_client()
    management = registry.meta_management(management_http, graph)
    connections = Connections(
        database,
        keyring,
        management,
        public_url=settings.public_url,
        own_app=_own_app(settings),
        own_verify_token=_secret(settings.meta_webhook_verify_token),
        parse=registry.meta_reader([]).parse,
    )
    addresses = LinkAddresses(settings.key_for("links"), settings.public_url)
    openers = Openers(registry.meta_senders(bulk, graph), registry.twilio_senders(bulk, twilio))
    senders = Senders(database, keyring, openers, addresses)
    sms_management = registry.twilio_management(management_http, twilio)
    sms_connections = SmsConnections(database, keyring, sms_management)
    number_market = registry.twilio_numbers(management_http, twilio)
    media_provider = registry.meta_media(
        management_http,
        graph,
        _names(settings.media_hosts),
        private=settings.allow_private_network,
    )
    media = MediaLibrary(
        database,
        keyring,
        registry.file_store(storage_options(settings)),
        media_provider,
        Addresses(settings.key_for("media")),
        public_url=settings.public_url,
        largest=settings.media_max_bytes,
    )
    outbound = OutboundHttp(allow_private=settings.allow_private_network)
    clicks = Clicks(database, hints, settings.key_for("links"))
    link_hosts = LinkHosts(database)
    try:
        temporal = await connect_temporal(settings, wait=await_temporal)
        yield Resources(
            settings=settings,
            database=database,
            redis=cache,
            temporal=temporal,
            keyring=keyring,
            open_sender=senders,
            open_chat=Chats(
                keyring, registry.meta_chats(chat, graph), registry.twilio_chats(chat, twilio)
            ),
            open_meta_reader=registry.meta_reader,
            readers=Readers(registry.meta_reader, registry.sms_reader, registry.sms_account_of),
            stored_reader=registry.StoredReader(),
            hints=hints,
            live=live,
            metrics=metrics,
            connections=connections,
            sms_connections=sms_connections,
            number_market=number_market,
            number_shop=NumberShop(database, sms_connections, number_market),
            sms_lookups=SmsLookups(database, keyring, sms_management, addresses, hints),
            sms_receipts=SmsReceipts(database, keyring, sms_management, hints),
            templates=Templates(database, connections, management, management),
            media=media,
            media_fetching=MediaFetching(database, media, media_provider, hints),
            web_push=WebPush(
                push_http, _vapid_keys(settings), allow_private=settings.allow_private_network
            ),
            outbound=outbound,
            webhook_endpoints=WebhookEndpoints(database, keyring, outbound),
            clicks=clicks,
            link_domains=_link_domains(settings, database, push_http, link_hosts),
            link_hosts=link_hosts,
        )
    finally:
        await live.close()
        await clicks.close()
        await hints.close()
        await reader.aclose()
        await management_http.aclose()
        await push_http.aclose()
        await bulk.close()
        await chat.close()
        await cache.aclose()
        await database.close()


def live_reader(url: str) -> redis.Redis:
    """A connection of its own, as it waits for what comes; that Redis is away it knows at once."""
    return redis.Redis.from_url(
        url, socket_timeout=2, socket_connect_timeout=2, retry=Retry(NoBackoff(), 0)
    )


def _twilio(settings: Settings) -> registry.TwilioAddress:
    return registry.TwilioAddress(
        settings.twilio_api_base_url,
        settings.twilio_messaging_base_url,
        f"{settings.public_url.rstrip('/')}/webhooks/twilio",
    )


def _own_app(settings: Settings) -> AppCredentials | None:
    """The installation's Meta app; its id is needed only to ask about tokens."""
    secret = _secret(settings.meta_app_secret)
    return AppCredentials(settings.meta_app_id or "", secret) if secret else None


def _link_domains(
    settings: Settings, database: Database, http: httpx.AsyncClient, hosts: LinkHosts
) -> LinkDomains:
    scheme = settings.public_url.partition("://")[0]
    proofs = LinkProofs(http, scheme=scheme, allow_private=settings.allow_private_network)
    return LinkDomains(database, proofs, hosts, public_url=settings.public_url)


def _vapid_keys(settings: Settings) -> VapidKeys:
    secret = settings.secret_key.get_secret_value().encode()
    secure = settings.public_url.startswith("https://")
    subject = settings.public_url if secure else "mailto:nobody@example.com"
    return VapidKeys(secret, settings.vapid_subject or subject)


def storage_options(settings: Settings) -> StorageOptions:
    """Where files of messages are kept."""
    match settings.media_storage:
        case "s3":
            return S3(
                settings.s3_bucket,
                settings.s3_region,
                settings.s3_access_key_id,
                _secret(settings.s3_secret_access_key) or None,
                settings.s3_endpoint_url,
                _cloudfront(settings),
            )
        case "gcs":
            return GoogleStorage(
                settings.gcs_bucket, settings.gcs_credentials, settings.storage_emulator_host
            )
        case _:
            return Folder(settings.storage_dir / "media")


def _cloudfront(settings: Settings) -> CloudFrontKey | None:
    if not settings.cloudfront_url:
        return None
    # In a line of .env the breaks of a PEM are written as \n.
    key = _secret(settings.cloudfront_private_key).replace("\\n", "\n")
    return CloudFrontKey(settings.cloudfront_url, settings.cloudfront_key_pair_id, key)


def _names(listed: str) -> list[str]:
    return [name.strip() for name in listed.split(",") if name.strip()]


def _secret(value: SecretStr | None) -> str:
    return value.get_secret_value() if value else ""


async def connect_temporal(settings: Settings, *, wait: bool = False) -> Client:
    """A lazy client, as the server may come up after us; or one that has waited for it."""
    key = settings.temporal_api_key
    while True:
        try:
            return await Client.connect(
                settings.temporal_address,
                namespace=settings.temporal_namespace,
                api_key=key.get_secret_value() if key else None,
                tls=settings.temporal_tls,
                lazy=not wait,
            )
        except RuntimeError:
            # What the SDK raises when nobody answers.
            await asyncio.sleep(_RETRY_SECONDS)


def settle_memory() -> None:
    """What start-up made lives until the end: the collector need not look at it again and again.

    Nor need it look after every few hundred objects, where messages make thousands a second.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER)
