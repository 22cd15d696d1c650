from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.recipient_ref import RecipientRef


T = TypeVar("T", bound="EnrolmentsCreate")


@_attrs_define
class EnrolmentsCreate:
    """Contacts by their names, or everybody of a segment.

    Attributes:
        contacts (list[RecipientRef] | Unset):
        segment_id (None | str | Unset): Everybody who is in it now, however many: enrolled in the background by a
            source, which tells how far it is.
    """

    contacts: list[RecipientRef] | Unset = UNSET
    segment_id: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        contacts: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.contacts, Unset):
            contacts = []
            for contacts_item_data in self.contacts:
                contacts_item = contacts_item_data.to_dict()
                contacts.append(contacts_item)

        segment_id: None | str | Unset
        if isinstance(self.segment_id, Unset):
            segment_id = UNSET
        else:
            segment_id = self.segment_id

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if contacts is not UNSET:
            field_dict["contacts"] = contacts
        if segment_id is not UNSET:
            field_dict["segment_id"] = segment_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.recipient_ref import RecipientRef  # noqa: PLC0415

        d = dict(src_dict)
        _contacts = d.pop("contacts", UNSET)
        contacts: list[RecipientRef] | Unset = UNSET
        if _contacts is not UNSET:
            contacts = []
            for contacts_item_data in _contacts:
                contacts_item = RecipientRef.from_dict(contacts_item_data)

                contacts.append(contacts_item)

        def _parse_segment_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        segment_id = _parse_segment_id(d.pop("segment_id", UNSET))

        enrolments_create = cls(
            contacts=contacts,
            segment_id=segment_id,
        )

        return enrolments_create
