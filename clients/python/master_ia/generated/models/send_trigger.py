from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.outgoing_purpose import OutgoingPurpose
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.contact_part import ContactPart
    from ..models.send_trigger_metadata import SendTriggerMetadata
    from ..models.template_body import TemplateBody
    from ..models.text_body import TextBody


T = TypeVar("T", bound="SendTrigger")


@_attrs_define
class SendTrigger:
    """
    Attributes:
        contact (ContactPart): Whom it is about: found by external id, else by phone, else by e-mail; made when new.

            What is absent stays as it is. At least one of the three is needed.
        from_ (None | str | Unset): The number it is sent by; not needed where there is only one.
        text (None | TextBody | Unset):
        template (None | TemplateBody | Unset):
        fallback (list[TemplateBody] | Unset): Sent instead when the 24-hour window is closed by then.
        send_at (datetime.datetime | None | Unset):
        expires_at (datetime.datetime | None | Unset):
        respect_quiet_hours (bool | Unset):  Default: False.
        purpose (OutgoingPurpose | Unset): Why it is sent. Marketing does not go to people who asked for none.
        external_id (None | str | Unset):
        metadata (SendTriggerMetadata | Unset):
    """

    contact: ContactPart
    from_: None | str | Unset = UNSET
    text: None | TextBody | Unset = UNSET
    template: None | TemplateBody | Unset = UNSET
    fallback: list[TemplateBody] | Unset = UNSET
    send_at: datetime.datetime | None | Unset = UNSET
    expires_at: datetime.datetime | None | Unset = UNSET
    respect_quiet_hours: bool | Unset = False
    purpose: OutgoingPurpose | Unset = UNSET
    external_id: None | str | Unset = UNSET
    metadata: SendTriggerMetadata | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.template_body import TemplateBody  # noqa: PLC0415
        from ..models.text_body import TextBody  # noqa: PLC0415

        contact = self.contact.to_dict()

        from_: None | str | Unset
        if isinstance(self.from_, Unset):
            from_ = UNSET
        else:
            from_ = self.from_

        text: dict[str, Any] | None | Unset
        if isinstance(self.text, Unset):
            text = UNSET
        elif isinstance(self.text, TextBody):
            text = self.text.to_dict()
        else:
            text = self.text

        template: dict[str, Any] | None | Unset
        if isinstance(self.template, Unset):
            template = UNSET
        elif isinstance(self.template, TemplateBody):
            template = self.template.to_dict()
        else:
            template = self.template

        fallback: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.fallback, Unset):
            fallback = []
            for fallback_item_data in self.fallback:
                fallback_item = fallback_item_data.to_dict()
                fallback.append(fallback_item)

        send_at: None | str | Unset
        if isinstance(self.send_at, Unset):
            send_at = UNSET
        elif isinstance(self.send_at, datetime.datetime):
            send_at = self.send_at.isoformat()
        else:
            send_at = self.send_at

        expires_at: None | str | Unset
        if isinstance(self.expires_at, Unset):
            expires_at = UNSET
        elif isinstance(self.expires_at, datetime.datetime):
            expires_at = self.expires_at.isoformat()
        else:
            expires_at = self.expires_at

        respect_quiet_hours = self.respect_quiet_hours

        purpose: str | Unset = UNSET
        if not isinstance(self.purpose, Unset):
            purpose = self.purpose.value

        external_id: None | str | Unset
        if isinstance(self.external_id, Unset):
            external_id = UNSET
        else:
            external_id = self.external_id

        metadata: dict[str, Any] | Unset = UNSET
        if not isinstance(self.metadata, Unset):
            metadata = self.metadata.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "contact": contact,
            }
        )
        if from_ is not UNSET:
            field_dict["from"] = from_
        if text is not UNSET:
            field_dict["text"] = text
        if template is not UNSET:
            field_dict["template"] = template
        if fallback is not UNSET:
            field_dict["fallback"] = fallback
        if send_at is not UNSET:
            field_dict["send_at"] = send_at
        if expires_at is not UNSET:
            field_dict["expires_at"] = expires_at
        if respect_quiet_hours is not UNSET:
            field_dict["respect_quiet_hours"] = respect_quiet_hours
        if purpose is not UNSET:
            field_dict["purpose"] = purpose
        if external_id is not UNSET:
            field_dict["external_id"] = external_id
        if metadata is not UNSET:
            field_dict["metadata"] = metadata

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.contact_part import ContactPart  # noqa: PLC0415
        from ..models.send_trigger_metadata import SendTriggerMetadata  # noqa: PLC0415
        from ..models.template_body import TemplateBody  # noqa: PLC0415
        from ..models.text_body import TextBody  # noqa: PLC0415

        d = dict(src_dict)
        contact = ContactPart.from_dict(d.pop("contact"))

        def _parse_from_(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        from_ = _parse_from_(d.pop("from", UNSET))

        def _parse_text(data: object) -> None | TextBody | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                text_type_0 = TextBody.from_dict(data)

                return text_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TextBody | Unset, data)

        text = _parse_text(d.pop("text", UNSET))

        def _parse_template(data: object) -> None | TemplateBody | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                template_type_0 = TemplateBody.from_dict(data)

                return template_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TemplateBody | Unset, data)

        template = _parse_template(d.pop("template", UNSET))

        _fallback = d.pop("fallback", UNSET)
        fallback: list[TemplateBody] | Unset = UNSET
        if _fallback is not UNSET:
            fallback = []
            for fallback_item_data in _fallback:
                fallback_item = TemplateBody.from_dict(fallback_item_data)

                fallback.append(fallback_item)

        def _parse_send_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                send_at_type_0 = datetime.datetime.fromisoformat(data)

                return send_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        send_at = _parse_send_at(d.pop("send_at", UNSET))

        def _parse_expires_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                expires_at_type_0 = datetime.datetime.fromisoformat(data)

                return expires_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        expires_at = _parse_expires_at(d.pop("expires_at", UNSET))

        respect_quiet_hours = d.pop("respect_quiet_hours", UNSET)

        _purpose = d.pop("purpose", UNSET)
        purpose: OutgoingPurpose | Unset
        if isinstance(_purpose, Unset):
            purpose = UNSET
        else:
            purpose = OutgoingPurpose(_purpose)

        def _parse_external_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        external_id = _parse_external_id(d.pop("external_id", UNSET))

        _metadata = d.pop("metadata", UNSET)
        metadata: SendTriggerMetadata | Unset
        if isinstance(_metadata, Unset):
            metadata = UNSET
        else:
            metadata = SendTriggerMetadata.from_dict(_metadata)

        send_trigger = cls(
            contact=contact,
            from_=from_,
            text=text,
            template=template,
            fallback=fallback,
            send_at=send_at,
            expires_at=expires_at,
            respect_quiet_hours=respect_quiet_hours,
            purpose=purpose,
            external_id=external_id,
            metadata=metadata,
        )

        return send_trigger
