from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.confirmations import Confirmations
    from ..models.keywords import Keywords


T = TypeVar("T", bound="PolicyUpdate")


@_attrs_define
class PolicyUpdate:
    """What is absent stays as it is.

    Attributes:
        stop_everywhere (bool | Unset):  Default: True.
        require_consent (bool | Unset):  Default: False.
        keywords (Keywords | Unset):
        confirmations (Confirmations | Unset):
        frequency_cap (int | None | Unset):
        frequency_days (int | Unset):  Default: 7.
        duplicate_hours (int | Unset):  Default: 24.
        attribution_days (int | Unset):  Default: 7.
        currency (str | Unset):  Default: 'BRL'.
        monthly_budget_micros (int | None | Unset):
        approval_recipients (int | None | Unset):
        approval_micros (int | None | Unset):
    """

    stop_everywhere: bool | Unset = True
    require_consent: bool | Unset = False
    keywords: Keywords | Unset = UNSET
    confirmations: Confirmations | Unset = UNSET
    frequency_cap: int | None | Unset = UNSET
    frequency_days: int | Unset = 7
    duplicate_hours: int | Unset = 24
    attribution_days: int | Unset = 7
    currency: str | Unset = "BRL"
    monthly_budget_micros: int | None | Unset = UNSET
    approval_recipients: int | None | Unset = UNSET
    approval_micros: int | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        stop_everywhere = self.stop_everywhere

        require_consent = self.require_consent

        keywords: dict[str, Any] | Unset = UNSET
        if not isinstance(self.keywords, Unset):
            keywords = self.keywords.to_dict()

        confirmations: dict[str, Any] | Unset = UNSET
        if not isinstance(self.confirmations, Unset):
            confirmations = self.confirmations.to_dict()

        frequency_cap: int | None | Unset
        if isinstance(self.frequency_cap, Unset):
            frequency_cap = UNSET
        else:
            frequency_cap = self.frequency_cap

        frequency_days = self.frequency_days

        duplicate_hours = self.duplicate_hours

        attribution_days = self.attribution_days

        currency = self.currency

        monthly_budget_micros: int | None | Unset
        if isinstance(self.monthly_budget_micros, Unset):
            monthly_budget_micros = UNSET
        else:
            monthly_budget_micros = self.monthly_budget_micros

        approval_recipients: int | None | Unset
        if isinstance(self.approval_recipients, Unset):
            approval_recipients = UNSET
        else:
            approval_recipients = self.approval_recipients

        approval_micros: int | None | Unset
        if isinstance(self.approval_micros, Unset):
            approval_micros = UNSET
        else:
            approval_micros = self.approval_micros

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if stop_everywhere is not UNSET:
            field_dict["stop_everywhere"] = stop_everywhere
        if require_consent is not UNSET:
            field_dict["require_consent"] = require_consent
        if keywords is not UNSET:
            field_dict["keywords"] = keywords
        if confirmations is not UNSET:
            field_dict["confirmations"] = confirmations
        if frequency_cap is not UNSET:
            field_dict["frequency_cap"] = frequency_cap
        if frequency_days is not UNSET:
            field_dict["frequency_days"] = frequency_days
        if duplicate_hours is not UNSET:
            field_dict["duplicate_hours"] = duplicate_hours
        if attribution_days is not UNSET:
            field_dict["attribution_days"] = attribution_days
        if currency is not UNSET:
            field_dict["currency"] = currency
        if monthly_budget_micros is not UNSET:
            field_dict["monthly_budget_micros"] = monthly_budget_micros
        if approval_recipients is not UNSET:
            field_dict["approval_recipients"] = approval_recipients
        if approval_micros is not UNSET:
            field_dict["approval_micros"] = approval_micros

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.confirmations import Confirmations  # noqa: PLC0415
        from ..models.keywords import Keywords  # noqa: PLC0415

        d = dict(src_dict)
        stop_everywhere = d.pop("stop_everywhere", UNSET)

        require_consent = d.pop("require_consent", UNSET)

        _keywords = d.pop("keywords", UNSET)
        keywords: Keywords | Unset
        if isinstance(_keywords, Unset):
            keywords = UNSET
        else:
            keywords = Keywords.from_dict(_keywords)

        _confirmations = d.pop("confirmations", UNSET)
        confirmations: Confirmations | Unset
        if isinstance(_confirmations, Unset):
            confirmations = UNSET
        else:
            confirmations = Confirmations.from_dict(_confirmations)

        def _parse_frequency_cap(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        frequency_cap = _parse_frequency_cap(d.pop("frequency_cap", UNSET))

        frequency_days = d.pop("frequency_days", UNSET)

        duplicate_hours = d.pop("duplicate_hours", UNSET)

        attribution_days = d.pop("attribution_days", UNSET)

        currency = d.pop("currency", UNSET)

        def _parse_monthly_budget_micros(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        monthly_budget_micros = _parse_monthly_budget_micros(d.pop("monthly_budget_micros", UNSET))

        def _parse_approval_recipients(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        approval_recipients = _parse_approval_recipients(d.pop("approval_recipients", UNSET))

        def _parse_approval_micros(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        approval_micros = _parse_approval_micros(d.pop("approval_micros", UNSET))

        policy_update = cls(
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

        return policy_update
