"""Everything below /webhooks, put together."""

from collections.abc import Sequence
from uuid import UUID

from starlette.types import ASGIApp

from api.webhooks.directory import Directory, Endpoint, OpenReader
from api.webhooks.errands import Errands
from api.webhooks.intake import Intake
from api.webhooks.meta import MetaWebhooks
from db.session import Database
from schemas.settings_view import SettingsView
from services import inbound
from services.inbound import Routed
from services.keyring import Keyring


def create_webhooks(
    database: Database,
    keyring: Keyring,
    open_meta_reader: OpenReader,
    settings: SettingsView,
    errands: Errands,
) -> ASGIApp:
    async def write(company_id: UUID, routed: Sequence[Routed]) -> None:
        errands.run(company_id, await inbound.accept(database, company_id, routed))

    secret = settings.meta_app_secret
    own = Endpoint(
        open_meta_reader([secret]) if secret else None, settings.meta_webhook_verify_token
    )
    directory = Directory(database, keyring, open_meta_reader)
    return MetaWebhooks(database, directory, Intake(write), own)
