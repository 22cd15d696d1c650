"""Each screen's router; whoever adds a screen adds a line."""

from fastapi import APIRouter

from web.routes import api_keys, auth, home, members, settings

ROUTERS: tuple[APIRouter, ...] = (
    auth.router,
    home.router,
    settings.router,
    members.router,
    api_keys.router,
)
