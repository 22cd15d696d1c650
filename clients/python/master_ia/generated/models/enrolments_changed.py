from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.cadence_job_read import CadenceJobRead


T = TypeVar("T", bound="EnrolmentsChanged")


@_attrs_define
class EnrolmentsChanged:
    """
    Attributes:
        changed (int):
        more (bool): Never true any more: of many people `job` takes care.
        job (CadenceJobRead | None | Unset): With 202, for more than 2,000 people or while another job of the cadence is
            under way: what changes them, and tells how far it is.
    """

    changed: int
    more: bool
    job: CadenceJobRead | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.cadence_job_read import CadenceJobRead  # noqa: PLC0415

        changed = self.changed

        more = self.more

        job: dict[str, Any] | None | Unset
        if isinstance(self.job, Unset):
            job = UNSET
        elif isinstance(self.job, CadenceJobRead):
            job = self.job.to_dict()
        else:
            job = self.job

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "changed": changed,
                "more": more,
            }
        )
        if job is not UNSET:
            field_dict["job"] = job

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.cadence_job_read import CadenceJobRead  # noqa: PLC0415

        d = dict(src_dict)
        changed = d.pop("changed")

        more = d.pop("more")

        def _parse_job(data: object) -> CadenceJobRead | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                job_type_0 = CadenceJobRead.from_dict(data)

                return job_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CadenceJobRead | None | Unset, data)

        job = _parse_job(d.pop("job", UNSET))

        enrolments_changed = cls(
            changed=changed,
            more=more,
            job=job,
        )

        enrolments_changed.additional_properties = d
        return enrolments_changed

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
