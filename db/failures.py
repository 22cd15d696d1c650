"""What a database's failure says about the values it was given."""

from sqlalchemy.exc import DataError, DBAPIError

# program_limit_exceeded: a value too long for its index, which psycopg counts as operational.
_TOO_LARGE = "54"


def is_unstorable(error: Exception) -> bool:
    """True when the same values would fail again, however often they are tried."""
    if isinstance(error, DataError):
        return True
    state = getattr(error.orig, "sqlstate", None) if isinstance(error, DBAPIError) else None
    return str(state or "").startswith(_TOO_LARGE)
