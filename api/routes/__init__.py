"""Each resource's router; whoever adds a resource adds a line."""

from fastapi import APIRouter

from api.routes import companies

ROUTERS: tuple[APIRouter, ...] = (companies.router,)
