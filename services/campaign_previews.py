"""One way a campaign says it, as one person would read it: for the editor and for tests to oneself.

The freeze fills everybody in SQL (services.audiences); this fills one, in Python.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.contacts import Contact
from db.queries import contacts
from schemas import sms_text
from schemas.campaign_fields import LINK_SOURCES
from schemas.enums import Channel
from schemas.sms_text import SmsCount
from schemas.templates import FrozenTemplate, Rendered, Variable, render, variables
from services import contents, template_values

# What stands for a recipient's own code; as long as a real one.
EXAMPLE_CODE = "aB3dE5fG7hJ9"

# Writes a link's source ("link", "link_code") and address as the recipient sees it.
WriteLink = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Preview:
    """The message as one real contact would get it, or with examples where there is none."""

    rendered: Rendered
    contact_name: str
    # The variables that contact has neither a value nor a fallback for.
    missing: tuple[str, ...]
    # Of an SMS: what it costs as it is written here.
    count: SmsCount | None = None
    # Of one whose characters make it dearer: the same written plainly, and what that would cost.
    plain: str = ""
    plain_count: SmsCount | None = None


async def someone(session: AsyncSession, contact_id: UUID | None = None) -> Contact | None:
    """The contact that was asked for, else one that shows a message well: with a number, best with a name."""
    if contact_id is not None:
        return await contacts.get(session, contact_id)
    return await session.scalar(
        select(Contact)
        .where(Contact.phone.is_not(None))
        .order_by((Contact.name != "").desc(), Contact.id.desc())
        .limit(1)
    )


def values(
    template: FrozenTemplate, contact: Contact | None, write_link: WriteLink
) -> list[str | None]:
    """What fills each variable; None where this contact has no value and there is no fallback."""
    return [
        _value(slot, template.bindings.get(slot.key), contact, write_link)
        for slot in variables(template.components, template.parameter_format)
    ]


def preview(
    template: FrozenTemplate,
    contact: Contact | None,
    prefix: str,
    *,
    channel: Channel = Channel.WHATSAPP,
    plain: bool = False,
) -> Preview:
    """`prefix` stands before the codes of this company's links: services.links.prefix.

    An SMS is counted; `plain`: as it is transliterated, values and all.
    """
    slots = variables(template.components, template.parameter_format)
    found = values(template, contact, example_links(prefix))
    # Where nothing is known the placeholder itself is shown.
    shown = [value or _braced(slot) for slot, value in zip(slots, found, strict=True)]
    if plain:
        shown = [sms_text.transliterate(value) for value in shown]
    rendered = render(template.components, template.parameter_format, shown)
    missing = tuple(slot.name for slot, value in zip(slots, found, strict=True) if not value)
    name = (contact.name or contact.phone or "") if contact is not None else ""
    if channel is not Channel.SMS:
        return Preview(rendered, name, missing)
    count = sms_text.count(rendered.body)
    if not count.costly:
        return Preview(rendered, name, missing, count)
    plainly = sms_text.transliterate(rendered.body)
    return Preview(rendered, name, missing, count, plainly, sms_text.count(plainly))


def example_links(prefix: str) -> WriteLink:
    def written(source: str, _url: str) -> str:
        return EXAMPLE_CODE if source == "link_code" else f"{prefix}{EXAMPLE_CODE}"

    return written


def _value(
    slot: Variable, binding: object, contact: Contact | None, write_link: WriteLink
) -> str | None:
    said = binding if isinstance(binding, Mapping) else {}
    source, given = str(said.get("source") or ""), str(said.get("value") or "")
    if source in LINK_SOURCES:
        return write_link(source, given) if given else None
    if source in ("text", contents.FOOTER):
        return given or None
    if contact is not None:
        return template_values.value(contact, said) or None
    return slot.example or str(said.get("fallback") or "") or None


def _braced(slot: Variable) -> str:
    return "{{%s}}" % slot.name  # noqa: UP031 - braces
