from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.enrolment_status import EnrolmentStatus
from ..types import UNSET, Unset

T = TypeVar("T", bound="EnrolmentsAction")


@_attrs_define
class EnrolmentsAction:
    """Those named; or everybody the filters let through.

    Attributes:
        detail (None | str | Unset): Why, for whoever reads the enrolment's story.
        enrolment_ids (list[str] | Unset):
        everybody (bool | None | Unset): All of the cadence, narrowed by the filters below.
        status (list[EnrolmentStatus] | Unset):
        step_key (None | str | Unset): Who stands at this step. `skip` asks for it.
        version (int | None | Unset):
    """

    detail: None | str | Unset = UNSET
    enrolment_ids: list[str] | Unset = UNSET
    everybody: bool | None | Unset = UNSET
    status: list[EnrolmentStatus] | Unset = UNSET
    step_key: None | str | Unset = UNSET
    version: int | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        detail: None | str | Unset
        if isinstance(self.detail, Unset):
            detail = UNSET
        else:
            detail = self.detail

        enrolment_ids: list[str] | Unset = UNSET
        if not isinstance(self.enrolment_ids, Unset):
            enrolment_ids = self.enrolment_ids

        everybody: bool | None | Unset
        if isinstance(self.everybody, Unset):
            everybody = UNSET
        else:
            everybody = self.everybody

        status: list[str] | Unset = UNSET
        if not isinstance(self.status, Unset):
            status = []
            for status_item_data in self.status:
                status_item = status_item_data.value
                status.append(status_item)

        step_key: None | str | Unset
        if isinstance(self.step_key, Unset):
            step_key = UNSET
        else:
            step_key = self.step_key

        version: int | None | Unset
        if isinstance(self.version, Unset):
            version = UNSET
        else:
            version = self.version

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if detail is not UNSET:
            field_dict["detail"] = detail
        if enrolment_ids is not UNSET:
            field_dict["enrolment_ids"] = enrolment_ids
        if everybody is not UNSET:
            field_dict["everybody"] = everybody
        if status is not UNSET:
            field_dict["status"] = status
        if step_key is not UNSET:
            field_dict["step_key"] = step_key
        if version is not UNSET:
            field_dict["version"] = version

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_detail(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        detail = _parse_detail(d.pop("detail", UNSET))

        enrolment_ids = cast(list[str], d.pop("enrolment_ids", UNSET))

        def _parse_everybody(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        everybody = _parse_everybody(d.pop("everybody", UNSET))

        _status = d.pop("status", UNSET)
        status: list[EnrolmentStatus] | Unset = UNSET
        if _status is not UNSET:
            status = []
            for status_item_data in _status:
                status_item = EnrolmentStatus(status_item_data)

                status.append(status_item)

        def _parse_step_key(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        step_key = _parse_step_key(d.pop("step_key", UNSET))

        def _parse_version(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        version = _parse_version(d.pop("version", UNSET))

        enrolments_action = cls(
            detail=detail,
            enrolment_ids=enrolment_ids,
            everybody=everybody,
            status=status,
            step_key=step_key,
            version=version,
        )

        return enrolments_action
