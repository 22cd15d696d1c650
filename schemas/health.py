"""The words for each code a connection or a number is not healthy with, and what to do."""

from collections.abc import Mapping

from schemas.reasons import Reason, reason
from schemas.words import mark

_NEW_TOKEN = mark("Make a new token in Meta's Business settings and paste it under “Access”.")
_AT_META = mark("Open the account in Meta's Business Manager and follow what it says there.")
_CONNECT = mark("Give our app access again in Meta's Business settings, then check again.")
_REST = mark("Send less for some days, and only to people who expect it.")

_OURS: Mapping[str, Reason] = {
    "token_invalid": Reason(mark("Meta does not accept the access token any more."), _NEW_TOKEN),
    "token_expiring": Reason(mark("The access token is about to expire."), _NEW_TOKEN),
    "scopes_missing": Reason(
        mark("The access token lacks a permission."),
        mark("Make a token with both WhatsApp permissions and paste it under “Access”."),
    ),
    "access_refused": Reason(mark("Meta refused access to this account."), _AT_META),
    "account_not_reached": Reason(mark("The token does not reach this account."), _CONNECT),
    "not_subscribed": Reason(
        mark("Meta does not send us this account's events yet."),
        mark("Enter the address and the verify token below in your Meta app, then check again."),
    ),
    "no_numbers": Reason(
        mark("This account has no phone number yet."),
        mark("Add a number in the WhatsApp Manager, then check again."),
    ),
    "sms_login_refused": Reason(
        mark("Twilio does not accept the auth token or API key any more."),
        mark("Copy the auth token again from Twilio's console and paste it under “Access”."),
    ),
    "sms_access_refused": Reason(
        mark("Twilio refused access to this account."),
        mark("Open the account in Twilio's console and follow what it says there."),
    ),
    "sms_account_inactive": Reason(
        mark("Twilio suspended or closed this account."),
        mark("Open the account in Twilio's console and follow what it says there."),
    ),
    "no_sms_numbers": Reason(
        mark("This account has no number that can send SMS yet."),
        mark("Get a number at Twilio, then check again."),
    ),
    "account_restricted": Reason(mark("Meta restricted this account."), _AT_META),
    "account_violation": Reason(mark("Meta reports a violation of its policy."), _AT_META),
    "account_deleted": Reason(mark("The account was deleted at Meta."), _AT_META),
    "account_disabled": Reason(mark("Meta disabled this account."), _AT_META),
    "account_disable_scheduled": Reason(mark("Meta is about to disable this account."), _AT_META),
    "account_review_rejected": Reason(mark("Meta's review rejected this account."), _AT_META),
    "access_removed": Reason(mark("Our access to this account was removed."), _CONNECT),
    "number_quality_low": Reason(mark("Too many people block or report this number."), _REST),
    "number_limit_lowered": Reason(mark("Meta lowered how many people it may write to."), _REST),
}


def health_reason(code: str) -> Reason:
    """Ours, else the words for a code of the provider's."""
    return _OURS.get(code) or reason(code)
