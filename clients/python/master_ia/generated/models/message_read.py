from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.channel import Channel
from ..models.direction import Direction
from ..models.message_read_status_type_0 import MessageReadStatusType0

if TYPE_CHECKING:
    from ..models.message_read_content import MessageReadContent
    from ..models.message_read_metadata import MessageReadMetadata


T = TypeVar("T", bound="MessageRead")


@_attrs_define
class MessageRead:
    """
    Attributes:
        id (str):
        status (MessageReadStatusType0 | None): Null for a note.
        channel (Channel):
        direction (Direction): What an entry of a timeline is.
        to (None | str): The customer's number; null for what they wrote.
        contact_id (str):
        conversation_id (str):
        phone_number_id (str): Our number.
        idempotency_key (None | str): The one it was asked for with.
        kind (str):
        body (str): What a person reads of it, as it reads now.
        content (MessageReadContent): The particulars of its kind.
        author_id (None | str):
        source (str):
        provider_id (None | str):
        external_id (None | str):
        metadata (MessageReadMetadata):
        reason (None | str):
        reason_text (None | str):
        occurred_at (datetime.datetime):
        created_at (datetime.datetime):
        send_at (datetime.datetime | None):
        expires_at (datetime.datetime | None):
        edited_at (datetime.datetime | None):
        deleted_at (datetime.datetime | None):
    """

    id: str
    status: MessageReadStatusType0 | None
    channel: Channel
    direction: Direction
    to: None | str
    contact_id: str
    conversation_id: str
    phone_number_id: str
    idempotency_key: None | str
    kind: str
    body: str
    content: MessageReadContent
    author_id: None | str
    source: str
    provider_id: None | str
    external_id: None | str
    metadata: MessageReadMetadata
    reason: None | str
    reason_text: None | str
    occurred_at: datetime.datetime
    created_at: datetime.datetime
    send_at: datetime.datetime | None
    expires_at: datetime.datetime | None
    edited_at: datetime.datetime | None
    deleted_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        status: None | str
        if isinstance(self.status, MessageReadStatusType0):
            status = self.status.value
        else:
            status = self.status

        channel = self.channel.value

        direction = self.direction.value

        to: None | str
        to = self.to

        contact_id = self.contact_id

        conversation_id = self.conversation_id

        phone_number_id = self.phone_number_id

        idempotency_key: None | str
        idempotency_key = self.idempotency_key

        kind = self.kind

        body = self.body

        content = self.content.to_dict()

        author_id: None | str
        author_id = self.author_id

        source = self.source

        provider_id: None | str
        provider_id = self.provider_id

        external_id: None | str
        external_id = self.external_id

        metadata = self.metadata.to_dict()

        reason: None | str
        reason = self.reason

        reason_text: None | str
        reason_text = self.reason_text

        occurred_at = self.occurred_at.isoformat()

        created_at = self.created_at.isoformat()

        send_at: None | str
        if isinstance(self.send_at, datetime.datetime):
            send_at = self.send_at.isoformat()
        else:
            send_at = self.send_at

        expires_at: None | str
        if isinstance(self.expires_at, datetime.datetime):
            expires_at = self.expires_at.isoformat()
        else:
            expires_at = self.expires_at

        edited_at: None | str
        if isinstance(self.edited_at, datetime.datetime):
            edited_at = self.edited_at.isoformat()
        else:
            edited_at = self.edited_at

        deleted_at: None | str
        if isinstance(self.deleted_at, datetime.datetime):
            deleted_at = self.deleted_at.isoformat()
        else:
            deleted_at = self.deleted_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "status": status,
                "channel": channel,
                "direction": direction,
                "to": to,
                "contact_id": contact_id,
                "conversation_id": conversation_id,
                "phone_number_id": phone_number_id,
                "idempotency_key": idempotency_key,
                "kind": kind,
                "body": body,
                "content": content,
                "author_id": author_id,
                "source": source,
                "provider_id": provider_id,
                "external_id": external_id,
                "metadata": metadata,
                "reason": reason,
                "reason_text": reason_text,
                "occurred_at": occurred_at,
                "created_at": created_at,
                "send_at": send_at,
                "expires_at": expires_at,
                "edited_at": edited_at,
                "deleted_at": deleted_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.message_read_content import MessageReadContent  # noqa: PLC0415
        from ..models.message_read_metadata import MessageReadMetadata  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        def _parse_status(data: object) -> MessageReadStatusType0 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                status_type_0 = MessageReadStatusType0(data)

                return status_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MessageReadStatusType0 | None, data)

        status = _parse_status(d.pop("status"))

        channel = Channel(d.pop("channel"))

        direction = Direction(d.pop("direction"))

        def _parse_to(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        to = _parse_to(d.pop("to"))

        contact_id = d.pop("contact_id")

        conversation_id = d.pop("conversation_id")

        phone_number_id = d.pop("phone_number_id")

        def _parse_idempotency_key(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        idempotency_key = _parse_idempotency_key(d.pop("idempotency_key"))

        kind = d.pop("kind")

        body = d.pop("body")

        content = MessageReadContent.from_dict(d.pop("content"))

        def _parse_author_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        author_id = _parse_author_id(d.pop("author_id"))

        source = d.pop("source")

        def _parse_provider_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        provider_id = _parse_provider_id(d.pop("provider_id"))

        def _parse_external_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        external_id = _parse_external_id(d.pop("external_id"))

        metadata = MessageReadMetadata.from_dict(d.pop("metadata"))

        def _parse_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reason = _parse_reason(d.pop("reason"))

        def _parse_reason_text(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reason_text = _parse_reason_text(d.pop("reason_text"))

        occurred_at = datetime.datetime.fromisoformat(d.pop("occurred_at"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        def _parse_send_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                send_at_type_0 = datetime.datetime.fromisoformat(data)

                return send_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        send_at = _parse_send_at(d.pop("send_at"))

        def _parse_expires_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                expires_at_type_0 = datetime.datetime.fromisoformat(data)

                return expires_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        expires_at = _parse_expires_at(d.pop("expires_at"))

        def _parse_edited_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                edited_at_type_0 = datetime.datetime.fromisoformat(data)

                return edited_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        edited_at = _parse_edited_at(d.pop("edited_at"))

        def _parse_deleted_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                deleted_at_type_0 = datetime.datetime.fromisoformat(data)

                return deleted_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        deleted_at = _parse_deleted_at(d.pop("deleted_at"))

        message_read = cls(
            id=id,
            status=status,
            channel=channel,
            direction=direction,
            to=to,
            contact_id=contact_id,
            conversation_id=conversation_id,
            phone_number_id=phone_number_id,
            idempotency_key=idempotency_key,
            kind=kind,
            body=body,
            content=content,
            author_id=author_id,
            source=source,
            provider_id=provider_id,
            external_id=external_id,
            metadata=metadata,
            reason=reason,
            reason_text=reason_text,
            occurred_at=occurred_at,
            created_at=created_at,
            send_at=send_at,
            expires_at=expires_at,
            edited_at=edited_at,
            deleted_at=deleted_at,
        )

        message_read.additional_properties = d
        return message_read

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
