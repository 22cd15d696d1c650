"""Time-ordered ids (UUID version 7) for rows whose id must be known before they are written."""

from datetime import datetime
from hashlib import sha256
from secrets import token_hex
from time import time_ns
from uuid import UUID


def new_id() -> UUID:
    return UUID(time_ordered_prefix() + token_hex(4))


def time_ordered_prefix() -> str:
    """An id without its last eight digits, for many rows that count them up themselves."""
    milliseconds = f"{time_ns() // 1_000_000:012x}"
    rest = token_hex(5)
    return f"{milliseconds[:8]}-{milliseconds[8:]}-7{rest[:3]}-8{rest[3:6]}-{rest[6:]}"


def message_id(company_id: UUID, provider_id: str, at: datetime) -> UUID:
    """The id of a message that came in: the same however often and in whatever order it is told."""
    milliseconds = max(0, int(at.timestamp() * 1000)) & 0xFFFF_FFFF_FFFF
    rest = sha256(company_id.bytes + provider_id.encode()).hexdigest()
    return UUID(f"{milliseconds:012x}7{rest[:3]}8{rest[3:18]}")
