"""Importing this package maps every table."""

from db.models import campaigns, connections, contacts, imports, inbound, people, templates
from db.models.base import Base

__all__ = [
    "Base",
    "campaigns",
    "connections",
    "contacts",
    "imports",
    "inbound",
    "people",
    "templates",
]
