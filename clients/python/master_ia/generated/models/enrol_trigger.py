from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.contact_part import ContactPart


T = TypeVar("T", bound="EnrolTrigger")


@_attrs_define
class EnrolTrigger:
    """
    Attributes:
        cadence (str): Its id, or the external id you gave it.
        contact (ContactPart): Whom it is about: found by external id, else by phone, else by e-mail; made when new.

            What is absent stays as it is. At least one of the three is needed.
    """

    cadence: str
    contact: ContactPart

    def to_dict(self) -> dict[str, Any]:
        cadence = self.cadence

        contact = self.contact.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "cadence": cadence,
                "contact": contact,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.contact_part import ContactPart  # noqa: PLC0415

        d = dict(src_dict)
        cadence = d.pop("cadence")

        contact = ContactPart.from_dict(d.pop("contact"))

        enrol_trigger = cls(
            cadence=cadence,
            contact=contact,
        )

        return enrol_trigger
