from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.conversation_status import ConversationStatus
from ..models.delivery_status import DeliveryStatus
from ..models.direction import Direction
from ..models.priority import Priority

T = TypeVar("T", bound="ConversationRead")


@_attrs_define
class ConversationRead:
    """
    Attributes:
        id (str):
        contact_id (str):
        contact_name (str):
        contact_phone (None | str): E.164.
        phone_number_id (str): The inbox: our number.
        status (ConversationStatus):
        priority (Priority):
        snoozed_until (datetime.datetime | None):
        assignee_id (None | str):
        team_id (None | str):
        label_ids (list[str]):
        unread_count (int):
        waiting_since (datetime.datetime | None): When the customer wrote what nobody has answered yet.
        last_inbound_at (datetime.datetime | None):
        window_ends_at (datetime.datetime | None): Until then anything may be sent, afterwards templates only; null:
            closed.
        last_message_at (datetime.datetime):
        preview (str): The beginning of the newest message.
        preview_kind (str):
        preview_direction (Direction | None):
        preview_status (DeliveryStatus | None):
        version (int): Also the ETag; send it as If-Match.
        created_at (datetime.datetime):
        updated_at (datetime.datetime):
    """

    id: str
    contact_id: str
    contact_name: str
    contact_phone: None | str
    phone_number_id: str
    status: ConversationStatus
    priority: Priority
    snoozed_until: datetime.datetime | None
    assignee_id: None | str
    team_id: None | str
    label_ids: list[str]
    unread_count: int
    waiting_since: datetime.datetime | None
    last_inbound_at: datetime.datetime | None
    window_ends_at: datetime.datetime | None
    last_message_at: datetime.datetime
    preview: str
    preview_kind: str
    preview_direction: Direction | None
    preview_status: DeliveryStatus | None
    version: int
    created_at: datetime.datetime
    updated_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        contact_id = self.contact_id

        contact_name = self.contact_name

        contact_phone: None | str
        contact_phone = self.contact_phone

        phone_number_id = self.phone_number_id

        status = self.status.value

        priority = self.priority.value

        snoozed_until: None | str
        if isinstance(self.snoozed_until, datetime.datetime):
            snoozed_until = self.snoozed_until.isoformat()
        else:
            snoozed_until = self.snoozed_until

        assignee_id: None | str
        assignee_id = self.assignee_id

        team_id: None | str
        team_id = self.team_id

        label_ids = self.label_ids

        unread_count = self.unread_count

        waiting_since: None | str
        if isinstance(self.waiting_since, datetime.datetime):
            waiting_since = self.waiting_since.isoformat()
        else:
            waiting_since = self.waiting_since

        last_inbound_at: None | str
        if isinstance(self.last_inbound_at, datetime.datetime):
            last_inbound_at = self.last_inbound_at.isoformat()
        else:
            last_inbound_at = self.last_inbound_at

        window_ends_at: None | str
        if isinstance(self.window_ends_at, datetime.datetime):
            window_ends_at = self.window_ends_at.isoformat()
        else:
            window_ends_at = self.window_ends_at

        last_message_at = self.last_message_at.isoformat()

        preview = self.preview

        preview_kind = self.preview_kind

        preview_direction: None | str
        if isinstance(self.preview_direction, Direction):
            preview_direction = self.preview_direction.value
        else:
            preview_direction = self.preview_direction

        preview_status: None | str
        if isinstance(self.preview_status, DeliveryStatus):
            preview_status = self.preview_status.value
        else:
            preview_status = self.preview_status

        version = self.version

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "contact_id": contact_id,
                "contact_name": contact_name,
                "contact_phone": contact_phone,
                "phone_number_id": phone_number_id,
                "status": status,
                "priority": priority,
                "snoozed_until": snoozed_until,
                "assignee_id": assignee_id,
                "team_id": team_id,
                "label_ids": label_ids,
                "unread_count": unread_count,
                "waiting_since": waiting_since,
                "last_inbound_at": last_inbound_at,
                "window_ends_at": window_ends_at,
                "last_message_at": last_message_at,
                "preview": preview,
                "preview_kind": preview_kind,
                "preview_direction": preview_direction,
                "preview_status": preview_status,
                "version": version,
                "created_at": created_at,
                "updated_at": updated_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        contact_id = d.pop("contact_id")

        contact_name = d.pop("contact_name")

        def _parse_contact_phone(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        contact_phone = _parse_contact_phone(d.pop("contact_phone"))

        phone_number_id = d.pop("phone_number_id")

        status = ConversationStatus(d.pop("status"))

        priority = Priority(d.pop("priority"))

        def _parse_snoozed_until(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                snoozed_until_type_0 = datetime.datetime.fromisoformat(data)

                return snoozed_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        snoozed_until = _parse_snoozed_until(d.pop("snoozed_until"))

        def _parse_assignee_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        assignee_id = _parse_assignee_id(d.pop("assignee_id"))

        def _parse_team_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        team_id = _parse_team_id(d.pop("team_id"))

        label_ids = cast(list[str], d.pop("label_ids"))

        unread_count = d.pop("unread_count")

        def _parse_waiting_since(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                waiting_since_type_0 = datetime.datetime.fromisoformat(data)

                return waiting_since_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        waiting_since = _parse_waiting_since(d.pop("waiting_since"))

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

        def _parse_window_ends_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                window_ends_at_type_0 = datetime.datetime.fromisoformat(data)

                return window_ends_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        window_ends_at = _parse_window_ends_at(d.pop("window_ends_at"))

        last_message_at = datetime.datetime.fromisoformat(d.pop("last_message_at"))

        preview = d.pop("preview")

        preview_kind = d.pop("preview_kind")

        def _parse_preview_direction(data: object) -> Direction | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                preview_direction_type_0 = Direction(data)

                return preview_direction_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Direction | None, data)

        preview_direction = _parse_preview_direction(d.pop("preview_direction"))

        def _parse_preview_status(data: object) -> DeliveryStatus | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                preview_status_type_0 = DeliveryStatus(data)

                return preview_status_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DeliveryStatus | None, data)

        preview_status = _parse_preview_status(d.pop("preview_status"))

        version = d.pop("version")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        conversation_read = cls(
            id=id,
            contact_id=contact_id,
            contact_name=contact_name,
            contact_phone=contact_phone,
            phone_number_id=phone_number_id,
            status=status,
            priority=priority,
            snoozed_until=snoozed_until,
            assignee_id=assignee_id,
            team_id=team_id,
            label_ids=label_ids,
            unread_count=unread_count,
            waiting_since=waiting_since,
            last_inbound_at=last_inbound_at,
            window_ends_at=window_ends_at,
            last_message_at=last_message_at,
            preview=preview,
            preview_kind=preview_kind,
            preview_direction=preview_direction,
            preview_status=preview_status,
            version=version,
            created_at=created_at,
            updated_at=updated_at,
        )

        conversation_read.additional_properties = d
        return conversation_read

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
