from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.channel import Channel
from ..models.delivery_status import DeliveryStatus
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.message_data_metadata import MessageDataMetadata


T = TypeVar("T", bound="MessageData")


@_attrs_define
class MessageData:
    """A message of a conversation (`message_id`), or a send of a campaign or cadence
    (`recipient_id`).

        Attributes:
            contact_id (str):
            channel (Channel):
            message_id (None | str | Unset):
            recipient_id (None | str | Unset):
            campaign_id (None | str | Unset):
            cadence_id (None | str | Unset): Sent by a step of a cadence.
            conversation_id (None | str | Unset):
            phone (None | str | Unset): The contact's, E.164.
            number_id (None | str | Unset): Ours.
            kind (None | str | Unset): text, image, template, …
            text (None | str | Unset): Of messages of a conversation.
            status (DeliveryStatus | None | Unset): Of what we send.
            error_code (None | str | Unset):
            error_detail (None | str | Unset):
            reply_to_recipient_id (None | str | Unset): The campaign's send it answers, where the provider names it.
            external_id (None | str | Unset): Your own id of it.
            metadata (MessageDataMetadata | Unset): What you gave when you sent it.
    """

    contact_id: str
    channel: Channel
    message_id: None | str | Unset = UNSET
    recipient_id: None | str | Unset = UNSET
    campaign_id: None | str | Unset = UNSET
    cadence_id: None | str | Unset = UNSET
    conversation_id: None | str | Unset = UNSET
    phone: None | str | Unset = UNSET
    number_id: None | str | Unset = UNSET
    kind: None | str | Unset = UNSET
    text: None | str | Unset = UNSET
    status: DeliveryStatus | None | Unset = UNSET
    error_code: None | str | Unset = UNSET
    error_detail: None | str | Unset = UNSET
    reply_to_recipient_id: None | str | Unset = UNSET
    external_id: None | str | Unset = UNSET
    metadata: MessageDataMetadata | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        contact_id = self.contact_id

        channel = self.channel.value

        message_id: None | str | Unset
        if isinstance(self.message_id, Unset):
            message_id = UNSET
        else:
            message_id = self.message_id

        recipient_id: None | str | Unset
        if isinstance(self.recipient_id, Unset):
            recipient_id = UNSET
        else:
            recipient_id = self.recipient_id

        campaign_id: None | str | Unset
        if isinstance(self.campaign_id, Unset):
            campaign_id = UNSET
        else:
            campaign_id = self.campaign_id

        cadence_id: None | str | Unset
        if isinstance(self.cadence_id, Unset):
            cadence_id = UNSET
        else:
            cadence_id = self.cadence_id

        conversation_id: None | str | Unset
        if isinstance(self.conversation_id, Unset):
            conversation_id = UNSET
        else:
            conversation_id = self.conversation_id

        phone: None | str | Unset
        if isinstance(self.phone, Unset):
            phone = UNSET
        else:
            phone = self.phone

        number_id: None | str | Unset
        if isinstance(self.number_id, Unset):
            number_id = UNSET
        else:
            number_id = self.number_id

        kind: None | str | Unset
        if isinstance(self.kind, Unset):
            kind = UNSET
        else:
            kind = self.kind

        text: None | str | Unset
        if isinstance(self.text, Unset):
            text = UNSET
        else:
            text = self.text

        status: None | str | Unset
        if isinstance(self.status, Unset):
            status = UNSET
        elif isinstance(self.status, DeliveryStatus):
            status = self.status.value
        else:
            status = self.status

        error_code: None | str | Unset
        if isinstance(self.error_code, Unset):
            error_code = UNSET
        else:
            error_code = self.error_code

        error_detail: None | str | Unset
        if isinstance(self.error_detail, Unset):
            error_detail = UNSET
        else:
            error_detail = self.error_detail

        reply_to_recipient_id: None | str | Unset
        if isinstance(self.reply_to_recipient_id, Unset):
            reply_to_recipient_id = UNSET
        else:
            reply_to_recipient_id = self.reply_to_recipient_id

        external_id: None | str | Unset
        if isinstance(self.external_id, Unset):
            external_id = UNSET
        else:
            external_id = self.external_id

        metadata: dict[str, Any] | Unset = UNSET
        if not isinstance(self.metadata, Unset):
            metadata = self.metadata.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "contact_id": contact_id,
                "channel": channel,
            }
        )
        if message_id is not UNSET:
            field_dict["message_id"] = message_id
        if recipient_id is not UNSET:
            field_dict["recipient_id"] = recipient_id
        if campaign_id is not UNSET:
            field_dict["campaign_id"] = campaign_id
        if cadence_id is not UNSET:
            field_dict["cadence_id"] = cadence_id
        if conversation_id is not UNSET:
            field_dict["conversation_id"] = conversation_id
        if phone is not UNSET:
            field_dict["phone"] = phone
        if number_id is not UNSET:
            field_dict["number_id"] = number_id
        if kind is not UNSET:
            field_dict["kind"] = kind
        if text is not UNSET:
            field_dict["text"] = text
        if status is not UNSET:
            field_dict["status"] = status
        if error_code is not UNSET:
            field_dict["error_code"] = error_code
        if error_detail is not UNSET:
            field_dict["error_detail"] = error_detail
        if reply_to_recipient_id is not UNSET:
            field_dict["reply_to_recipient_id"] = reply_to_recipient_id
        if external_id is not UNSET:
            field_dict["external_id"] = external_id
        if metadata is not UNSET:
            field_dict["metadata"] = metadata

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.message_data_metadata import MessageDataMetadata  # noqa: PLC0415

        d = dict(src_dict)
        contact_id = d.pop("contact_id")

        channel = Channel(d.pop("channel"))

        def _parse_message_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        message_id = _parse_message_id(d.pop("message_id", UNSET))

        def _parse_recipient_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        recipient_id = _parse_recipient_id(d.pop("recipient_id", UNSET))

        def _parse_campaign_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        campaign_id = _parse_campaign_id(d.pop("campaign_id", UNSET))

        def _parse_cadence_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        cadence_id = _parse_cadence_id(d.pop("cadence_id", UNSET))

        def _parse_conversation_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        conversation_id = _parse_conversation_id(d.pop("conversation_id", UNSET))

        def _parse_phone(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        phone = _parse_phone(d.pop("phone", UNSET))

        def _parse_number_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        number_id = _parse_number_id(d.pop("number_id", UNSET))

        def _parse_kind(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        kind = _parse_kind(d.pop("kind", UNSET))

        def _parse_text(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        text = _parse_text(d.pop("text", UNSET))

        def _parse_status(data: object) -> DeliveryStatus | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                status_type_0 = DeliveryStatus(data)

                return status_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DeliveryStatus | None | Unset, data)

        status = _parse_status(d.pop("status", UNSET))

        def _parse_error_code(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        error_code = _parse_error_code(d.pop("error_code", UNSET))

        def _parse_error_detail(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        error_detail = _parse_error_detail(d.pop("error_detail", UNSET))

        def _parse_reply_to_recipient_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        reply_to_recipient_id = _parse_reply_to_recipient_id(d.pop("reply_to_recipient_id", UNSET))

        def _parse_external_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        external_id = _parse_external_id(d.pop("external_id", UNSET))

        _metadata = d.pop("metadata", UNSET)
        metadata: MessageDataMetadata | Unset
        if isinstance(_metadata, Unset):
            metadata = UNSET
        else:
            metadata = MessageDataMetadata.from_dict(_metadata)

        message_data = cls(
            contact_id=contact_id,
            channel=channel,
            message_id=message_id,
            recipient_id=recipient_id,
            campaign_id=campaign_id,
            cadence_id=cadence_id,
            conversation_id=conversation_id,
            phone=phone,
            number_id=number_id,
            kind=kind,
            text=text,
            status=status,
            error_code=error_code,
            error_detail=error_detail,
            reply_to_recipient_id=reply_to_recipient_id,
            external_id=external_id,
            metadata=metadata,
        )

        message_data.additional_properties = d
        return message_data

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
