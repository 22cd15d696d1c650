"""Custom fields: what a company wants to know of its contacts, each with a type."""

import re
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db.folding import fold
from db.models.contacts import ContactField
from db.queries import fields
from schemas.enums import FieldType
from schemas.errors import Conflict, FieldError, InvalidInput
from services import field_values
from services.field_values import Stored, Unreadable

_LONGEST = 80
_MOST = 100
_KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")


async def create(
    session: AsyncSession,
    company_id: UUID,
    *,
    label: str,
    type_: FieldType,
    choices: Sequence[str] = (),
    key: str | None = None,
) -> ContactField:
    """Raises InvalidInput, and Conflict when the key is taken."""
    if len(await fields.definitions(session)) >= _MOST:
        raise InvalidInput("A company can have at most 100 custom fields.")
    field = ContactField(
        company_id=company_id,
        key=_checked_key(key or key_for(label)),
        label=_label(label),
        type=type_,
        choices=_choices(type_, choices),
    )
    try:
        async with session.begin_nested():
            session.add(field)
    except IntegrityError as error:
        raise Conflict('There is already a field with the key "%(key)s".', key=field.key) from error
    return field


async def update(
    session: AsyncSession, field_id: UUID, *, label: str, choices: Sequence[str] = ()
) -> ContactField:
    """Key and type stay: stored values and segments rest on them."""
    field = await fields.get(session, field_id)
    field.label = _label(label)
    field.choices = _choices(field.type, choices)
    return field


async def delete(session: AsyncSession, field_id: UUID) -> None:
    """Remove the field and its value on every contact."""
    field = await fields.get(session, field_id)
    await fields.forget(session, field.key)
    await session.delete(field)


def clean(
    definitions: Iterable[ContactField], values: Mapping[str, object]
) -> dict[str, Stored | None]:
    """Values in their types; None stands for "take it away". Raises InvalidInput with each error."""
    known = {field.key: field for field in definitions}
    cleaned: dict[str, Stored | None] = {}
    errors: list[FieldError] = []
    for key, value in values.items():
        field = known.get(key)
        if field is None:
            errors.append(_unknown(key))
        elif value is None or value == "":
            cleaned[key] = None
        else:
            try:
                cleaned[key] = field_values.read(field.type, value, field.choices)
            except Unreadable as error:
                problem = error.error
                errors.append(FieldError(f"fields/{key}", problem.code, problem.message))
    if errors:
        raise InvalidInput("Some custom fields are not right.", errors)
    return cleaned


def key_for(label: str) -> str:
    """A key made of a label: "Data de nascimento" becomes data_de_nascimento."""
    key = re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_")[:60]
    return key if key and key[0].isalpha() else f"field_{key}".rstrip("_")


def _unknown(key: str) -> FieldError:
    return FieldError(f"fields/{key}", "unknown_field", "There is no custom field with this key.")


def _label(text: str) -> str:
    label = " ".join(text.split())
    if not label:
        raise InvalidInput(
            "A field needs a name.", [FieldError("label", "missing", "Give the field a name.")]
        )
    return label[:_LONGEST]


def _checked_key(key: str) -> str:
    if not _KEY.fullmatch(key):
        problem = FieldError(
            "key", "not_a_key", "Use small letters, digits and _, beginning with a letter."
        )
        raise InvalidInput("The key of this field is not right.", [problem])
    return key


def _choices(type_: FieldType, choices: Sequence[str]) -> list[str]:
    if type_ is not FieldType.CHOICE:
        return []
    found = list(dict.fromkeys(choice.strip() for choice in choices if choice.strip()))
    if not found:
        problem = FieldError("choices", "missing", "Write at least one choice.")
        raise InvalidInput("A field of choices needs choices.", [problem])
    return found
