"""What a form shows when it comes back: each field's error beside it."""

from schemas.errors import AppError, InvalidInput
from web.i18n import gettext
from web.statuses import state_word


def words(error: AppError) -> str:
    """The error's message in the reader's language."""
    text = gettext(error.message)
    if "current" in error.context:
        # The state that forbids it, as its badge calls it.
        return text % {**error.context, "current": state_word(str(error.context["current"]))}
    return text % error.context if error.context else text


class FieldErrors(dict[str, str]):
    """By field, in the reader's language; a field without an error reads as empty."""

    def __missing__(self, key: str) -> str:
        return ""


def field_errors(error: AppError) -> FieldErrors:
    """`form` holds what is about no single field."""
    if not isinstance(error, InvalidInput) or not error.errors:
        return FieldErrors(form=words(error))
    found = FieldErrors()
    for item in error.errors:
        text = gettext(item.message)
        found.setdefault(item.field, text % error.context if error.context else text)
    return found
