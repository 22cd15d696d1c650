from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.channel import Channel
from ..models.conversation_status import ConversationStatus
from ..types import UNSET, Unset

T = TypeVar("T", bound="ConversationData")


@_attrs_define
class ConversationData:
    """
    Attributes:
        conversation_id (str):
        contact_id (str):
        number_id (str):
        channel (Channel):
        status (ConversationStatus):
        assignee_id (None | str | Unset):
        team_id (None | str | Unset):
        previous_assignee_id (None | str | Unset): Of assigned and handoff: who had it before.
        user_id (None | str | Unset): Who did it; null: nobody by hand.
        waiting_since (datetime.datetime | None | Unset): Since when the customer waits for an answer.
        window_expires_at (datetime.datetime | None | Unset): Until when WhatsApp lets you write freely.
        minutes (int | None | Unset): Of unanswered: so long; of window_closing: so much is left.
    """

    conversation_id: str
    contact_id: str
    number_id: str
    channel: Channel
    status: ConversationStatus
    assignee_id: None | str | Unset = UNSET
    team_id: None | str | Unset = UNSET
    previous_assignee_id: None | str | Unset = UNSET
    user_id: None | str | Unset = UNSET
    waiting_since: datetime.datetime | None | Unset = UNSET
    window_expires_at: datetime.datetime | None | Unset = UNSET
    minutes: int | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        conversation_id = self.conversation_id

        contact_id = self.contact_id

        number_id = self.number_id

        channel = self.channel.value

        status = self.status.value

        assignee_id: None | str | Unset
        if isinstance(self.assignee_id, Unset):
            assignee_id = UNSET
        else:
            assignee_id = self.assignee_id

        team_id: None | str | Unset
        if isinstance(self.team_id, Unset):
            team_id = UNSET
        else:
            team_id = self.team_id

        previous_assignee_id: None | str | Unset
        if isinstance(self.previous_assignee_id, Unset):
            previous_assignee_id = UNSET
        else:
            previous_assignee_id = self.previous_assignee_id

        user_id: None | str | Unset
        if isinstance(self.user_id, Unset):
            user_id = UNSET
        else:
            user_id = self.user_id

        waiting_since: None | str | Unset
        if isinstance(self.waiting_since, Unset):
            waiting_since = UNSET
        elif isinstance(self.waiting_since, datetime.datetime):
            waiting_since = self.waiting_since.isoformat()
        else:
            waiting_since = self.waiting_since

        window_expires_at: None | str | Unset
        if isinstance(self.window_expires_at, Unset):
            window_expires_at = UNSET
        elif isinstance(self.window_expires_at, datetime.datetime):
            window_expires_at = self.window_expires_at.isoformat()
        else:
            window_expires_at = self.window_expires_at

        minutes: int | None | Unset
        if isinstance(self.minutes, Unset):
            minutes = UNSET
        else:
            minutes = self.minutes

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "conversation_id": conversation_id,
                "contact_id": contact_id,
                "number_id": number_id,
                "channel": channel,
                "status": status,
            }
        )
        if assignee_id is not UNSET:
            field_dict["assignee_id"] = assignee_id
        if team_id is not UNSET:
            field_dict["team_id"] = team_id
        if previous_assignee_id is not UNSET:
            field_dict["previous_assignee_id"] = previous_assignee_id
        if user_id is not UNSET:
            field_dict["user_id"] = user_id
        if waiting_since is not UNSET:
            field_dict["waiting_since"] = waiting_since
        if window_expires_at is not UNSET:
            field_dict["window_expires_at"] = window_expires_at
        if minutes is not UNSET:
            field_dict["minutes"] = minutes

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        conversation_id = d.pop("conversation_id")

        contact_id = d.pop("contact_id")

        number_id = d.pop("number_id")

        channel = Channel(d.pop("channel"))

        status = ConversationStatus(d.pop("status"))

        def _parse_assignee_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        assignee_id = _parse_assignee_id(d.pop("assignee_id", UNSET))

        def _parse_team_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        team_id = _parse_team_id(d.pop("team_id", UNSET))

        def _parse_previous_assignee_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        previous_assignee_id = _parse_previous_assignee_id(d.pop("previous_assignee_id", UNSET))

        def _parse_user_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        user_id = _parse_user_id(d.pop("user_id", UNSET))

        def _parse_waiting_since(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                waiting_since_type_0 = datetime.datetime.fromisoformat(data)

                return waiting_since_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        waiting_since = _parse_waiting_since(d.pop("waiting_since", UNSET))

        def _parse_window_expires_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                window_expires_at_type_0 = datetime.datetime.fromisoformat(data)

                return window_expires_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        window_expires_at = _parse_window_expires_at(d.pop("window_expires_at", UNSET))

        def _parse_minutes(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        minutes = _parse_minutes(d.pop("minutes", UNSET))

        conversation_data = cls(
            conversation_id=conversation_id,
            contact_id=contact_id,
            number_id=number_id,
            channel=channel,
            status=status,
            assignee_id=assignee_id,
            team_id=team_id,
            previous_assignee_id=previous_assignee_id,
            user_id=user_id,
            waiting_since=waiting_since,
            window_expires_at=window_expires_at,
            minutes=minutes,
        )

        conversation_data.additional_properties = d
        return conversation_data

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
