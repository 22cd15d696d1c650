from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.consent_write import ConsentWrite
    from ..models.contact_part_fields import ContactPartFields


T = TypeVar("T", bound="ContactPart")


@_attrs_define
class ContactPart:
    """Whom it is about: found by external id, else by phone, else by e-mail; made when new.

    What is absent stays as it is. At least one of the three is needed.

        Attributes:
            external_id (None | str | Unset): Your own id of this person.
            phone (None | str | Unset): As typed; without a country code it is read as one of the company's country.
            email (None | str | Unset):
            name (str | Unset):  Default: ''.
            language (None | str | Unset):
            time_zone (None | str | Unset):
            fields (ContactPartFields | Unset): Custom fields by key; null takes a value away.
            tags (list[str] | Unset): Names, put on beside what is there; new ones made.
            remove_tags (list[str] | Unset):
            stage (None | str | Unset): Of the pipeline: its name or id.
            consent (list[ConsentWrite] | Unset): What they said; a grant needs a proof.
    """

    external_id: None | str | Unset = UNSET
    phone: None | str | Unset = UNSET
    email: None | str | Unset = UNSET
    name: str | Unset = ""
    language: None | str | Unset = UNSET
    time_zone: None | str | Unset = UNSET
    fields: ContactPartFields | Unset = UNSET
    tags: list[str] | Unset = UNSET
    remove_tags: list[str] | Unset = UNSET
    stage: None | str | Unset = UNSET
    consent: list[ConsentWrite] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        external_id: None | str | Unset
        if isinstance(self.external_id, Unset):
            external_id = UNSET
        else:
            external_id = self.external_id

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

        name = self.name

        language: None | str | Unset
        if isinstance(self.language, Unset):
            language = UNSET
        else:
            language = self.language

        time_zone: None | str | Unset
        if isinstance(self.time_zone, Unset):
            time_zone = UNSET
        else:
            time_zone = self.time_zone

        fields: dict[str, Any] | Unset = UNSET
        if not isinstance(self.fields, Unset):
            fields = self.fields.to_dict()

        tags: list[str] | Unset = UNSET
        if not isinstance(self.tags, Unset):
            tags = self.tags

        remove_tags: list[str] | Unset = UNSET
        if not isinstance(self.remove_tags, Unset):
            remove_tags = self.remove_tags

        stage: None | str | Unset
        if isinstance(self.stage, Unset):
            stage = UNSET
        else:
            stage = self.stage

        consent: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.consent, Unset):
            consent = []
            for consent_item_data in self.consent:
                consent_item = consent_item_data.to_dict()
                consent.append(consent_item)

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if external_id is not UNSET:
            field_dict["external_id"] = external_id
        if phone is not UNSET:
            field_dict["phone"] = phone
        if email is not UNSET:
            field_dict["email"] = email
        if name is not UNSET:
            field_dict["name"] = name
        if language is not UNSET:
            field_dict["language"] = language
        if time_zone is not UNSET:
            field_dict["time_zone"] = time_zone
        if fields is not UNSET:
            field_dict["fields"] = fields
        if tags is not UNSET:
            field_dict["tags"] = tags
        if remove_tags is not UNSET:
            field_dict["remove_tags"] = remove_tags
        if stage is not UNSET:
            field_dict["stage"] = stage
        if consent is not UNSET:
            field_dict["consent"] = consent

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.consent_write import ConsentWrite  # noqa: PLC0415
        from ..models.contact_part_fields import ContactPartFields  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_external_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        external_id = _parse_external_id(d.pop("external_id", UNSET))

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

        name = d.pop("name", UNSET)

        def _parse_language(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        language = _parse_language(d.pop("language", UNSET))

        def _parse_time_zone(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        time_zone = _parse_time_zone(d.pop("time_zone", UNSET))

        _fields = d.pop("fields", UNSET)
        fields: ContactPartFields | Unset
        if isinstance(_fields, Unset):
            fields = UNSET
        else:
            fields = ContactPartFields.from_dict(_fields)

        tags = cast(list[str], d.pop("tags", UNSET))

        remove_tags = cast(list[str], d.pop("remove_tags", UNSET))

        def _parse_stage(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        stage = _parse_stage(d.pop("stage", UNSET))

        _consent = d.pop("consent", UNSET)
        consent: list[ConsentWrite] | Unset = UNSET
        if _consent is not UNSET:
            consent = []
            for consent_item_data in _consent:
                consent_item = ConsentWrite.from_dict(consent_item_data)

                consent.append(consent_item)

        contact_part = cls(
            external_id=external_id,
            phone=phone,
            email=email,
            name=name,
            language=language,
            time_zone=time_zone,
            fields=fields,
            tags=tags,
            remove_tags=remove_tags,
            stage=stage,
            consent=consent,
        )

        return contact_part
