from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.fired_contact import FiredContact
    from ..models.fired_enrol import FiredEnrol
    from ..models.fired_event import FiredEvent
    from ..models.fired_launch import FiredLaunch
    from ..models.fired_send import FiredSend
    from ..models.fired_stop import FiredStop


T = TypeVar("T", bound="Fired")


@_attrs_define
class Fired:
    """What was done, for each part that was asked for.

    Attributes:
        contact (FiredContact | None | Unset):
        enrol (FiredEnrol | None | Unset):
        stop (FiredStop | None | Unset):
        send (FiredSend | None | Unset):
        launch (FiredLaunch | None | Unset):
        event (FiredEvent | None | Unset):
    """

    contact: FiredContact | None | Unset = UNSET
    enrol: FiredEnrol | None | Unset = UNSET
    stop: FiredStop | None | Unset = UNSET
    send: FiredSend | None | Unset = UNSET
    launch: FiredLaunch | None | Unset = UNSET
    event: FiredEvent | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.fired_contact import FiredContact  # noqa: PLC0415
        from ..models.fired_enrol import FiredEnrol  # noqa: PLC0415
        from ..models.fired_event import FiredEvent  # noqa: PLC0415
        from ..models.fired_launch import FiredLaunch  # noqa: PLC0415
        from ..models.fired_send import FiredSend  # noqa: PLC0415
        from ..models.fired_stop import FiredStop  # noqa: PLC0415

        contact: dict[str, Any] | None | Unset
        if isinstance(self.contact, Unset):
            contact = UNSET
        elif isinstance(self.contact, FiredContact):
            contact = self.contact.to_dict()
        else:
            contact = self.contact

        enrol: dict[str, Any] | None | Unset
        if isinstance(self.enrol, Unset):
            enrol = UNSET
        elif isinstance(self.enrol, FiredEnrol):
            enrol = self.enrol.to_dict()
        else:
            enrol = self.enrol

        stop: dict[str, Any] | None | Unset
        if isinstance(self.stop, Unset):
            stop = UNSET
        elif isinstance(self.stop, FiredStop):
            stop = self.stop.to_dict()
        else:
            stop = self.stop

        send: dict[str, Any] | None | Unset
        if isinstance(self.send, Unset):
            send = UNSET
        elif isinstance(self.send, FiredSend):
            send = self.send.to_dict()
        else:
            send = self.send

        launch: dict[str, Any] | None | Unset
        if isinstance(self.launch, Unset):
            launch = UNSET
        elif isinstance(self.launch, FiredLaunch):
            launch = self.launch.to_dict()
        else:
            launch = self.launch

        event: dict[str, Any] | None | Unset
        if isinstance(self.event, Unset):
            event = UNSET
        elif isinstance(self.event, FiredEvent):
            event = self.event.to_dict()
        else:
            event = self.event

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if contact is not UNSET:
            field_dict["contact"] = contact
        if enrol is not UNSET:
            field_dict["enrol"] = enrol
        if stop is not UNSET:
            field_dict["stop"] = stop
        if send is not UNSET:
            field_dict["send"] = send
        if launch is not UNSET:
            field_dict["launch"] = launch
        if event is not UNSET:
            field_dict["event"] = event

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.fired_contact import FiredContact  # noqa: PLC0415
        from ..models.fired_enrol import FiredEnrol  # noqa: PLC0415
        from ..models.fired_event import FiredEvent  # noqa: PLC0415
        from ..models.fired_launch import FiredLaunch  # noqa: PLC0415
        from ..models.fired_send import FiredSend  # noqa: PLC0415
        from ..models.fired_stop import FiredStop  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_contact(data: object) -> FiredContact | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                contact_type_0 = FiredContact.from_dict(data)

                return contact_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FiredContact | None | Unset, data)

        contact = _parse_contact(d.pop("contact", UNSET))

        def _parse_enrol(data: object) -> FiredEnrol | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                enrol_type_0 = FiredEnrol.from_dict(data)

                return enrol_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FiredEnrol | None | Unset, data)

        enrol = _parse_enrol(d.pop("enrol", UNSET))

        def _parse_stop(data: object) -> FiredStop | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                stop_type_0 = FiredStop.from_dict(data)

                return stop_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FiredStop | None | Unset, data)

        stop = _parse_stop(d.pop("stop", UNSET))

        def _parse_send(data: object) -> FiredSend | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                send_type_0 = FiredSend.from_dict(data)

                return send_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FiredSend | None | Unset, data)

        send = _parse_send(d.pop("send", UNSET))

        def _parse_launch(data: object) -> FiredLaunch | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                launch_type_0 = FiredLaunch.from_dict(data)

                return launch_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FiredLaunch | None | Unset, data)

        launch = _parse_launch(d.pop("launch", UNSET))

        def _parse_event(data: object) -> FiredEvent | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                event_type_0 = FiredEvent.from_dict(data)

                return event_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FiredEvent | None | Unset, data)

        event = _parse_event(d.pop("event", UNSET))

        fired = cls(
            contact=contact,
            enrol=enrol,
            stop=stop,
            send=send,
            launch=launch,
            event=event,
        )

        fired.additional_properties = d
        return fired

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
