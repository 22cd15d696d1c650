"""What a look at a provider's account tells: does it work, and if not, why."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from providers.base import ProviderError, Recovery, Rejected
from providers.management import (
    AccountAccess,
    AppCredentials,
    Management,
    TokenFacts,
)
from schemas.accounts import RemoteNumber, RemotePortfolio
from schemas.enums import ConnectionHealth
from schemas.errors import FieldError, InvalidInput
from schemas.words import mark

SCOPES = ("whatsapp_business_management", "whatsapp_business_messaging")
_WARN_BEFORE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong: a stable code, of which web/health_words.py has the words."""

    health: ConnectionHealth
    code: str
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    name: str
    numbers: list[RemoteNumber]
    expires_at: datetime | None
    finding: Finding | None
    portfolio: RemotePortfolio | None = None


async def check(
    management: Management, access: AccountAccess, token: str, app: AppCredentials | None
) -> Checked:
    """Raises a ProviderError when the account is not reached by this token."""
    name = await access.name()
    numbers = await access.numbers()
    facts = await _facts(management, token, app)
    if facts is not None and app is not None and facts.app_id not in ("", app.app_id):
        raise InvalidInput(
            "The connection could not be checked; see each field.",
            [FieldError("app_id", "app_mismatch", _OTHER_APP)],
        )
    ends = facts.expires_at if facts else None
    return Checked(name, numbers, ends, _finding(facts, numbers), await access.portfolio())


_OTHER_APP = mark(
    "This token belongs to another Meta app. Its events would be signed with that app's secret,"
    " so enter the ID and secret of the token's own app."
)


async def _facts(
    management: Management, token: str, app: AppCredentials | None
) -> TokenFacts | None:
    """What Meta says of the token; None when we hold no app that may ask."""
    if app is None or not app.app_id:
        return None
    try:
        return await management.inspect(token, app)
    except Rejected:
        # Meta answers only to the token's own app. The account itself was reached.
        return None


def _finding(facts: TokenFacts | None, numbers: list[RemoteNumber]) -> Finding | None:
    if facts is not None and not facts.valid:
        return Finding(ConnectionHealth.BROKEN, "token_invalid")
    missing = [scope for scope in SCOPES if facts is not None and scope not in facts.scopes]
    if missing:
        return Finding(ConnectionHealth.BROKEN, "scopes_missing", ", ".join(missing))
    if not numbers:
        return Finding(ConnectionHealth.DEGRADED, "no_numbers")
    ends = facts.expires_at if facts else None
    if ends is not None and ends - datetime.now(UTC) < _WARN_BEFORE:
        return Finding(ConnectionHealth.DEGRADED, "token_expiring", ends.date().isoformat())
    return None


def judge(error: ProviderError) -> Finding | None:
    """A refusal as health; None when it says nothing about the account (an outage)."""
    if not isinstance(error, Rejected):
        return None
    code = "token_invalid" if error.code == "190" else "access_refused"
    if error.recovery is Recovery.PAUSE_NUMBER:
        code = "account_not_reached"
    return Finding(ConnectionHealth.BROKEN, code, error.detail)
