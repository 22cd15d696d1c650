from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.confirmations import Confirmations
    from ..models.keywords import Keywords


T = TypeVar("T", bound="PolicyRead")


@_attrs_define
class PolicyRead:
    """
    Attributes:
        stop_everywhere (bool): A STOP on one channel stops marketing on all of them.
        require_consent (bool): Marketing only to people whose consent is on record.
        keywords (Keywords):
        confirmations (Confirmations):
        frequency_cap (int | None): Marketing messages a person; null: any number.
        frequency_days (int):
        duplicate_hours (int): 0: the same may be sent again at once.
        attribution_days (int):
        currency (str): ISO 4217; all amounts are in millionths of it.
        monthly_budget_micros (int | None): For the campaigns launched in a month; null: no limit.
        approval_recipients (int | None): From so many recipients a second person has to approve; null: never.
        approval_micros (int | None): The same by cost.
    """

    stop_everywhere: bool
    require_consent: bool
    keywords: Keywords
    confirmations: Confirmations
    frequency_cap: int | None
    frequency_days: int
    duplicate_hours: int
    attribution_days: int
    currency: str
    monthly_budget_micros: int | None
    approval_recipients: int | None
    approval_micros: int | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        stop_everywhere = self.stop_everywhere

        require_consent = self.require_consent

        keywords = self.keywords.to_dict()

        confirmations = self.confirmations.to_dict()

        frequency_cap: int | None
        frequency_cap = self.frequency_cap

        frequency_days = self.frequency_days

        duplicate_hours = self.duplicate_hours

        attribution_days = self.attribution_days

        currency = self.currency

        monthly_budget_micros: int | None
        monthly_budget_micros = self.monthly_budget_micros

        approval_recipients: int | None
        approval_recipients = self.approval_recipients

        approval_micros: int | None
        approval_micros = self.approval_micros

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "stop_everywhere": stop_everywhere,
                "require_consent": require_consent,
                "keywords": keywords,
                "confirmations": confirmations,
                "frequency_cap": frequency_cap,
                "frequency_days": frequency_days,
                "duplicate_hours": duplicate_hours,
                "attribution_days": attribution_days,
                "currency": currency,
                "monthly_budget_micros": monthly_budget_micros,
                "approval_recipients": approval_recipients,
                "approval_micros": approval_micros,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.confirmations import Confirmations  # noqa: PLC0415
        from ..models.keywords import Keywords  # noqa: PLC0415

        d = dict(src_dict)
        stop_everywhere = d.pop("stop_everywhere")

        require_consent = d.pop("require_consent")

        keywords = Keywords.from_dict(d.pop("keywords"))

        confirmations = Confirmations.from_dict(d.pop("confirmations"))

        def _parse_frequency_cap(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        frequency_cap = _parse_frequency_cap(d.pop("frequency_cap"))

        frequency_days = d.pop("frequency_days")

        duplicate_hours = d.pop("duplicate_hours")

        attribution_days = d.pop("attribution_days")

        currency = d.pop("currency")

        def _parse_monthly_budget_micros(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        monthly_budget_micros = _parse_monthly_budget_micros(d.pop("monthly_budget_micros"))

        def _parse_approval_recipients(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        approval_recipients = _parse_approval_recipients(d.pop("approval_recipients"))

        def _parse_approval_micros(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        approval_micros = _parse_approval_micros(d.pop("approval_micros"))

        policy_read = cls(
            stop_everywhere=stop_everywhere,
            require_consent=require_consent,
            keywords=keywords,
            confirmations=confirmations,
            frequency_cap=frequency_cap,
            frequency_days=frequency_days,
            duplicate_hours=duplicate_hours,
            attribution_days=attribution_days,
            currency=currency,
            monthly_budget_micros=monthly_budget_micros,
            approval_recipients=approval_recipients,
            approval_micros=approval_micros,
        )

        policy_read.additional_properties = d
        return policy_read

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
