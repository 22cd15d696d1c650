"""The whole sandbox: provider APIs, the control API and the page, in one ASGI app."""

from collections.abc import Callable

import httpx
from starlette.applications import Starlette

from sandbox.meta import app as meta
from sandbox.meta import control, control_business, control_phones
from sandbox.meta.world import World
from sandbox.options import Options
from sandbox.pages import routes as pages


def create_app(
    options: Options | None = None,
    webhook_transport: httpx.AsyncBaseTransport | None = None,
    world: World | None = None,
    when_stopped: Callable[[], None] | None = None,
) -> Starlette:
    """`webhook_transport` takes the webhooks out, so that a test can receive them in process."""
    world = world or meta.create_world(options, webhook_transport)
    more = [
        *pages.routes(),
        *control.routes(),
        *control_business.routes(),
        *control_phones.routes(),
    ]
    return meta.create_app(world, more, when_stopped)
