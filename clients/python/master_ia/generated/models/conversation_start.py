from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ConversationStart")


@_attrs_define
class ConversationStart:
    """With a contact, or with whoever has a number; somebody new becomes a contact.

    Attributes:
        contact_id (None | str | Unset):
        phone (str | Unset):  Default: ''.
        name (str | Unset): For somebody new. Default: ''.
        phone_number_id (None | str | Unset): Our number; not needed where there is only one.
    """

    contact_id: None | str | Unset = UNSET
    phone: str | Unset = ""
    name: str | Unset = ""
    phone_number_id: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        contact_id: None | str | Unset
        if isinstance(self.contact_id, Unset):
            contact_id = UNSET
        else:
            contact_id = self.contact_id

        phone = self.phone

        name = self.name

        phone_number_id: None | str | Unset
        if isinstance(self.phone_number_id, Unset):
            phone_number_id = UNSET
        else:
            phone_number_id = self.phone_number_id

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if contact_id is not UNSET:
            field_dict["contact_id"] = contact_id
        if phone is not UNSET:
            field_dict["phone"] = phone
        if name is not UNSET:
            field_dict["name"] = name
        if phone_number_id is not UNSET:
            field_dict["phone_number_id"] = phone_number_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_contact_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        contact_id = _parse_contact_id(d.pop("contact_id", UNSET))

        phone = d.pop("phone", UNSET)

        name = d.pop("name", UNSET)

        def _parse_phone_number_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        phone_number_id = _parse_phone_number_id(d.pop("phone_number_id", UNSET))

        conversation_start = cls(
            contact_id=contact_id,
            phone=phone,
            name=name,
            phone_number_id=phone_number_id,
        )

        return conversation_start
