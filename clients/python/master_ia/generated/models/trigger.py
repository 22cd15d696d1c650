from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.call_part import CallPart
    from ..models.contact_part import ContactPart
    from ..models.enrol_part import EnrolPart
    from ..models.event_part import EventPart
    from ..models.launch_part import LaunchPart
    from ..models.send_part import SendPart
    from ..models.stop_part import StopPart


T = TypeVar("T", bound="Trigger")


@_attrs_define
class Trigger:
    """Everything happens, or nothing does.

    Attributes:
        enrol (EnrolPart | None | Unset):
        stop (None | StopPart | Unset):
        send (None | SendPart | Unset):
        launch (LaunchPart | None | Unset):
        event (EventPart | None | Unset):
        call (CallPart | None | Unset):
        contact (ContactPart | None | Unset):
    """

    enrol: EnrolPart | None | Unset = UNSET
    stop: None | StopPart | Unset = UNSET
    send: None | SendPart | Unset = UNSET
    launch: LaunchPart | None | Unset = UNSET
    event: EventPart | None | Unset = UNSET
    call: CallPart | None | Unset = UNSET
    contact: ContactPart | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.call_part import CallPart  # noqa: PLC0415
        from ..models.contact_part import ContactPart  # noqa: PLC0415
        from ..models.enrol_part import EnrolPart  # noqa: PLC0415
        from ..models.event_part import EventPart  # noqa: PLC0415
        from ..models.launch_part import LaunchPart  # noqa: PLC0415
        from ..models.send_part import SendPart  # noqa: PLC0415
        from ..models.stop_part import StopPart  # noqa: PLC0415

        enrol: dict[str, Any] | None | Unset
        if isinstance(self.enrol, Unset):
            enrol = UNSET
        elif isinstance(self.enrol, EnrolPart):
            enrol = self.enrol.to_dict()
        else:
            enrol = self.enrol

        stop: dict[str, Any] | None | Unset
        if isinstance(self.stop, Unset):
            stop = UNSET
        elif isinstance(self.stop, StopPart):
            stop = self.stop.to_dict()
        else:
            stop = self.stop

        send: dict[str, Any] | None | Unset
        if isinstance(self.send, Unset):
            send = UNSET
        elif isinstance(self.send, SendPart):
            send = self.send.to_dict()
        else:
            send = self.send

        launch: dict[str, Any] | None | Unset
        if isinstance(self.launch, Unset):
            launch = UNSET
        elif isinstance(self.launch, LaunchPart):
            launch = self.launch.to_dict()
        else:
            launch = self.launch

        event: dict[str, Any] | None | Unset
        if isinstance(self.event, Unset):
            event = UNSET
        elif isinstance(self.event, EventPart):
            event = self.event.to_dict()
        else:
            event = self.event

        call: dict[str, Any] | None | Unset
        if isinstance(self.call, Unset):
            call = UNSET
        elif isinstance(self.call, CallPart):
            call = self.call.to_dict()
        else:
            call = self.call

        contact: dict[str, Any] | None | Unset
        if isinstance(self.contact, Unset):
            contact = UNSET
        elif isinstance(self.contact, ContactPart):
            contact = self.contact.to_dict()
        else:
            contact = self.contact

        field_dict: dict[str, Any] = {}

        field_dict.update({})
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
        if call is not UNSET:
            field_dict["call"] = call
        if contact is not UNSET:
            field_dict["contact"] = contact

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.call_part import CallPart  # noqa: PLC0415
        from ..models.contact_part import ContactPart  # noqa: PLC0415
        from ..models.enrol_part import EnrolPart  # noqa: PLC0415
        from ..models.event_part import EventPart  # noqa: PLC0415
        from ..models.launch_part import LaunchPart  # noqa: PLC0415
        from ..models.send_part import SendPart  # noqa: PLC0415
        from ..models.stop_part import StopPart  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_enrol(data: object) -> EnrolPart | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                enrol_type_0 = EnrolPart.from_dict(data)

                return enrol_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(EnrolPart | None | Unset, data)

        enrol = _parse_enrol(d.pop("enrol", UNSET))

        def _parse_stop(data: object) -> None | StopPart | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                stop_type_0 = StopPart.from_dict(data)

                return stop_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | StopPart | Unset, data)

        stop = _parse_stop(d.pop("stop", UNSET))

        def _parse_send(data: object) -> None | SendPart | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                send_type_0 = SendPart.from_dict(data)

                return send_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SendPart | Unset, data)

        send = _parse_send(d.pop("send", UNSET))

        def _parse_launch(data: object) -> LaunchPart | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                launch_type_0 = LaunchPart.from_dict(data)

                return launch_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(LaunchPart | None | Unset, data)

        launch = _parse_launch(d.pop("launch", UNSET))

        def _parse_event(data: object) -> EventPart | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                event_type_0 = EventPart.from_dict(data)

                return event_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(EventPart | None | Unset, data)

        event = _parse_event(d.pop("event", UNSET))

        def _parse_call(data: object) -> CallPart | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                call_type_0 = CallPart.from_dict(data)

                return call_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CallPart | None | Unset, data)

        call = _parse_call(d.pop("call", UNSET))

        def _parse_contact(data: object) -> ContactPart | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                contact_type_0 = ContactPart.from_dict(data)

                return contact_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ContactPart | None | Unset, data)

        contact = _parse_contact(d.pop("contact", UNSET))

        trigger = cls(
            enrol=enrol,
            stop=stop,
            send=send,
            launch=launch,
            event=event,
            call=call,
            contact=contact,
        )

        return trigger
