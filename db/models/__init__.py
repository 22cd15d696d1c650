"""Importing this package maps every table."""

from db.models import (
    campaigns,
    connections,
    contacts,
    conversations,
    imports,
    inbound,
    media,
    notifications,
    people,
    templates,
)
from db.models.base import Base

__all__ = [
    "Base",
    "campaigns",
    "connections",
    "contacts",
    "conversations",
    "imports",
    "inbound",
    "media",
    "notifications",
    "people",
    "templates",
]
