"""The console as one application, mounted at /."""

from fastapi import Depends, FastAPI

from services.flights import Flights
from services.throttling import LocalCounts
from web import errors, frame, live
from web.accounts import Account
from web.dependencies import Sessions
from web.routes import ROUTERS
from web.security import require_csrf
from web.speeds import Speeds
from web.text import refuse_unstorable_text

# What a form may weigh. A route that takes uploads names its own `max_body_size`.
MAX_BODY = 1_000_000


def create_web(
    *, csrf_key: bytes, development: bool = False, media_origin: str | None = None
) -> FastAPI:
    """Every write of every screen is checked for CSRF; who may do it is each route's to ask."""
    app = FastAPI(
        openapi_url=None,
        max_body_size=MAX_BODY,
        dependencies=[Depends(require_csrf), Depends(refuse_unstorable_text)],
    )
    app.state.local_counts = LocalCounts()
    frame.install(app, csrf_key=csrf_key, development=development, media_origin=media_origin)
    app.state.speeds = Speeds()
    app.state.inbox_flights = Flights()
    app.add_middleware(Account, key=csrf_key)
    app.add_middleware(Sessions)
    errors.install(app)
    app.include_router(live.router)
    for router in ROUTERS:
        app.include_router(router)
    return app
