from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.cadence_webhook_data_data import CadenceWebhookDataData
    from ..models.contact_data import ContactData


T = TypeVar("T", bound="CadenceWebhookData")


@_attrs_define
class CadenceWebhookData:
    """What a webhook step says: its own words beside the contact.

    Attributes:
        enrolment_id (str):
        cadence_id (str):
        contact_id (str):
        version (int | None | Unset):
        lap (int | Unset):  Default: 1.
        source (str | Unset):  Default: ''.
        step_key (None | str | Unset):
        outcome (None | str | Unset): Of step_done: sent, skipped, …
        reason (None | str | Unset): Why it was stopped, or skipped.
        name (str | Unset): The step's own word for it. Default: ''.
        data (CadenceWebhookDataData | Unset):
        contact (ContactData | None | Unset):
    """

    enrolment_id: str
    cadence_id: str
    contact_id: str
    version: int | None | Unset = UNSET
    lap: int | Unset = 1
    source: str | Unset = ""
    step_key: None | str | Unset = UNSET
    outcome: None | str | Unset = UNSET
    reason: None | str | Unset = UNSET
    name: str | Unset = ""
    data: CadenceWebhookDataData | Unset = UNSET
    contact: ContactData | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.contact_data import ContactData  # noqa: PLC0415

        enrolment_id = self.enrolment_id

        cadence_id = self.cadence_id

        contact_id = self.contact_id

        version: int | None | Unset
        if isinstance(self.version, Unset):
            version = UNSET
        else:
            version = self.version

        lap = self.lap

        source = self.source

        step_key: None | str | Unset
        if isinstance(self.step_key, Unset):
            step_key = UNSET
        else:
            step_key = self.step_key

        outcome: None | str | Unset
        if isinstance(self.outcome, Unset):
            outcome = UNSET
        else:
            outcome = self.outcome

        reason: None | str | Unset
        if isinstance(self.reason, Unset):
            reason = UNSET
        else:
            reason = self.reason

        name = self.name

        data: dict[str, Any] | Unset = UNSET
        if not isinstance(self.data, Unset):
            data = self.data.to_dict()

        contact: dict[str, Any] | None | Unset
        if isinstance(self.contact, Unset):
            contact = UNSET
        elif isinstance(self.contact, ContactData):
            contact = self.contact.to_dict()
        else:
            contact = self.contact

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "enrolment_id": enrolment_id,
                "cadence_id": cadence_id,
                "contact_id": contact_id,
            }
        )
        if version is not UNSET:
            field_dict["version"] = version
        if lap is not UNSET:
            field_dict["lap"] = lap
        if source is not UNSET:
            field_dict["source"] = source
        if step_key is not UNSET:
            field_dict["step_key"] = step_key
        if outcome is not UNSET:
            field_dict["outcome"] = outcome
        if reason is not UNSET:
            field_dict["reason"] = reason
        if name is not UNSET:
            field_dict["name"] = name
        if data is not UNSET:
            field_dict["data"] = data
        if contact is not UNSET:
            field_dict["contact"] = contact

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.cadence_webhook_data_data import CadenceWebhookDataData  # noqa: PLC0415
        from ..models.contact_data import ContactData  # noqa: PLC0415

        d = dict(src_dict)
        enrolment_id = d.pop("enrolment_id")

        cadence_id = d.pop("cadence_id")

        contact_id = d.pop("contact_id")

        def _parse_version(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        version = _parse_version(d.pop("version", UNSET))

        lap = d.pop("lap", UNSET)

        source = d.pop("source", UNSET)

        def _parse_step_key(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        step_key = _parse_step_key(d.pop("step_key", UNSET))

        def _parse_outcome(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        outcome = _parse_outcome(d.pop("outcome", UNSET))

        def _parse_reason(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        reason = _parse_reason(d.pop("reason", UNSET))

        name = d.pop("name", UNSET)

        _data = d.pop("data", UNSET)
        data: CadenceWebhookDataData | Unset
        if isinstance(_data, Unset):
            data = UNSET
        else:
            data = CadenceWebhookDataData.from_dict(_data)

        def _parse_contact(data: object) -> ContactData | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                contact_type_0 = ContactData.from_dict(data)

                return contact_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ContactData | None | Unset, data)

        contact = _parse_contact(d.pop("contact", UNSET))

        cadence_webhook_data = cls(
            enrolment_id=enrolment_id,
            cadence_id=cadence_id,
            contact_id=contact_id,
            version=version,
            lap=lap,
            source=source,
            step_key=step_key,
            outcome=outcome,
            reason=reason,
            name=name,
            data=data,
            contact=contact,
        )

        cadence_webhook_data.additional_properties = d
        return cadence_webhook_data

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
