"""The Graph API as one ASGI app."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import httpx
from starlette.applications import Starlette
from starlette.convertors import Convertor, register_url_convertor
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from sandbox.meta import media, messages, numbers, seed, templates, tokens
from sandbox.meta.endpoints import Call, Handler, endpoint
from sandbox.meta.errors import GraphError, unknown_object
from sandbox.meta.world import World
from sandbox.options import Options


class _Version(Convertor[str]):
    regex = r"v\d+\.\d+"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("graph_version", _Version())


async def _read_node(call: Call) -> Response:
    """`GET /{id}`: whatever has this id."""
    world = call.world
    if template := world.templates.get(call.node):
        return await templates.read(call, templates.owned(call, template))
    if call.node in world.numbers:
        return await numbers.read_number(call)
    if call.node in world.accounts:
        return await numbers.read_account(call)
    if call.node in world.media:
        return await media.read(call)
    if call.node in world.uploads:
        return await media.session_offset(call)
    call.token()
    raise unknown_object(call.node, "GET")


async def _change_node(call: Call) -> Response:
    world = call.world
    if template := world.templates.get(call.node):
        return await templates.edit(call, templates.owned(call, template))
    if call.node in world.uploads:
        return await media.continue_session(call)
    call.token()
    raise unknown_object(call.node, "POST")


async def _delete_node(call: Call) -> Response:
    if call.node in call.world.media:
        return await media.delete(call)
    call.token()
    raise unknown_object(call.node, "DELETE")


async def _unknown_path(call: Call) -> Response:
    raise GraphError(
        2500,
        f"Unknown path components: /{call.request.path_params['rest']}",
    )


_BASE = "/{version:graph_version}"
_NODE = _BASE + "/{node}"
_ENDPOINTS: tuple[tuple[str, str, Handler], ...] = (
    ("POST", _NODE + "/messages", messages.send),
    ("POST", _NODE + "/marketing_messages", messages.send),
    ("GET", _NODE + "/message_templates", templates.list_all),
    ("POST", _NODE + "/message_templates", templates.create),
    ("DELETE", _NODE + "/message_templates", templates.delete),
    ("GET", _NODE + "/phone_numbers", numbers.list_numbers),
    ("POST", _NODE + "/register", numbers.register),
    ("POST", _NODE + "/deregister", numbers.deregister),
    ("GET", _NODE + "/subscribed_apps", numbers.list_subscriptions),
    ("POST", _NODE + "/subscribed_apps", numbers.subscribe),
    ("DELETE", _NODE + "/subscribed_apps", numbers.unsubscribe),
    ("GET", _NODE + "/whatsapp_business_profile", numbers.read_profile),
    ("POST", _NODE + "/whatsapp_business_profile", numbers.change_profile),
    ("POST", _NODE + "/media", media.upload),
    ("POST", _NODE + "/uploads", media.open_session),
    ("GET", _BASE + "/debug_token", tokens.debug_token),
    ("GET", "/debug_token", tokens.debug_token),
    ("GET", _BASE + "/oauth/access_token", tokens.exchange),
    ("POST", _BASE + "/oauth/access_token", tokens.exchange),
    ("GET", "/oauth/access_token", tokens.exchange),
    ("GET", _NODE, _read_node),
    ("POST", _NODE, _change_node),
    ("DELETE", _NODE, _delete_node),
)


def routes() -> list[BaseRoute]:
    return [
        *(Route(path, endpoint(handler), methods=[method]) for method, path, handler in _ENDPOINTS),
        Route("/media-content/{node}", endpoint(media.download), name="media_content"),
        Route(
            _BASE + "/{rest:path}",
            endpoint(_unknown_path),
            methods=["GET", "POST", "DELETE", "PUT", "PATCH"],
        ),
    ]


def create_world(
    options: Options | None = None, webhook_transport: httpx.AsyncBaseTransport | None = None
) -> World:
    """A world with the demo business in it."""
    world = World(options or Options(), webhook_transport)
    seed.plant(world)
    return world


def create_app(
    world: World,
    more: list[BaseRoute] | None = None,
    when_stopped: Callable[[], None] | None = None,
) -> Starlette:
    """The Graph API over a world; close the world when the app was not run by a server."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await world.close()
        if when_stopped is not None:
            when_stopped()

    # The Graph routes first: they are the ones under load.
    app = Starlette(routes=[*routes(), *(more or [])], lifespan=lifespan)
    app.state.world = world
    return app
