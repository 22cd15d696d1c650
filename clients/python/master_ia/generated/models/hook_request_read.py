from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.hook_request_status import HookRequestStatus

if TYPE_CHECKING:
    from ..models.fired import Fired
    from ..models.hook_problem import HookProblem


T = TypeVar("T", bound="HookRequestRead")


@_attrs_define
class HookRequestRead:
    """One call, and what became of it.

    Attributes:
        id (str):
        status (HookRequestStatus):
        reason (None | str):
        reason_text (None | str): For people, in the language of Accept-Language.
        problems (list[HookProblem]):
        done (Fired): What was done, for each part that was asked for.
        created_at (datetime.datetime):
        finished_at (datetime.datetime | None):
    """

    id: str
    status: HookRequestStatus
    reason: None | str
    reason_text: None | str
    problems: list[HookProblem]
    done: Fired
    created_at: datetime.datetime
    finished_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        status = self.status.value

        reason: None | str
        reason = self.reason

        reason_text: None | str
        reason_text = self.reason_text

        problems = []
        for problems_item_data in self.problems:
            problems_item = problems_item_data.to_dict()
            problems.append(problems_item)

        done = self.done.to_dict()

        created_at = self.created_at.isoformat()

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
                "status": status,
                "reason": reason,
                "reason_text": reason_text,
                "problems": problems,
                "done": done,
                "created_at": created_at,
                "finished_at": finished_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.fired import Fired  # noqa: PLC0415
        from ..models.hook_problem import HookProblem  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        status = HookRequestStatus(d.pop("status"))

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

        problems = []
        _problems = d.pop("problems")
        for problems_item_data in _problems:
            problems_item = HookProblem.from_dict(problems_item_data)

            problems.append(problems_item)

        done = Fired.from_dict(d.pop("done"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

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

        hook_request_read = cls(
            id=id,
            status=status,
            reason=reason,
            reason_text=reason_text,
            problems=problems,
            done=done,
            created_at=created_at,
            finished_at=finished_at,
        )

        hook_request_read.additional_properties = d
        return hook_request_read

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
