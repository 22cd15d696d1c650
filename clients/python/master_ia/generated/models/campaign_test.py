from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="CampaignTest")


@_attrs_define
class CampaignTest:
    """
    Attributes:
        to (str): A number of yours.
        variant (int | Unset):  Default: 1.
        contact_id (None | str | Unset): Filled in as for this contact; without one a placeholder that nothing else
            fills is shown as it is.
    """

    to: str
    variant: int | Unset = 1
    contact_id: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        to = self.to

        variant = self.variant

        contact_id: None | str | Unset
        if isinstance(self.contact_id, Unset):
            contact_id = UNSET
        else:
            contact_id = self.contact_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "to": to,
            }
        )
        if variant is not UNSET:
            field_dict["variant"] = variant
        if contact_id is not UNSET:
            field_dict["contact_id"] = contact_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        to = d.pop("to")

        variant = d.pop("variant", UNSET)

        def _parse_contact_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        contact_id = _parse_contact_id(d.pop("contact_id", UNSET))

        campaign_test = cls(
            to=to,
            variant=variant,
            contact_id=contact_id,
        )

        return campaign_test
