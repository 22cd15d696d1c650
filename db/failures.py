"""What a database's failure says about the values it was given."""

from sqlalchemy import ExceptionContext
from sqlalchemy.exc import DataError, DBAPIError

# program_limit_exceeded: a value too long for its index, which psycopg counts as operational.
_TOO_LARGE = "54"


def is_unstorable(error: Exception) -> bool:
    """True when the same values would fail again, however often they are tried."""
    if isinstance(error, DataError):
        return True
    state = getattr(error.orig, "sqlstate", None) if isinstance(error, DBAPIError) else None
    return str(state or "").startswith(_TOO_LARGE)


def forget_values(error: BaseException | None) -> None:
    """Keep the first line of what PostgreSQL said.

    Below it stands the row itself, somebody's name and number, and an error's words end up in
    logs and in workflow histories.
    """
    if error is not None and error.args:
        error.args = (str(error.args[0]).partition("\n")[0], *error.args[1:])


def forget_values_of(context: ExceptionContext) -> None:
    """For SQLAlchemy's `handle_error`."""
    forget_values(context.original_exception)
    forget_values(context.sqlalchemy_exception)
