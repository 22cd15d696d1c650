"""The official Python client of Master IA."""

from .client import AsyncMasterIA, MasterIA
from .errors import (
    ApiError,
    Changed,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    NotSignedIn,
    ServerError,
    TooManyRequests,
    WrongPart,
)
from .generated import models
from .generated.types import UNSET, File
from .webhooks import Event, WebhookVerificationError, verify

__all__ = [
    "UNSET",
    "ApiError",
    "AsyncMasterIA",
    "Changed",
    "Conflict",
    "Event",
    "File",
    "Forbidden",
    "Invalid",
    "MasterIA",
    "NotFound",
    "NotSignedIn",
    "ServerError",
    "TooManyRequests",
    "WebhookVerificationError",
    "WrongPart",
    "models",
    "verify",
]
