"""What Meta calls: the challenge, and events. Plain ASGI, for this is our busiest door.

POST /webhooks/meta for the installation's own Meta app, /webhooks/meta/{connection_id} for a
connection with an app of its own. Events are committed before the answer.
"""

import hmac
from collections import defaultdict
from collections.abc import Mapping
from urllib.parse import parse_qs
from uuid import UUID

import structlog
from starlette.types import Receive, Scope, Send

from api.webhooks.answers import BodyTooLarge, ClientGone, read_body, refuse, say
from api.webhooks.directory import Directory, Endpoint
from api.webhooks.intake import Intake
from db.queries import webhook_events
from db.queries.channels import META, Route
from db.session import Database
from schemas.events import InboundEvent
from services.inbound import Routed

_log = structlog.get_logger()
_PREFIX = "/meta"


class MetaWebhooks:
    """An ASGI application for everything below /webhooks/meta."""

    def __init__(
        self, database: Database, directory: Directory, intake: Intake, own: Endpoint
    ) -> None:
        self._database = database
        self._directory = directory
        self._intake = intake
        self._own = own

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            endpoint = await self._endpoint(_path(scope))
        except Exception as error:  # noqa: BLE001 - Meta asks again, whatever it was
            _log.error("webhook_without_connection", error=type(error).__name__)
            await refuse(send, 503, "not_ready", "The connection could not be read. Send again.")
            return
        if endpoint is None or (endpoint.reader is None and endpoint.verify_token is None):
            await refuse(send, 404, "not_found", "There is no webhook at this address.")
        elif scope["method"] == "POST":
            await self._events(endpoint, scope, receive, send)
        elif scope["method"] == "GET":
            await _challenge(endpoint, scope, send)
        else:
            await refuse(send, 405, "method_not_allowed", "Only GET and POST are known here.")

    async def _endpoint(self, path: str) -> Endpoint | None:
        if path == _PREFIX:
            return self._own
        try:
            connection_id = UUID(path.removeprefix(f"{_PREFIX}/"))
        except ValueError:
            return None
        return await self._directory.endpoint(connection_id)

    async def _events(self, endpoint: Endpoint, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await read_body(scope, receive)
        except BodyTooLarge:
            await refuse(send, 413, "too_large", "A webhook may weigh 4 MB.")
            return
        except ClientGone:
            return
        if endpoint.reader is None:
            await refuse(send, 404, "not_found", "There is no webhook at this address.")
        elif not endpoint.reader.verify(_headers(scope), body):
            await refuse(send, 401, "bad_signature", "The signature is missing or wrong.")
        elif await self._keep(endpoint, endpoint.reader.parse(body)):
            await say(send, 200, b"EVENT_RECEIVED")
        else:
            await refuse(send, 503, "not_stored", "The events could not be stored. Send again.")

    async def _keep(self, endpoint: Endpoint, events: list[InboundEvent]) -> bool:
        """Commit the events; False when the database cannot be reached."""
        try:
            routes = await self._directory.routes({event.account_id for event in events})
            by_company: dict[UUID, list[Routed]] = defaultdict(list)
            homeless = []
            for event in events:
                route = _home(endpoint, routes.get(event.account_id))
                if route is None:
                    homeless.append((event.account_id, event.payload))
                else:
                    by_company[route.company_id].append(Routed(route.connection_id, event))
            for company_id, routed in by_company.items():
                await self._intake.put(company_id, routed)
            if homeless:
                async with self._database.system() as session:
                    await webhook_events.store_unrouted(session, META, homeless)
        except Exception as error:  # noqa: BLE001 - Meta asks again, whatever it was
            # The error's text may quote a customer's message.
            _log.error("webhook_not_stored", error=type(error).__name__)
            return False
        return True


def _home(endpoint: Endpoint, route: Route | None) -> Route | None:
    """Where an event belongs; None when only the installation knows of its account.

    What a connection's own secret signed stays in its company, whatever account it names: it
    must not wait among the homeless until another company connects that account.
    """
    own = endpoint.owner
    if own is None or (route is not None and route.company_id == own.company_id):
        return route
    return own


async def _challenge(endpoint: Endpoint, scope: Scope, send: Send) -> None:
    query = parse_qs(scope["query_string"].decode("latin-1"))
    given = {name: values[0] for name, values in query.items()}
    token = endpoint.verify_token or ""
    told = given.get("hub.verify_token", "")
    right = bool(token) and hmac.compare_digest(token.encode(), told.encode())
    if right and given.get("hub.mode") == "subscribe":
        await say(send, 200, given.get("hub.challenge", "").encode())
    else:
        await refuse(send, 403, "wrong_verify_token", "The verify token is not ours.")


def _path(scope: Scope) -> str:
    """Below /webhooks, wherever this is mounted."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", "")).rstrip("/")


def _headers(scope: Scope) -> Mapping[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
