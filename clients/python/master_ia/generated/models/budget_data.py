from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="BudgetData")


@_attrs_define
class BudgetData:
    """
    Attributes:
        percent (int): So much of it is used.
        spent_micros (int):
        budget_micros (int):
        currency (str):
        campaign_id (None | str | Unset): Null: the month's budget.
    """

    percent: int
    spent_micros: int
    budget_micros: int
    currency: str
    campaign_id: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        percent = self.percent

        spent_micros = self.spent_micros

        budget_micros = self.budget_micros

        currency = self.currency

        campaign_id: None | str | Unset
        if isinstance(self.campaign_id, Unset):
            campaign_id = UNSET
        else:
            campaign_id = self.campaign_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "percent": percent,
                "spent_micros": spent_micros,
                "budget_micros": budget_micros,
                "currency": currency,
            }
        )
        if campaign_id is not UNSET:
            field_dict["campaign_id"] = campaign_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        percent = d.pop("percent")

        spent_micros = d.pop("spent_micros")

        budget_micros = d.pop("budget_micros")

        currency = d.pop("currency")

        def _parse_campaign_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        campaign_id = _parse_campaign_id(d.pop("campaign_id", UNSET))

        budget_data = cls(
            percent=percent,
            spent_micros=spent_micros,
            budget_micros=budget_micros,
            currency=currency,
            campaign_id=campaign_id,
        )

        budget_data.additional_properties = d
        return budget_data

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
