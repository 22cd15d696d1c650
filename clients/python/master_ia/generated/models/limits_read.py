from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.number_limit_read import NumberLimitRead
    from ..models.portfolio_limit_read import PortfolioLimitRead
    from ..models.stopped_read import StoppedRead


T = TypeVar("T", bound="LimitsRead")


@_attrs_define
class LimitsRead:
    """
    Attributes:
        portfolios (list[PortfolioLimitRead]):
        numbers (list[NumberLimitRead]):
        stopped (list[StoppedRead]): Connections and templates.
    """

    portfolios: list[PortfolioLimitRead]
    numbers: list[NumberLimitRead]
    stopped: list[StoppedRead]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        portfolios = []
        for portfolios_item_data in self.portfolios:
            portfolios_item = portfolios_item_data.to_dict()
            portfolios.append(portfolios_item)

        numbers = []
        for numbers_item_data in self.numbers:
            numbers_item = numbers_item_data.to_dict()
            numbers.append(numbers_item)

        stopped = []
        for stopped_item_data in self.stopped:
            stopped_item = stopped_item_data.to_dict()
            stopped.append(stopped_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "portfolios": portfolios,
                "numbers": numbers,
                "stopped": stopped,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.number_limit_read import NumberLimitRead  # noqa: PLC0415
        from ..models.portfolio_limit_read import PortfolioLimitRead  # noqa: PLC0415
        from ..models.stopped_read import StoppedRead  # noqa: PLC0415

        d = dict(src_dict)
        portfolios = []
        _portfolios = d.pop("portfolios")
        for portfolios_item_data in _portfolios:
            portfolios_item = PortfolioLimitRead.from_dict(portfolios_item_data)

            portfolios.append(portfolios_item)

        numbers = []
        _numbers = d.pop("numbers")
        for numbers_item_data in _numbers:
            numbers_item = NumberLimitRead.from_dict(numbers_item_data)

            numbers.append(numbers_item)

        stopped = []
        _stopped = d.pop("stopped")
        for stopped_item_data in _stopped:
            stopped_item = StoppedRead.from_dict(stopped_item_data)

            stopped.append(stopped_item)

        limits_read = cls(
            portfolios=portfolios,
            numbers=numbers,
            stopped=stopped,
        )

        limits_read.additional_properties = d
        return limits_read

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
