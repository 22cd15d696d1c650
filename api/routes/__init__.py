"""Each resource's router; whoever adds a resource adds a line."""

from fastapi import APIRouter

from api.routes import api_keys, companies, users

ROUTERS: tuple[APIRouter, ...] = (companies.router, users.router, api_keys.router)
