"""Importing this package maps every table."""

from db.models import (
    campaigns,
    connections,
    consents,
    contacts,
    conversations,
    imports,
    inbound,
    limits,
    links,
    media,
    notifications,
    people,
    policies,
    series,
    templates,
)
from db.models.base import Base

__all__ = [
    "Base",
    "campaigns",
    "connections",
    "consents",
    "contacts",
    "conversations",
    "imports",
    "inbound",
    "limits",
    "links",
    "media",
    "notifications",
    "people",
    "policies",
    "series",
    "templates",
]
