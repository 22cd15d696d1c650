"""A failure of a provider of SMS while a person waits, in words that say what to do."""

from providers.base import OutcomeUnknown, ProviderError, Recovery, Rejected, Throttled, Unavailable
from schemas.errors import AppError, FieldError, InvalidInput, ProviderProblem
from schemas.words import mark

_WORDS = {
    "auth_token": mark(
        "Twilio does not accept this auth token for this account. Copy both again from the"
        " console's first page."
    ),
    "api_key_secret": mark(
        "Twilio does not accept this API key for this account. Make a standard key and paste its"
        " SID and secret."
    ),
}


def explain(error: ProviderError) -> AppError:
    """For a toast or a problem document."""
    if isinstance(error, Throttled):
        return ProviderProblem("Twilio asks us to slow down. Try again in a few minutes.")
    if isinstance(error, Unavailable):
        return ProviderProblem("Twilio could not be reached. Nothing was changed. Try again.")
    if isinstance(error, OutcomeUnknown):
        return ProviderProblem(
            "Twilio did not answer in time. Look again in a minute before you repeat this."
        )
    if isinstance(error, Rejected):
        return ProviderProblem(
            "Twilio refused: %(detail)s", detail=error.detail, provider_code=error.code
        )
    return ProviderProblem("Twilio could not do this.")


def not_accepted(error: ProviderError, field: str) -> AppError:
    """The same while credentials are being checked: what is wrong stands beside its field."""
    if isinstance(error, Rejected) and error.recovery is Recovery.PAUSE_CONNECTION:
        if error.code.startswith("http_"):
            return explain(error)
        wrong = FieldError(field, "not_accepted", _WORDS[field])
        return InvalidInput("The connection could not be checked; see each field.", [wrong])
    return explain(error)
