from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.delivery_status import DeliveryStatus
from ..models.direction import Direction

if TYPE_CHECKING:
    from ..models.entry_read_content import EntryReadContent
    from ..models.file_read import FileRead
    from ..models.mark_read import MarkRead
    from ..models.quote_read import QuoteRead


T = TypeVar("T", bound="EntryRead")


@_attrs_define
class EntryRead:
    """A message in or out, a campaign's send, a note or an event.

    Attributes:
        id (str): `msg_…`; of a campaign's send `rcp_…`.
        at (datetime.datetime):
        direction (Direction): What an entry of a timeline is.
        kind (str): `text`, `image`, `template`, `note`, `assigned`, `deleted`, …
        body (str): As it reads now.
        content (EntryReadContent): The particulars of its kind.
        author_id (None | str):
        author_name (None | str):
        source (str):
        status (DeliveryStatus | None):
        reason (None | str):
        reason_text (None | str): For people, in the language of Accept-Language.
        accepted_at (datetime.datetime | None):
        sent_at (datetime.datetime | None):
        delivered_at (datetime.datetime | None):
        read_at (datetime.datetime | None):
        failed_at (datetime.datetime | None):
        reply_to (None | QuoteRead):
        reactions (list[MarkRead]):
        files (list[FileRead]):
        edited_at (datetime.datetime | None):
        deleted_at (datetime.datetime | None):
        campaign_id (None | str):
    """

    id: str
    at: datetime.datetime
    direction: Direction
    kind: str
    body: str
    content: EntryReadContent
    author_id: None | str
    author_name: None | str
    source: str
    status: DeliveryStatus | None
    reason: None | str
    reason_text: None | str
    accepted_at: datetime.datetime | None
    sent_at: datetime.datetime | None
    delivered_at: datetime.datetime | None
    read_at: datetime.datetime | None
    failed_at: datetime.datetime | None
    reply_to: None | QuoteRead
    reactions: list[MarkRead]
    files: list[FileRead]
    edited_at: datetime.datetime | None
    deleted_at: datetime.datetime | None
    campaign_id: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.quote_read import QuoteRead  # noqa: PLC0415

        id = self.id

        at = self.at.isoformat()

        direction = self.direction.value

        kind = self.kind

        body = self.body

        content = self.content.to_dict()

        author_id: None | str
        author_id = self.author_id

        author_name: None | str
        author_name = self.author_name

        source = self.source

        status: None | str
        if isinstance(self.status, DeliveryStatus):
            status = self.status.value
        else:
            status = self.status

        reason: None | str
        reason = self.reason

        reason_text: None | str
        reason_text = self.reason_text

        accepted_at: None | str
        if isinstance(self.accepted_at, datetime.datetime):
            accepted_at = self.accepted_at.isoformat()
        else:
            accepted_at = self.accepted_at

        sent_at: None | str
        if isinstance(self.sent_at, datetime.datetime):
            sent_at = self.sent_at.isoformat()
        else:
            sent_at = self.sent_at

        delivered_at: None | str
        if isinstance(self.delivered_at, datetime.datetime):
            delivered_at = self.delivered_at.isoformat()
        else:
            delivered_at = self.delivered_at

        read_at: None | str
        if isinstance(self.read_at, datetime.datetime):
            read_at = self.read_at.isoformat()
        else:
            read_at = self.read_at

        failed_at: None | str
        if isinstance(self.failed_at, datetime.datetime):
            failed_at = self.failed_at.isoformat()
        else:
            failed_at = self.failed_at

        reply_to: dict[str, Any] | None
        if isinstance(self.reply_to, QuoteRead):
            reply_to = self.reply_to.to_dict()
        else:
            reply_to = self.reply_to

        reactions = []
        for reactions_item_data in self.reactions:
            reactions_item = reactions_item_data.to_dict()
            reactions.append(reactions_item)

        files = []
        for files_item_data in self.files:
            files_item = files_item_data.to_dict()
            files.append(files_item)

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

        campaign_id: None | str
        campaign_id = self.campaign_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "at": at,
                "direction": direction,
                "kind": kind,
                "body": body,
                "content": content,
                "author_id": author_id,
                "author_name": author_name,
                "source": source,
                "status": status,
                "reason": reason,
                "reason_text": reason_text,
                "accepted_at": accepted_at,
                "sent_at": sent_at,
                "delivered_at": delivered_at,
                "read_at": read_at,
                "failed_at": failed_at,
                "reply_to": reply_to,
                "reactions": reactions,
                "files": files,
                "edited_at": edited_at,
                "deleted_at": deleted_at,
                "campaign_id": campaign_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.entry_read_content import EntryReadContent  # noqa: PLC0415
        from ..models.file_read import FileRead  # noqa: PLC0415
        from ..models.mark_read import MarkRead  # noqa: PLC0415
        from ..models.quote_read import QuoteRead  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        at = datetime.datetime.fromisoformat(d.pop("at"))

        direction = Direction(d.pop("direction"))

        kind = d.pop("kind")

        body = d.pop("body")

        content = EntryReadContent.from_dict(d.pop("content"))

        def _parse_author_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        author_id = _parse_author_id(d.pop("author_id"))

        def _parse_author_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        author_name = _parse_author_name(d.pop("author_name"))

        source = d.pop("source")

        def _parse_status(data: object) -> DeliveryStatus | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                status_type_0 = DeliveryStatus(data)

                return status_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DeliveryStatus | None, data)

        status = _parse_status(d.pop("status"))

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

        def _parse_accepted_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                accepted_at_type_0 = datetime.datetime.fromisoformat(data)

                return accepted_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        accepted_at = _parse_accepted_at(d.pop("accepted_at"))

        def _parse_sent_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                sent_at_type_0 = datetime.datetime.fromisoformat(data)

                return sent_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        sent_at = _parse_sent_at(d.pop("sent_at"))

        def _parse_delivered_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                delivered_at_type_0 = datetime.datetime.fromisoformat(data)

                return delivered_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        delivered_at = _parse_delivered_at(d.pop("delivered_at"))

        def _parse_read_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                read_at_type_0 = datetime.datetime.fromisoformat(data)

                return read_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        read_at = _parse_read_at(d.pop("read_at"))

        def _parse_failed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                failed_at_type_0 = datetime.datetime.fromisoformat(data)

                return failed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        failed_at = _parse_failed_at(d.pop("failed_at"))

        def _parse_reply_to(data: object) -> None | QuoteRead:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                reply_to_type_0 = QuoteRead.from_dict(data)

                return reply_to_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | QuoteRead, data)

        reply_to = _parse_reply_to(d.pop("reply_to"))

        reactions = []
        _reactions = d.pop("reactions")
        for reactions_item_data in _reactions:
            reactions_item = MarkRead.from_dict(reactions_item_data)

            reactions.append(reactions_item)

        files = []
        _files = d.pop("files")
        for files_item_data in _files:
            files_item = FileRead.from_dict(files_item_data)

            files.append(files_item)

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

        def _parse_campaign_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        campaign_id = _parse_campaign_id(d.pop("campaign_id"))

        entry_read = cls(
            id=id,
            at=at,
            direction=direction,
            kind=kind,
            body=body,
            content=content,
            author_id=author_id,
            author_name=author_name,
            source=source,
            status=status,
            reason=reason,
            reason_text=reason_text,
            accepted_at=accepted_at,
            sent_at=sent_at,
            delivered_at=delivered_at,
            read_at=read_at,
            failed_at=failed_at,
            reply_to=reply_to,
            reactions=reactions,
            files=files,
            edited_at=edited_at,
            deleted_at=deleted_at,
            campaign_id=campaign_id,
        )

        entry_read.additional_properties = d
        return entry_read

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
