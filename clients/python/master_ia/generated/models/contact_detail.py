from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.channel import Channel

if TYPE_CHECKING:
    from ..models.contact_detail_fields import ContactDetailFields
    from ..models.identity_read import IdentityRead


T = TypeVar("T", bound="ContactDetail")


@_attrs_define
class ContactDetail:
    """One contact, with its further addresses and where it must not be written to.

    Attributes:
        id (str):
        name (str):
        phone (None | str): E.164.
        email (None | str):
        external_id (None | str):
        language (None | str):
        time_zone (None | str):
        tag_ids (list[str]):
        fields (ContactDetailFields):
        source (str):
        import_id (None | str):
        last_inbound_at (datetime.datetime | None):
        created_at (datetime.datetime):
        updated_at (datetime.datetime):
        identities (list[IdentityRead]):
        opted_out (list[Channel]):
    """

    id: str
    name: str
    phone: None | str
    email: None | str
    external_id: None | str
    language: None | str
    time_zone: None | str
    tag_ids: list[str]
    fields: ContactDetailFields
    source: str
    import_id: None | str
    last_inbound_at: datetime.datetime | None
    created_at: datetime.datetime
    updated_at: datetime.datetime
    identities: list[IdentityRead]
    opted_out: list[Channel]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        name = self.name

        phone: None | str
        phone = self.phone

        email: None | str
        email = self.email

        external_id: None | str
        external_id = self.external_id

        language: None | str
        language = self.language

        time_zone: None | str
        time_zone = self.time_zone

        tag_ids = self.tag_ids

        fields = self.fields.to_dict()

        source = self.source

        import_id: None | str
        import_id = self.import_id

        last_inbound_at: None | str
        if isinstance(self.last_inbound_at, datetime.datetime):
            last_inbound_at = self.last_inbound_at.isoformat()
        else:
            last_inbound_at = self.last_inbound_at

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        identities = []
        for identities_item_data in self.identities:
            identities_item = identities_item_data.to_dict()
            identities.append(identities_item)

        opted_out = []
        for opted_out_item_data in self.opted_out:
            opted_out_item = opted_out_item_data.value
            opted_out.append(opted_out_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
                "phone": phone,
                "email": email,
                "external_id": external_id,
                "language": language,
                "time_zone": time_zone,
                "tag_ids": tag_ids,
                "fields": fields,
                "source": source,
                "import_id": import_id,
                "last_inbound_at": last_inbound_at,
                "created_at": created_at,
                "updated_at": updated_at,
                "identities": identities,
                "opted_out": opted_out,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.contact_detail_fields import ContactDetailFields  # noqa: PLC0415
        from ..models.identity_read import IdentityRead  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        name = d.pop("name")

        def _parse_phone(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        phone = _parse_phone(d.pop("phone"))

        def _parse_email(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        email = _parse_email(d.pop("email"))

        def _parse_external_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        external_id = _parse_external_id(d.pop("external_id"))

        def _parse_language(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        language = _parse_language(d.pop("language"))

        def _parse_time_zone(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        time_zone = _parse_time_zone(d.pop("time_zone"))

        tag_ids = cast(list[str], d.pop("tag_ids"))

        fields = ContactDetailFields.from_dict(d.pop("fields"))

        source = d.pop("source")

        def _parse_import_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        import_id = _parse_import_id(d.pop("import_id"))

        def _parse_last_inbound_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_inbound_at_type_0 = datetime.datetime.fromisoformat(data)

                return last_inbound_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        last_inbound_at = _parse_last_inbound_at(d.pop("last_inbound_at"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        identities = []
        _identities = d.pop("identities")
        for identities_item_data in _identities:
            identities_item = IdentityRead.from_dict(identities_item_data)

            identities.append(identities_item)

        opted_out = []
        _opted_out = d.pop("opted_out")
        for opted_out_item_data in _opted_out:
            opted_out_item = Channel(opted_out_item_data)

            opted_out.append(opted_out_item)

        contact_detail = cls(
            id=id,
            name=name,
            phone=phone,
            email=email,
            external_id=external_id,
            language=language,
            time_zone=time_zone,
            tag_ids=tag_ids,
            fields=fields,
            source=source,
            import_id=import_id,
            last_inbound_at=last_inbound_at,
            created_at=created_at,
            updated_at=updated_at,
            identities=identities,
            opted_out=opted_out,
        )

        contact_detail.additional_properties = d
        return contact_detail

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
