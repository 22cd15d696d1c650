"""A provider's failure while a person waits, in words that say what to do."""

from providers.base import OutcomeUnknown, ProviderError, Recovery, Rejected, Throttled, Unavailable
from providers.management import Refused
from schemas.errors import AppError, FieldError, InvalidInput, ProviderProblem
from schemas.words import mark

_BAD_TOKEN = 190
_EXPIRED = 463
# "Unsupported get request": the object does not exist or the token does not reach it.
_UNREACHABLE = "33"
_NO_PERMISSION = {"3", "10", *map(str, range(200, 300))}


def explain(error: ProviderError) -> AppError:
    """For a toast or a problem document."""
    if isinstance(error, Throttled):
        return ProviderProblem("Meta asks us to slow down. Try again in a few minutes.")
    if isinstance(error, Unavailable):
        return ProviderProblem("Meta could not be reached. Nothing was changed. Try again.")
    if isinstance(error, OutcomeUnknown):
        return ProviderProblem(
            "Meta did not answer in time. Look again in a minute before you repeat this."
        )
    if isinstance(error, Rejected):
        subcode = error.subcode if isinstance(error, Refused) else ""
        return ProviderProblem(
            "Meta refused: %(detail)s",
            detail=error.detail,
            provider_code=error.code,
            provider_subcode=subcode,
        )
    return ProviderProblem("Meta could not do this.")


def explain_access(error: ProviderError) -> AppError:
    """The same while an access token is being checked: what is wrong stands beside its field."""
    if not isinstance(error, Rejected):
        return explain(error)
    if error.code == str(_BAD_TOKEN):
        return _wrong("access_token", *_token_words(error))
    if error.code in _NO_PERMISSION:
        return _wrong(
            "access_token",
            "token_lacks_permission",
            mark(
                "This token may not manage this account. It needs whatsapp_business_management and"
                " whatsapp_business_messaging."
            ),
        )
    if error.recovery is Recovery.FAIL or error.code == _UNREACHABLE:
        return _wrong(
            "account_id",
            "account_not_reached",
            mark(
                "Meta does not know this account, or the token does not reach it. Check the"
                " WhatsApp business account ID."
            ),
        )
    return explain(error)


def _token_words(error: Rejected) -> tuple[str, str]:
    if isinstance(error, Refused) and error.subcode == str(_EXPIRED):
        return (
            "token_expired",
            mark(
                "This token has expired. Make a new one in Meta's Business settings and paste it"
                " here."
            ),
        )
    return (
        "token_invalid",
        mark("Meta does not accept this token. Copy it again from Meta's Business settings."),
    )


def _wrong(field: str, code: str, message: str) -> InvalidInput:
    return InvalidInput(
        "The connection could not be checked; see each field.", [FieldError(field, code, message)]
    )
