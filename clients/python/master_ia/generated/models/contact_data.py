from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.contact_data_fields import ContactDataFields


T = TypeVar("T", bound="ContactData")


@_attrs_define
class ContactData:
    """
    Attributes:
        contact_id (str):
        external_id (None | str | Unset):
        name (str | Unset):  Default: ''.
        phone (None | str | Unset):
        email (None | str | Unset):
        language (None | str | Unset):
        tag_ids (list[str] | Unset):
        fields (ContactDataFields | Unset):
        source (str | Unset): Where the contact came from. Default: ''.
    """

    contact_id: str
    external_id: None | str | Unset = UNSET
    name: str | Unset = ""
    phone: None | str | Unset = UNSET
    email: None | str | Unset = UNSET
    language: None | str | Unset = UNSET
    tag_ids: list[str] | Unset = UNSET
    fields: ContactDataFields | Unset = UNSET
    source: str | Unset = ""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        contact_id = self.contact_id

        external_id: None | str | Unset
        if isinstance(self.external_id, Unset):
            external_id = UNSET
        else:
            external_id = self.external_id

        name = self.name

        phone: None | str | Unset
        if isinstance(self.phone, Unset):
            phone = UNSET
        else:
            phone = self.phone

        email: None | str | Unset
        if isinstance(self.email, Unset):
            email = UNSET
        else:
            email = self.email

        language: None | str | Unset
        if isinstance(self.language, Unset):
            language = UNSET
        else:
            language = self.language

        tag_ids: list[str] | Unset = UNSET
        if not isinstance(self.tag_ids, Unset):
            tag_ids = self.tag_ids

        fields: dict[str, Any] | Unset = UNSET
        if not isinstance(self.fields, Unset):
            fields = self.fields.to_dict()

        source = self.source

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "contact_id": contact_id,
            }
        )
        if external_id is not UNSET:
            field_dict["external_id"] = external_id
        if name is not UNSET:
            field_dict["name"] = name
        if phone is not UNSET:
            field_dict["phone"] = phone
        if email is not UNSET:
            field_dict["email"] = email
        if language is not UNSET:
            field_dict["language"] = language
        if tag_ids is not UNSET:
            field_dict["tag_ids"] = tag_ids
        if fields is not UNSET:
            field_dict["fields"] = fields
        if source is not UNSET:
            field_dict["source"] = source

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.contact_data_fields import ContactDataFields  # noqa: PLC0415

        d = dict(src_dict)
        contact_id = d.pop("contact_id")

        def _parse_external_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        external_id = _parse_external_id(d.pop("external_id", UNSET))

        name = d.pop("name", UNSET)

        def _parse_phone(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        phone = _parse_phone(d.pop("phone", UNSET))

        def _parse_email(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        email = _parse_email(d.pop("email", UNSET))

        def _parse_language(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        language = _parse_language(d.pop("language", UNSET))

        tag_ids = cast(list[str], d.pop("tag_ids", UNSET))

        _fields = d.pop("fields", UNSET)
        fields: ContactDataFields | Unset
        if isinstance(_fields, Unset):
            fields = UNSET
        else:
            fields = ContactDataFields.from_dict(_fields)

        source = d.pop("source", UNSET)

        contact_data = cls(
            contact_id=contact_id,
            external_id=external_id,
            name=name,
            phone=phone,
            email=email,
            language=language,
            tag_ids=tag_ids,
            fields=fields,
            source=source,
        )

        contact_data.additional_properties = d
        return contact_data

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
