"""Everything below /webhooks, put together."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from starlette.types import ASGIApp, Receive, Scope, Send

from api.webhooks.directory import Directory, Endpoint, OpenReader
from api.webhooks.errands import Errands
from api.webhooks.intake import Intake
from api.webhooks.meta import MetaWebhooks
from api.webhooks.sms_directory import OpenSmsReader, SmsDirectory
from api.webhooks.twilio import AccountOf, TwilioWebhooks
from db.session import Database
from schemas.settings_view import SettingsView
from services import inbound
from services.inbound import Routed
from services.keyring import Keyring

_TWILIO = "/twilio"


@dataclass(frozen=True, slots=True)
class Readers:
    """How each provider's calls are read."""

    meta: OpenReader
    sms: OpenSmsReader
    # Whose call it says it is: which tokens may have signed it.
    sms_account_of: AccountOf


def create_webhooks(
    database: Database,
    keyring: Keyring,
    readers: Readers,
    settings: SettingsView,
    errands: Errands,
) -> ASGIApp:
    async def write(company_id: UUID, routed: Sequence[Routed]) -> None:
        errands.run(company_id, await inbound.accept(database, company_id, routed))

    secret = settings.meta_app_secret
    own = Endpoint(readers.meta([secret]) if secret else None, settings.meta_webhook_verify_token)
    # One queue a company: what both providers tell at once is written in turn.
    intake = Intake(write)
    meta = MetaWebhooks(database, Directory(database, keyring, readers.meta), intake, own)
    twilio = TwilioWebhooks(
        SmsDirectory(database, keyring, readers.sms),
        readers.sms_account_of,
        intake,
        f"{settings.public_url.rstrip('/')}/webhooks{_TWILIO}",
    )

    async def by_path(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"].removeprefix(scope.get("root_path", "")).rstrip("/")
        await (twilio if path == _TWILIO else meta)(scope, receive, send)

    return by_path
