"""What a message step lacks: its number, what it says, what fills it, and whom it may reach. Pure."""

from collections.abc import Mapping

from db.models.connections import PhoneNumber
from schemas.cadences import Message
from schemas.campaign_fields import LINK_SOURCES
from schemas.enums import Channel, Purpose, TemplateStatus
from schemas.errors import InvalidInput
from schemas.sms_text import LONGEST
from schemas.words import mark
from services import audiences, cadence_contents, contents, links
from services.cadence_findings import Findings
from services.cadence_parts import Parts

_LONGEST_WHATSAPP = 4_096
_UNBOUND = mark("Choose what fills this variable.")


def check(step: Message, findings: Findings, parts: Parts, purpose: Purpose) -> None:
    """Add what is to be said of one message step."""
    number = parts.numbers.get(step.phone_number_id) if step.phone_number_id else None
    if number is None:
        if step.phone_number_id is None:
            message = mark("Choose a number to send from.")
            findings.wrong("phone_number_id", "missing", message)
        else:
            message = mark("This number is not connected any more.")
            findings.wrong("phone_number_id", "not_found", message)
        return
    if number.channel is Channel.SMS:
        _sms(step, findings, purpose)
    else:
        _whatsapp(step, findings, parts, number)
    _bindings(step, findings, parts, number.channel)


def _sms(step: Message, findings: Findings, purpose: Purpose) -> None:
    if step.template_id is not None:
        message = mark("An SMS goes out without a template; write its text.")
        findings.wrong("template_id", "wrong_channel", message)
    if not step.text:
        findings.wrong("text", "missing", mark("Write what the message says."))
    elif len(step.text) > LONGEST:
        message = mark("A text message has at most 1,600 characters.")
        findings.wrong("text", "too_long", message)
    if purpose is Purpose.MARKETING and not step.sms.footer.strip():
        message = mark("Marketing by SMS should say how to opt out.")
        findings.odd("sms/footer", "no_opt_out", message)
    for error in step.sms.check():
        findings.wrong(error.field, error.code, error.message)


def _whatsapp(step: Message, findings: Findings, parts: Parts, number: PhoneNumber) -> None:
    if step.text and len(step.text) > _LONGEST_WHATSAPP:
        message = mark("A WhatsApp message has at most 4,096 characters.")
        findings.wrong("text", "too_long", message)
    if step.template_id is None:
        if not step.text:
            findings.wrong("template_id", "missing", mark("Choose a template, or write a text."))
        else:
            message = mark(
                "Without a template only those get it who wrote within 24 hours; all others are "
                "passed over."
            )
            findings.odd("template_id", "closed_window", message)
        return
    template = parts.templates.get(step.template_id)
    if template is None:
        findings.wrong("template_id", "not_found", mark("This template was deleted."))
    elif template.status is not TemplateStatus.APPROVED:
        message = mark("This template is not approved yet.")
        findings.wrong("template_id", "not_approved", message)
    elif template.connection_id != number.connection_id:
        message = mark("This template belongs to another account.")
        findings.wrong("template_id", "other_account", message)


def _bindings(step: Message, findings: Findings, parts: Parts, channel: Channel) -> None:
    template = parts.templates.get(step.template_id) if step.template_id else None
    said = cadence_contents.said(step, channel, template)
    open_ones = {key for one in said for key in contents.unbound(one)}
    for key in sorted(open_ones):
        findings.wrong(f"bindings/{key}", "missing", _UNBOUND)
    known = {"text", *audiences.SOURCES, *LINK_SOURCES, *(f"field:{key}" for key in parts.fields)}
    for key, binding in step.bindings.items():
        _binding(f"bindings/{key}", binding, findings, known)


def _binding(place: str, binding: object, findings: Findings, known: set[str]) -> None:
    said = binding if isinstance(binding, Mapping) else {}
    if said.get("source") not in known:
        message = mark("Choose a text, or a field that contacts have.")
        findings.wrong(f"{place}/source", "unknown_source", message)
    elif said["source"] in LINK_SOURCES:
        try:
            links.check_url(str(said.get("value") or ""))
        except InvalidInput as error:
            findings.wrong(f"{place}/value", "invalid_link", error.message)
