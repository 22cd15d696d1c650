from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.enrolment_result import EnrolmentResult
    from ..models.enrolments_created_left_out import EnrolmentsCreatedLeftOut


T = TypeVar("T", bound="EnrolmentsCreated")


@_attrs_define
class EnrolmentsCreated:
    """
    Attributes:
        enrolled (int):
        left_out (EnrolmentsCreatedLeftOut): How many were left out, by reason.
        results (list[EnrolmentResult]): In the order of `contacts`.
        source_id (None | str): Of a segment: what enrols its people.
    """

    enrolled: int
    left_out: EnrolmentsCreatedLeftOut
    results: list[EnrolmentResult]
    source_id: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        enrolled = self.enrolled

        left_out = self.left_out.to_dict()

        results = []
        for results_item_data in self.results:
            results_item = results_item_data.to_dict()
            results.append(results_item)

        source_id: None | str
        source_id = self.source_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "enrolled": enrolled,
                "left_out": left_out,
                "results": results,
                "source_id": source_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.enrolment_result import EnrolmentResult  # noqa: PLC0415
        from ..models.enrolments_created_left_out import EnrolmentsCreatedLeftOut  # noqa: PLC0415

        d = dict(src_dict)
        enrolled = d.pop("enrolled")

        left_out = EnrolmentsCreatedLeftOut.from_dict(d.pop("left_out"))

        results = []
        _results = d.pop("results")
        for results_item_data in _results:
            results_item = EnrolmentResult.from_dict(results_item_data)

            results.append(results_item)

        def _parse_source_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        source_id = _parse_source_id(d.pop("source_id"))

        enrolments_created = cls(
            enrolled=enrolled,
            left_out=left_out,
            results=results,
            source_id=source_id,
        )

        enrolments_created.additional_properties = d
        return enrolments_created

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
