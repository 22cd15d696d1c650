"""The way an SMS went: its number, and the connection behind it with what signs in there."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import RowMapping


@dataclass(frozen=True, slots=True)
class Way:
    """A connection with its sign-in, still encrypted, and one number of it (services.SmsWay)."""

    company_id: UUID
    connection_id: UUID
    provider_number_id: str
    display_phone: str
    access_token: bytes
    account_id: str
    app_id: str


# Of the numbers `n`, with CONNECTION behind them.
WAY = """
    n.company_id, n.connection_id, n.provider_number_id, n.display_phone,
    k.access_token, k.account_id, k.app_id
"""
CONNECTION = "JOIN connections k ON k.id = n.connection_id AND k.removed_at IS NULL"


def way_of(row: RowMapping) -> Way:
    """Of a row that has the columns of WAY."""
    return Way(**{name: row[name] for name in Way.__slots__})
