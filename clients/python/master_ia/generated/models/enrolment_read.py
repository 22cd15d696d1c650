from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.enrolment_status import EnrolmentStatus

T = TypeVar("T", bound="EnrolmentRead")


@_attrs_define
class EnrolmentRead:
    """
    Attributes:
        id (str):
        cadence_id (str):
        cadence_name (str):
        contact_id (str):
        contact_name (None | str): Null once the contact was deleted.
        contact_phone (None | str):
        version (int):
        lap (int): 1 the first time this contact is in this cadence.
        status (EnrolmentStatus): Where a contact stands in a cadence; the last two are for good.
        step_key (None | str): The step it stands at; null before the first.
        due_at (datetime.datetime | None): When it goes on.
        reason (None | str): Why it ended.
        detail (None | str):
        source (str):
        source_id (None | str):
        last_sent_at (datetime.datetime | None):
        entered_at (datetime.datetime):
        ended_at (datetime.datetime | None):
    """

    id: str
    cadence_id: str
    cadence_name: str
    contact_id: str
    contact_name: None | str
    contact_phone: None | str
    version: int
    lap: int
    status: EnrolmentStatus
    step_key: None | str
    due_at: datetime.datetime | None
    reason: None | str
    detail: None | str
    source: str
    source_id: None | str
    last_sent_at: datetime.datetime | None
    entered_at: datetime.datetime
    ended_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        cadence_id = self.cadence_id

        cadence_name = self.cadence_name

        contact_id = self.contact_id

        contact_name: None | str
        contact_name = self.contact_name

        contact_phone: None | str
        contact_phone = self.contact_phone

        version = self.version

        lap = self.lap

        status = self.status.value

        step_key: None | str
        step_key = self.step_key

        due_at: None | str
        if isinstance(self.due_at, datetime.datetime):
            due_at = self.due_at.isoformat()
        else:
            due_at = self.due_at

        reason: None | str
        reason = self.reason

        detail: None | str
        detail = self.detail

        source = self.source

        source_id: None | str
        source_id = self.source_id

        last_sent_at: None | str
        if isinstance(self.last_sent_at, datetime.datetime):
            last_sent_at = self.last_sent_at.isoformat()
        else:
            last_sent_at = self.last_sent_at

        entered_at = self.entered_at.isoformat()

        ended_at: None | str
        if isinstance(self.ended_at, datetime.datetime):
            ended_at = self.ended_at.isoformat()
        else:
            ended_at = self.ended_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "cadence_id": cadence_id,
                "cadence_name": cadence_name,
                "contact_id": contact_id,
                "contact_name": contact_name,
                "contact_phone": contact_phone,
                "version": version,
                "lap": lap,
                "status": status,
                "step_key": step_key,
                "due_at": due_at,
                "reason": reason,
                "detail": detail,
                "source": source,
                "source_id": source_id,
                "last_sent_at": last_sent_at,
                "entered_at": entered_at,
                "ended_at": ended_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        cadence_id = d.pop("cadence_id")

        cadence_name = d.pop("cadence_name")

        contact_id = d.pop("contact_id")

        def _parse_contact_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        contact_name = _parse_contact_name(d.pop("contact_name"))

        def _parse_contact_phone(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        contact_phone = _parse_contact_phone(d.pop("contact_phone"))

        version = d.pop("version")

        lap = d.pop("lap")

        status = EnrolmentStatus(d.pop("status"))

        def _parse_step_key(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        step_key = _parse_step_key(d.pop("step_key"))

        def _parse_due_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                due_at_type_0 = datetime.datetime.fromisoformat(data)

                return due_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        due_at = _parse_due_at(d.pop("due_at"))

        def _parse_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reason = _parse_reason(d.pop("reason"))

        def _parse_detail(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        detail = _parse_detail(d.pop("detail"))

        source = d.pop("source")

        def _parse_source_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        source_id = _parse_source_id(d.pop("source_id"))

        def _parse_last_sent_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_sent_at_type_0 = datetime.datetime.fromisoformat(data)

                return last_sent_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        last_sent_at = _parse_last_sent_at(d.pop("last_sent_at"))

        entered_at = datetime.datetime.fromisoformat(d.pop("entered_at"))

        def _parse_ended_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ended_at_type_0 = datetime.datetime.fromisoformat(data)

                return ended_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        ended_at = _parse_ended_at(d.pop("ended_at"))

        enrolment_read = cls(
            id=id,
            cadence_id=cadence_id,
            cadence_name=cadence_name,
            contact_id=contact_id,
            contact_name=contact_name,
            contact_phone=contact_phone,
            version=version,
            lap=lap,
            status=status,
            step_key=step_key,
            due_at=due_at,
            reason=reason,
            detail=detail,
            source=source,
            source_id=source_id,
            last_sent_at=last_sent_at,
            entered_at=entered_at,
            ended_at=ended_at,
        )

        enrolment_read.additional_properties = d
        return enrolment_read

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
