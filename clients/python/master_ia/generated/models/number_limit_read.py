from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.stopped_read import StoppedRead


T = TypeVar("T", bound="NumberLimitRead")


@_attrs_define
class NumberLimitRead:
    """
    Attributes:
        id (str):
        display_phone (str):
        rate_per_second (int):
        share (float): What throttling left of the rate; 1 is all of it.
        quality (str):
        stopped (None | StoppedRead):
    """

    id: str
    display_phone: str
    rate_per_second: int
    share: float
    quality: str
    stopped: None | StoppedRead
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.stopped_read import StoppedRead  # noqa: PLC0415

        id = self.id

        display_phone = self.display_phone

        rate_per_second = self.rate_per_second

        share = self.share

        quality = self.quality

        stopped: dict[str, Any] | None
        if isinstance(self.stopped, StoppedRead):
            stopped = self.stopped.to_dict()
        else:
            stopped = self.stopped

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "display_phone": display_phone,
                "rate_per_second": rate_per_second,
                "share": share,
                "quality": quality,
                "stopped": stopped,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.stopped_read import StoppedRead  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        display_phone = d.pop("display_phone")

        rate_per_second = d.pop("rate_per_second")

        share = d.pop("share")

        quality = d.pop("quality")

        def _parse_stopped(data: object) -> None | StoppedRead:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                stopped_type_0 = StoppedRead.from_dict(data)

                return stopped_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | StoppedRead, data)

        stopped = _parse_stopped(d.pop("stopped"))

        number_limit_read = cls(
            id=id,
            display_phone=display_phone,
            rate_per_second=rate_per_second,
            share=share,
            quality=quality,
            stopped=stopped,
        )

        number_limit_read.additional_properties = d
        return number_limit_read

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
