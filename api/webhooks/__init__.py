"""Each provider's router; whoever adds a provider adds a line."""

from fastapi import APIRouter

ROUTERS: tuple[APIRouter, ...] = ()
