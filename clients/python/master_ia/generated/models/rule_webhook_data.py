from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.contact_data import ContactData


T = TypeVar("T", bound="RuleWebhookData")


@_attrs_define
class RuleWebhookData:
    """What a rule says about a contact, a conversation or a campaign.

    Attributes:
        rule_id (str):
        run_id (str):
        rule (str | Unset): Its name. Default: ''.
        name (str | Unset): The rule's own word for it. Default: ''.
        contact_id (None | str | Unset):
        conversation_id (None | str | Unset):
        campaign_id (None | str | Unset):
        contact (ContactData | None | Unset):
    """

    rule_id: str
    run_id: str
    rule: str | Unset = ""
    name: str | Unset = ""
    contact_id: None | str | Unset = UNSET
    conversation_id: None | str | Unset = UNSET
    campaign_id: None | str | Unset = UNSET
    contact: ContactData | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.contact_data import ContactData  # noqa: PLC0415

        rule_id = self.rule_id

        run_id = self.run_id

        rule = self.rule

        name = self.name

        contact_id: None | str | Unset
        if isinstance(self.contact_id, Unset):
            contact_id = UNSET
        else:
            contact_id = self.contact_id

        conversation_id: None | str | Unset
        if isinstance(self.conversation_id, Unset):
            conversation_id = UNSET
        else:
            conversation_id = self.conversation_id

        campaign_id: None | str | Unset
        if isinstance(self.campaign_id, Unset):
            campaign_id = UNSET
        else:
            campaign_id = self.campaign_id

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
                "rule_id": rule_id,
                "run_id": run_id,
            }
        )
        if rule is not UNSET:
            field_dict["rule"] = rule
        if name is not UNSET:
            field_dict["name"] = name
        if contact_id is not UNSET:
            field_dict["contact_id"] = contact_id
        if conversation_id is not UNSET:
            field_dict["conversation_id"] = conversation_id
        if campaign_id is not UNSET:
            field_dict["campaign_id"] = campaign_id
        if contact is not UNSET:
            field_dict["contact"] = contact

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.contact_data import ContactData  # noqa: PLC0415

        d = dict(src_dict)
        rule_id = d.pop("rule_id")

        run_id = d.pop("run_id")

        rule = d.pop("rule", UNSET)

        name = d.pop("name", UNSET)

        def _parse_contact_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        contact_id = _parse_contact_id(d.pop("contact_id", UNSET))

        def _parse_conversation_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        conversation_id = _parse_conversation_id(d.pop("conversation_id", UNSET))

        def _parse_campaign_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        campaign_id = _parse_campaign_id(d.pop("campaign_id", UNSET))

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

        rule_webhook_data = cls(
            rule_id=rule_id,
            run_id=run_id,
            rule=rule,
            name=name,
            contact_id=contact_id,
            conversation_id=conversation_id,
            campaign_id=campaign_id,
            contact=contact,
        )

        rule_webhook_data.additional_properties = d
        return rule_webhook_data

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
