"""Errors a person can act on. api/ renders them as problem+json, web/ as a toast.

A message is an English gettext source string with %(name)s places, so that both languages can be
rendered at the edge from the same object.
"""

from dataclasses import dataclass
from typing import ClassVar

from schemas.words import mark


@dataclass(frozen=True, slots=True)
class FieldError:
    """One wrong field: where (a JSON pointer or form field), what (stable code), in words."""

    field: str
    code: str
    message: str


class AppError(Exception):
    """Base of every expected failure; anything else is a bug and becomes a 500."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "app_error"

    def __init__(self, message: str, **context: object) -> None:
        super().__init__(message)
        self.message = message
        self.context = context

    def __str__(self) -> str:
        return self.message % self.context if self.context else self.message


_GONE = mark("This does not exist, or no longer does.")
_MISSING = {
    "API key": mark("This API key does not exist, or was deleted."),
    "Cadence": mark("This cadence does not exist, or was deleted."),
    "Campaign": mark("This campaign does not exist, or was deleted."),
    "Canned reply": mark("This canned reply does not exist, or was deleted."),
    "Company": mark("This company does not exist."),
    "Connection": mark("This connection does not exist, or was removed."),
    "Contact": mark("This contact does not exist, or was deleted or merged."),
    "Conversation": mark("This conversation does not exist, or you may not see it."),
    "Delivery": mark("This delivery does not exist, or is too old to be kept."),
    "Endpoint": mark("This webhook does not exist, or was deleted."),
    "Enrolment": mark("This enrolment does not exist, or was deleted."),
    "Field": mark("This field does not exist, or was deleted."),
    "File": mark("This file does not exist, or was deleted."),
    "Hook request": mark("This call of a hook is not there, or was deleted since."),
    "Hook": mark("This hook does not exist, or was deleted."),
    "Host name": mark("This host name is not there, or was removed."),
    "Import": mark("This import does not exist."),
    "Inbox": mark("This inbox does not exist."),
    "Invitation": mark("This invitation does not exist, or was withdrawn."),
    "Label": mark("This label does not exist, or was deleted."),
    "Merge": mark("This merge does not exist."),
    "Message": mark("This message does not exist."),
    "Number order": mark("This order of a number does not exist."),
    "Person": mark("This person does not work here."),
    "Phone number": mark("This phone number is not connected."),
    "Rate": mark("This price does not exist, or was deleted."),
    "Segment": mark("This segment does not exist, or was deleted."),
    "Series": mark("This recurring campaign does not exist, or was removed."),
    "Source": mark("This source does not exist, or was removed."),
    "Tag": mark("This tag does not exist, or was deleted."),
    "Team": mark("This team does not exist, or was deleted."),
    "Template": mark("This template does not exist, or was deleted."),
    "Version": mark("There is no such version."),
    "View": mark("This view does not exist, or was deleted."),
}


class NotFound(AppError):
    """Also the answer for another company's row: its existence is not told."""

    status = 404
    code = "not_found"

    def __init__(self, what: str, key: object) -> None:
        # The id is for logs; to a person it says nothing.
        super().__init__(_MISSING.get(what, _GONE), what=what, key=str(key))


class InvalidState(AppError):
    """The thing exists, but not in a state that allows the request."""

    status = 409
    code = "invalid_state"


class Conflict(AppError):
    """Somebody else holds what must be unique, or changed the row meanwhile."""

    status = 409
    code = "conflict"


class PreconditionFailed(AppError):
    """If-Match named an older version than the stored one."""

    status = 412
    code = "precondition_failed"


class InvalidInput(AppError):
    """One or more fields are wrong; `errors` says which and what to do."""

    status = 422
    code = "invalid_input"

    def __init__(
        self, message: str, errors: list[FieldError] | None = None, **context: object
    ) -> None:
        super().__init__(message, **context)
        self.errors = errors or []


class NotSignedIn(AppError):
    status = 401
    code = "not_signed_in"


class Forbidden(AppError):
    status = 403
    code = "forbidden"


class TooManyRequests(AppError):
    status = 429
    code = "too_many_requests"

    def __init__(self, message: str, *, retry_after: int, **context: object) -> None:
        super().__init__(message, retry_after=retry_after, **context)
        self.retry_after = retry_after


class TooLarge(AppError):
    status = 413
    code = "too_large"


class ProviderProblem(AppError):
    """A provider refused or did not answer while a person waited."""

    status = 502
    code = "provider_problem"


class SecretUnreadable(AppError):
    """A stored credential cannot be opened: its key is missing, or it was moved or changed."""

    status = 500
    code = "secret_unreadable"


class ServiceAway(AppError):
    """A part of ours is away for the moment, and nothing was changed."""

    status = 503
    code = "service_away"

    def __init__(self) -> None:
        super().__init__(
            "The database does not answer at the moment. Nothing was changed; try again shortly."
        )


class CampaignNotLaunchable(InvalidState):
    code = "campaign_not_launchable"

    def __init__(self, campaign_id: object, current: str) -> None:
        super().__init__(
            "Only a draft or scheduled campaign can be launched; this one is %(current)s.",
            campaign_id=str(campaign_id),
            current=current,
        )
