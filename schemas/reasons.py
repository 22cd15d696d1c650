"""The words for each reason a recipient was not reached and each code a campaign stopped with.

English source strings, as in schemas.errors: translated where they are shown. A code nobody has
written words for is shown with the provider's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from schemas.words import mark


@dataclass(frozen=True, slots=True)
class Reason:
    """What happened, and what a person can do about it."""

    text: str
    advice: str = ""


_RENEW = mark("Check the connection and its token under Connections, then resume.")
_META_ACCOUNT = mark("Open the account in Meta's Business Manager, settle it there, then resume.")
_TEMPLATE = mark("Clone the campaign with a template that is approved and complete.")
_REST = mark("Let the number rest, look at its quality under Connections, then resume.")
_NUMBER = mark("Check the number under Connections, then resume.")

_OURS = {
    # Left out when the audience was frozen.
    "no_phone": Reason(mark("Has no phone number."), mark("Add a number to the contact.")),
    "opted_out": Reason(mark("Asked not to get messages.")),
    "duplicate_address": Reason(
        mark("Another contact of this campaign has the same number."), mark("Merge the contacts.")
    ),
    "duplicate_person": Reason(
        mark("Merged with another contact of this campaign, so they get it once.")
    ),
    "missing_variable": Reason(
        mark("A value of the template is missing, and it has no fallback."),
        mark("Give the variable a fallback, or fill in the contact's field."),
    ),
    "country_blocked": Reason(
        mark("Meta delivers no marketing to numbers of this country."),
        mark("An SMS may reach them, or a template that is not marketing."),
    ),
    "no_consent": Reason(
        mark("There is no consent on record for marketing."),
        mark("Record the consent on the contact, or import it with its proof."),
    ),
    "unreachable": Reason(
        mark("The provider says that this number cannot be reached."),
        mark("Correct the number on the contact."),
    ),
    "duplicate_message": Reason(mark("Got the same words from this number a short while ago.")),
    "frequency_cap": Reason(
        mark("Has had as many marketing messages as your limit allows."),
        mark("They can get it again in a few days."),
    ),
    "hold_out": Reason(mark("Belongs to the group that gets nothing, to compare with.")),
    "budget_reached": Reason(
        mark("The budget is used up."),
        mark("Raise the campaign's budget, or the month's under Settings, then resume."),
    ),
    "cadence_stopped": Reason(mark("Its cadence ended for this person before their turn.")),
    "cancelled": Reason(mark("The campaign was cancelled before their turn.")),
    "experiment_stopped": Reason(mark("The test was stopped before the rest got anything.")),
    "dropped": Reason(mark("Somebody took them out before their turn.")),
    "delivered_meanwhile": Reason(
        mark("WhatsApp delivered the message after all, so no text message was sent.")
    ),
    "fallback_sent": Reason(
        mark("Got the text message that goes out in its place, so no other try was made.")
    ),
    # In doubt: never sent again by ourselves.
    "no_answer": Reason(mark("We asked WhatsApp and got no answer.")),
    "worker_lost": Reason(mark("Our program was stopped while it sent to this person.")),
    # Single messages of a conversation.
    "window_closed": Reason(
        mark("More than 24 hours have passed since this person last wrote."),
        mark("Send a template instead; when they answer, you can write freely again."),
    ),
    "expired": Reason(mark("Its time had passed before it could be sent.")),
    "withdrawn": Reason(mark("It was taken back before it was sent.")),
    "not_connected": Reason(
        mark("The number is no longer connected."), mark("Connect it again under Connections.")
    ),
    "media_missing": Reason(
        mark("The file is not there any more."), mark("Attach it again and send it.")
    ),
    "invalid_state": Reason(
        mark("The file could not be handed to WhatsApp."), mark("Attach it again and send it.")
    ),
    "failed": Reason(mark("The provider reported a failure and gave no reason.")),
    "internal_error": Reason(mark("Something went wrong on our side while it sent.")),
    # Why a campaign stopped or failed.
    "template_paused": Reason(
        mark("Meta paused the template because of low quality."),
        mark("Wait until Meta lifts the pause, then resume. Sending less often helps."),
    ),
    "template_disabled": Reason(mark("Meta disabled the template."), _TEMPLATE),
    "template_rejected": Reason(mark("Meta rejected the template."), _TEMPLATE),
    "template_deleted": Reason(mark("The template was deleted at Meta."), _TEMPLATE),
    "template_pending_deletion": Reason(mark("The template is being deleted at Meta."), _TEMPLATE),
    "template_locked": Reason(mark("Meta locked the template."), _TEMPLATE),
    "template_archived": Reason(mark("The template was archived at Meta."), _TEMPLATE),
    "template_limit_exceeded": Reason(
        mark("The account has reached Meta's limit of templates."), _META_ACCOUNT
    ),
    "template_category_changed": Reason(
        mark("Meta made the template marketing, which costs more and needs other consent."),
        mark("Look at the campaign's check again; resume it if that is what you want."),
    ),
    "no_answers": Reason(
        mark("Most of the last messages got no answer from the provider."),
        mark("It is tried again with a few messages soon. Nobody gets a message twice."),
    ),
    "failure_storm": Reason(
        mark("Most of the last messages failed."),
        mark("Look at the reasons in the results and mend the list or the text, then resume."),
    ),
    # The same of the last ones a campaign had: nobody is left for whom it could go on.
    "failures_at_end": Reason(
        mark("Most of its last messages failed."),
        mark("Look at the reasons in the results: who failed for some of them can be tried again."),
    ),
    "no_answers_at_end": Reason(
        mark("Most of its last messages got no answer from the provider."),
        mark("Look at the results later: what arrived after all is still put right there."),
    ),
    "number_quality_low": Reason(mark("Too many people block or report this number."), _REST),
    "account_restricted": Reason(mark("Meta restricted this account."), _META_ACCOUNT),
    "account_disabled": Reason(mark("Meta disabled this account."), _META_ACCOUNT),
    "account_deleted": Reason(mark("The account was deleted at Meta."), _META_ACCOUNT),
    "account_review_rejected": Reason(mark("Meta's review rejected this account."), _META_ACCOUNT),
    "access_removed": Reason(mark("Our access to this account was removed."), _RENEW),
    # Wait for another try.
    "held_by_provider": Reason(
        mark("Meta holds it back for now: the person gets a lot of marketing."),
        mark("It is tried again after one, two and four days while the campaign is valid."),
    ),
    "tried_later": Reason(
        mark("It did not arrive; their phone may be off."), mark("It is tried once more.")
    ),
    "template_flagged": Reason(
        mark("Meta flagged the template because of low quality."),
        mark("Look at the template before you resume: Meta may pause it next."),
    ),
    "parameters_mismatch": Reason(
        mark("The values do not fit the template's variables."), _TEMPLATE
    ),
    "secret_unreadable": Reason(mark("The access token kept here cannot be read."), _RENEW),
    "experiment_unclear": Reason(
        mark("The test has no clear winner."),
        mark("Look at the results and choose what the rest of the people get."),
    ),
    "missed": Reason(
        mark("Its time passed while the system was not running."),
        mark("Run it now, or choose another time."),
    ),
    "invalid_input": Reason(
        mark("Something the campaign needs was missing when it began."),
        mark("Clone the campaign and choose its number and template again."),
    ),
    "not_found": Reason(
        mark("Something the campaign needs was deleted before it began."),
        mark("Clone the campaign and choose its audience again."),
    ),
}

_SLOWER = Reason(mark("Meta asked us to slow down."))
_TROUBLE = Reason(mark("Meta had trouble of its own."))
_META = {
    "1": _TROUBLE,
    "2": _TROUBLE,
    "4": _SLOWER,
    "0": Reason(mark("Meta no longer accepts the access token."), _RENEW),
    "3": Reason(mark("The access token lacks a permission."), _RENEW),
    "10": Reason(mark("The access token lacks a permission."), _RENEW),
    "33": Reason(mark("Meta does not know this number any more."), _NUMBER),
    "100": Reason(mark("Meta found something wrong in the message.")),
    "190": Reason(mark("The access token has expired or was revoked."), _RENEW),
    "368": Reason(mark("Meta blocked the account for a breach of its policies."), _META_ACCOUNT),
    "80007": _SLOWER,
    "130429": _SLOWER,
    "130472": Reason(mark("Meta left this person out as part of one of its experiments.")),
    "130497": Reason(mark("Meta does not let this account message people in this country.")),
    "131000": _TROUBLE,
    "131005": Reason(mark("The access token lacks a permission."), _RENEW),
    "131008": Reason(mark("A value of the message was missing.")),
    "131009": Reason(mark("A value of the message was not valid.")),
    "131016": _TROUBLE,
    "131021": Reason(mark("This is the sending number itself.")),
    "131026": Reason(mark("Could not be delivered: not on WhatsApp, or an old version of it.")),
    "131030": Reason(mark("This test number may only write to numbers on its list.")),
    "131031": Reason(mark("Meta locked the account."), _META_ACCOUNT),
    "131037": Reason(mark("The number's display name is not approved."), _NUMBER),
    "131042": Reason(
        mark("Meta has a problem with the account's payment."),
        mark("Check the payment method in Meta's Business Manager, then resume."),
    ),
    "131044": Reason(mark("The account has no valid payment method."), _META_ACCOUNT),
    "131045": Reason(mark("The number is not registered with WhatsApp."), _NUMBER),
    "131047": Reason(mark("More than 24 hours have passed since this person last wrote.")),
    "131048": Reason(
        mark("Meta limited the number because people blocked it or reported spam."), _REST
    ),
    "131049": Reason(mark("Meta held this message back: the person gets a lot of marketing.")),
    "131050": Reason(mark("This person told WhatsApp that they want no more marketing.")),
    "131051": Reason(mark("WhatsApp does not support this kind of message.")),
    "131052": Reason(mark("The media of the message could not be downloaded.")),
    "131053": Reason(mark("The media of the message could not be uploaded.")),
    "131056": Reason(mark("Too many messages to the same person in a short time.")),
    "131057": Reason(mark("Meta is working on the account; nothing can be sent meanwhile.")),
    "131062": Reason(
        mark("WhatsApp does not take this message for people who hide their phone number.")
    ),
    "131063": Reason(mark("Meta does not let this account send marketing."), _META_ACCOUNT),
    "131064": Reason(mark("The number has used up its messages for now."), _REST),
    "132000": Reason(mark("The number of values does not fit the template."), _TEMPLATE),
    "132001": Reason(
        mark("The template does not exist at Meta in this language, or is not approved."),
        _TEMPLATE,
    ),
    "132005": Reason(mark("The text became too long with this person's values.")),
    "132007": Reason(mark("The template breaks one of WhatsApp's policies."), _TEMPLATE),
    "132008": Reason(mark("A value does not have the form the template asks for.")),
    "132012": Reason(mark("The values do not have the form the template asks for."), _TEMPLATE),
    "132015": Reason(
        mark("Meta paused the template because of low quality."),
        mark("Wait until Meta lifts the pause, then resume. Sending less often helps."),
    ),
    "132016": Reason(mark("Meta disabled the template because of low quality."), _TEMPLATE),
    "132068": Reason(mark("The template's flow is blocked."), _TEMPLATE),
    "135000": Reason(mark("Meta could not send the message and gave no reason.")),
    "137000": Reason(mark("This person changed their phone or installed WhatsApp anew.")),
}

REASONS: Mapping[str, Reason] = {**_OURS, **_META}
# A person wrote this one message: there is no campaign to resume or clone.
_ADVICE_OF_ONE = {
    _RENEW: mark("Check the connection and its token under Connections, then send it again."),
    _META_ACCOUNT: mark(
        "Open the account in Meta's Business Manager, settle it there, then send it again."
    ),
    _TEMPLATE: mark("Choose a template that is approved and complete."),
    _REST: mark("Let the number rest, and look at its quality under Connections."),
    _NUMBER: mark("Check the number under Connections, then send it again."),
}
_UNWORDED = Reason(mark("The provider refused it."))
_PERMISSIONS = range(200, 300)


def reason(code: str) -> Reason:
    """The words for a code; for one we do not know, that it was refused."""
    if code.isascii() and code.isdigit() and int(code) in _PERMISSIONS:
        return _META["10"]
    return REASONS.get(code, _UNWORDED)


def reason_of_one(code: str) -> Reason:
    """The same for a single message, whose author can send it again."""
    found = reason(code)
    return Reason(found.text, _ADVICE_OF_ONE.get(found.advice, found.advice))
