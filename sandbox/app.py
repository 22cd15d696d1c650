"""The whole sandbox: provider APIs, the control API and the page, in one ASGI app."""

from collections.abc import Callable

import httpx
from starlette.applications import Starlette

from sandbox.meta import app as meta
from sandbox.meta import control, control_business, control_phones
from sandbox.meta.world import World
from sandbox.options import Options
from sandbox.pages import routes as pages
from sandbox.twilio import app as twilio
from sandbox.twilio import control as twilio_control


def create_world(
    options: Options | None = None, webhook_transport: httpx.AsyncBaseTransport | None = None
) -> World:
    """A world with the demo business in it, at Meta and at Twilio."""
    return twilio.join(meta.create_world(options, webhook_transport), webhook_transport)


def create_app(
    options: Options | None = None,
    webhook_transport: httpx.AsyncBaseTransport | None = None,
    world: World | None = None,
    when_stopped: Callable[[], None] | None = None,
) -> Starlette:
    """`webhook_transport` takes the webhooks out, so that a test can receive them in process."""
    world = twilio.join(world or meta.create_world(options, webhook_transport), webhook_transport)
    more = [
        *twilio.routes(),
        *pages.routes(),
        *control.routes(),
        *control_business.routes(),
        *control_phones.routes(),
        *twilio_control.routes(),
    ]
    return meta.create_app(world, more, when_stopped)
