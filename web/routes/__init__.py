"""Each screen's router; whoever adds a screen adds a line."""

from fastapi import APIRouter

ROUTERS: tuple[APIRouter, ...] = ()
