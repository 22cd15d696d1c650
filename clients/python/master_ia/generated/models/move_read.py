from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.cadence_job_read import CadenceJobRead


T = TypeVar("T", bound="MoveRead")


@_attrs_define
class MoveRead:
    """What became of those who were in older versions.

    Attributes:
        moved (int):
        ended (int): Nothing of theirs is left in the new version.
        sending (int): Their message is just being sent; call again to move them too.
        job (CadenceJobRead | None | Unset): With 202, for more than 2,000 people or while another job of the cadence is
            under way: what moves them, and tells how far it is.
    """

    moved: int
    ended: int
    sending: int
    job: CadenceJobRead | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.cadence_job_read import CadenceJobRead  # noqa: PLC0415

        moved = self.moved

        ended = self.ended

        sending = self.sending

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
                "moved": moved,
                "ended": ended,
                "sending": sending,
            }
        )
        if job is not UNSET:
            field_dict["job"] = job

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.cadence_job_read import CadenceJobRead  # noqa: PLC0415

        d = dict(src_dict)
        moved = d.pop("moved")

        ended = d.pop("ended")

        sending = d.pop("sending")

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

        move_read = cls(
            moved=moved,
            ended=ended,
            sending=sending,
            job=job,
        )

        move_read.additional_properties = d
        return move_read

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
