from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.figures_read import FiguresRead


T = TypeVar("T", bound="VariantResultRead")


@_attrs_define
class VariantResultRead:
    """
    Attributes:
        variant (int):
        name (str):
        figures (FiguresRead): Each number counts people, once.
        rate (float): The share of those tried who did what `metric` says.
        uplift (float | None): Against the first variant; 0.1 is 10 % more.
        chance (float | None): How likely so large a difference is by chance.
        won (bool):
    """

    variant: int
    name: str
    figures: FiguresRead
    rate: float
    uplift: float | None
    chance: float | None
    won: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        variant = self.variant

        name = self.name

        figures = self.figures.to_dict()

        rate = self.rate

        uplift: float | None
        uplift = self.uplift

        chance: float | None
        chance = self.chance

        won = self.won

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "variant": variant,
                "name": name,
                "figures": figures,
                "rate": rate,
                "uplift": uplift,
                "chance": chance,
                "won": won,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.figures_read import FiguresRead  # noqa: PLC0415

        d = dict(src_dict)
        variant = d.pop("variant")

        name = d.pop("name")

        figures = FiguresRead.from_dict(d.pop("figures"))

        rate = d.pop("rate")

        def _parse_uplift(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        uplift = _parse_uplift(d.pop("uplift"))

        def _parse_chance(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        chance = _parse_chance(d.pop("chance"))

        won = d.pop("won")

        variant_result_read = cls(
            variant=variant,
            name=name,
            figures=figures,
            rate=rate,
            uplift=uplift,
            chance=chance,
            won=won,
        )

        variant_result_read.additional_properties = d
        return variant_result_read

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
