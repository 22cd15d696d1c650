from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.job_kind import JobKind
from ..models.job_status import JobStatus

T = TypeVar("T", bound="CadenceJobRead")


@_attrs_define
class CadenceJobRead:
    """How far it is. The jobs of one cadence are done in the order they were asked for.

    Attributes:
        id (str):
        cadence_id (str):
        kind (JobKind):
        status (JobStatus):
        total (int | None): Of how many people; null until they are counted.
        done (int): Looked at so far.
        changed (int): Of those changed; nobody is whom it did not fit any more.
        ended (int): Of a move: nothing of theirs is left in the new version.
        sending (int): Of a move: their message is being sent, so they stay for now. They are come back for a few times.
        version (int | None): Of a move: into which version.
        detail (None | str): Why, as it was given.
        can_cancel (bool):
        created_at (datetime.datetime):
        started_at (datetime.datetime | None):
        finished_at (datetime.datetime | None):
    """

    id: str
    cadence_id: str
    kind: JobKind
    status: JobStatus
    total: int | None
    done: int
    changed: int
    ended: int
    sending: int
    version: int | None
    detail: None | str
    can_cancel: bool
    created_at: datetime.datetime
    started_at: datetime.datetime | None
    finished_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        cadence_id = self.cadence_id

        kind = self.kind.value

        status = self.status.value

        total: int | None
        total = self.total

        done = self.done

        changed = self.changed

        ended = self.ended

        sending = self.sending

        version: int | None
        version = self.version

        detail: None | str
        detail = self.detail

        can_cancel = self.can_cancel

        created_at = self.created_at.isoformat()

        started_at: None | str
        if isinstance(self.started_at, datetime.datetime):
            started_at = self.started_at.isoformat()
        else:
            started_at = self.started_at

        finished_at: None | str
        if isinstance(self.finished_at, datetime.datetime):
            finished_at = self.finished_at.isoformat()
        else:
            finished_at = self.finished_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "cadence_id": cadence_id,
                "kind": kind,
                "status": status,
                "total": total,
                "done": done,
                "changed": changed,
                "ended": ended,
                "sending": sending,
                "version": version,
                "detail": detail,
                "can_cancel": can_cancel,
                "created_at": created_at,
                "started_at": started_at,
                "finished_at": finished_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        cadence_id = d.pop("cadence_id")

        kind = JobKind(d.pop("kind"))

        status = JobStatus(d.pop("status"))

        def _parse_total(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        total = _parse_total(d.pop("total"))

        done = d.pop("done")

        changed = d.pop("changed")

        ended = d.pop("ended")

        sending = d.pop("sending")

        def _parse_version(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        version = _parse_version(d.pop("version"))

        def _parse_detail(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        detail = _parse_detail(d.pop("detail"))

        can_cancel = d.pop("can_cancel")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        def _parse_started_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                started_at_type_0 = datetime.datetime.fromisoformat(data)

                return started_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        started_at = _parse_started_at(d.pop("started_at"))

        def _parse_finished_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                finished_at_type_0 = datetime.datetime.fromisoformat(data)

                return finished_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        finished_at = _parse_finished_at(d.pop("finished_at"))

        cadence_job_read = cls(
            id=id,
            cadence_id=cadence_id,
            kind=kind,
            status=status,
            total=total,
            done=done,
            changed=changed,
            ended=ended,
            sending=sending,
            version=version,
            detail=detail,
            can_cancel=can_cancel,
            created_at=created_at,
            started_at=started_at,
            finished_at=finished_at,
        )

        cadence_job_read.additional_properties = d
        return cadence_job_read

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
