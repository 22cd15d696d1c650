from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.campaign_status import CampaignStatus
from ..models.channel import Channel
from ..models.purpose_output import PurposeOutput

if TYPE_CHECKING:
    from ..models.audience_body import AudienceBody
    from ..models.campaign_progress import CampaignProgress
    from ..models.campaign_read_bindings import CampaignReadBindings
    from ..models.experiment_body import ExperimentBody
    from ..models.fallback_read import FallbackRead
    from ..models.hours_body import HoursBody
    from ..models.sms_body import SmsBody
    from ..models.variant_read import VariantRead


T = TypeVar("T", bound="CampaignRead")


@_attrs_define
class CampaignRead:
    """
    Attributes:
        id (str):
        name (str):
        external_id (None | str):
        channel (Channel):
        status (CampaignStatus):
        status_code (None | str): Why it is auto_paused or failed, for programs.
        status_text (None | str): The same for people.
        status_detail (None | str): The provider's own words.
        phone_number_id (None | str):
        template_id (None | str):
        text (None | str):
        sms (SmsBody): How a text leaves as an SMS.
        purpose (PurposeOutput): Why a message is sent, which decides what consent it needs.
        topic_id (None | str):
        audience (AudienceBody): Everybody of any included part who is in no excluded part.
        bindings (CampaignReadBindings):
        variants (list[VariantRead]):
        weight (int):
        experiment (ExperimentBody | None):
        winner (int | None): The variant that won the experiment.
        decide_at (datetime.datetime | None): When the experiment is decided.
        hold_out_percent (int):
        hours (HoursBody | None):
        send_at_local (None | str):
        time_zone (None | str):
        lateness_minutes (int):
        expires_at (datetime.datetime | None):
        rate_per_second (int | None):
        budget_micros (int | None):
        auto_resume (bool):
        fallback (FallbackRead | None):
        waits_for (None | str): What a running campaign waits for.
        waits_until (datetime.datetime | None):
        source_id (None | str): The campaign it is a copy of.
        parent_id (None | str): The campaign it is the SMS fallback of.
        progress (CampaignProgress): `counts` adds up to `total`: everybody is in exactly one status.

            `accepted`, `delivered` and `read` are what was reached: `delivered` includes who has read.
        version (int): Also the ETag; give it as If-Match to change the campaign.
        run_url (None | str): Its run in Temporal's own screens, where set up.
        created_at (datetime.datetime):
        updated_at (datetime.datetime):
        scheduled_at (datetime.datetime | None):
        launched_at (datetime.datetime | None):
        frozen_at (datetime.datetime | None):
        finished_at (datetime.datetime | None):
    """

    id: str
    name: str
    external_id: None | str
    channel: Channel
    status: CampaignStatus
    status_code: None | str
    status_text: None | str
    status_detail: None | str
    phone_number_id: None | str
    template_id: None | str
    text: None | str
    sms: SmsBody
    purpose: PurposeOutput
    topic_id: None | str
    audience: AudienceBody
    bindings: CampaignReadBindings
    variants: list[VariantRead]
    weight: int
    experiment: ExperimentBody | None
    winner: int | None
    decide_at: datetime.datetime | None
    hold_out_percent: int
    hours: HoursBody | None
    send_at_local: None | str
    time_zone: None | str
    lateness_minutes: int
    expires_at: datetime.datetime | None
    rate_per_second: int | None
    budget_micros: int | None
    auto_resume: bool
    fallback: FallbackRead | None
    waits_for: None | str
    waits_until: datetime.datetime | None
    source_id: None | str
    parent_id: None | str
    progress: CampaignProgress
    version: int
    run_url: None | str
    created_at: datetime.datetime
    updated_at: datetime.datetime
    scheduled_at: datetime.datetime | None
    launched_at: datetime.datetime | None
    frozen_at: datetime.datetime | None
    finished_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.experiment_body import ExperimentBody  # noqa: PLC0415
        from ..models.fallback_read import FallbackRead  # noqa: PLC0415
        from ..models.hours_body import HoursBody  # noqa: PLC0415

        id = self.id

        name = self.name

        external_id: None | str
        external_id = self.external_id

        channel = self.channel.value

        status = self.status.value

        status_code: None | str
        status_code = self.status_code

        status_text: None | str
        status_text = self.status_text

        status_detail: None | str
        status_detail = self.status_detail

        phone_number_id: None | str
        phone_number_id = self.phone_number_id

        template_id: None | str
        template_id = self.template_id

        text: None | str
        text = self.text

        sms = self.sms.to_dict()

        purpose = self.purpose.value

        topic_id: None | str
        topic_id = self.topic_id

        audience = self.audience.to_dict()

        bindings = self.bindings.to_dict()

        variants = []
        for variants_item_data in self.variants:
            variants_item = variants_item_data.to_dict()
            variants.append(variants_item)

        weight = self.weight

        experiment: dict[str, Any] | None
        if isinstance(self.experiment, ExperimentBody):
            experiment = self.experiment.to_dict()
        else:
            experiment = self.experiment

        winner: int | None
        winner = self.winner

        decide_at: None | str
        if isinstance(self.decide_at, datetime.datetime):
            decide_at = self.decide_at.isoformat()
        else:
            decide_at = self.decide_at

        hold_out_percent = self.hold_out_percent

        hours: dict[str, Any] | None
        if isinstance(self.hours, HoursBody):
            hours = self.hours.to_dict()
        else:
            hours = self.hours

        send_at_local: None | str
        send_at_local = self.send_at_local

        time_zone: None | str
        time_zone = self.time_zone

        lateness_minutes = self.lateness_minutes

        expires_at: None | str
        if isinstance(self.expires_at, datetime.datetime):
            expires_at = self.expires_at.isoformat()
        else:
            expires_at = self.expires_at

        rate_per_second: int | None
        rate_per_second = self.rate_per_second

        budget_micros: int | None
        budget_micros = self.budget_micros

        auto_resume = self.auto_resume

        fallback: dict[str, Any] | None
        if isinstance(self.fallback, FallbackRead):
            fallback = self.fallback.to_dict()
        else:
            fallback = self.fallback

        waits_for: None | str
        waits_for = self.waits_for

        waits_until: None | str
        if isinstance(self.waits_until, datetime.datetime):
            waits_until = self.waits_until.isoformat()
        else:
            waits_until = self.waits_until

        source_id: None | str
        source_id = self.source_id

        parent_id: None | str
        parent_id = self.parent_id

        progress = self.progress.to_dict()

        version = self.version

        run_url: None | str
        run_url = self.run_url

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        scheduled_at: None | str
        if isinstance(self.scheduled_at, datetime.datetime):
            scheduled_at = self.scheduled_at.isoformat()
        else:
            scheduled_at = self.scheduled_at

        launched_at: None | str
        if isinstance(self.launched_at, datetime.datetime):
            launched_at = self.launched_at.isoformat()
        else:
            launched_at = self.launched_at

        frozen_at: None | str
        if isinstance(self.frozen_at, datetime.datetime):
            frozen_at = self.frozen_at.isoformat()
        else:
            frozen_at = self.frozen_at

        finished_at: None | str
        if isinstance(self.finished_at, datetime.datetime):
            finished_at = self.finished_at.isoformat()
        else:
            finished_at = self.finished_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
                "external_id": external_id,
                "channel": channel,
                "status": status,
                "status_code": status_code,
                "status_text": status_text,
                "status_detail": status_detail,
                "phone_number_id": phone_number_id,
                "template_id": template_id,
                "text": text,
                "sms": sms,
                "purpose": purpose,
                "topic_id": topic_id,
                "audience": audience,
                "bindings": bindings,
                "variants": variants,
                "weight": weight,
                "experiment": experiment,
                "winner": winner,
                "decide_at": decide_at,
                "hold_out_percent": hold_out_percent,
                "hours": hours,
                "send_at_local": send_at_local,
                "time_zone": time_zone,
                "lateness_minutes": lateness_minutes,
                "expires_at": expires_at,
                "rate_per_second": rate_per_second,
                "budget_micros": budget_micros,
                "auto_resume": auto_resume,
                "fallback": fallback,
                "waits_for": waits_for,
                "waits_until": waits_until,
                "source_id": source_id,
                "parent_id": parent_id,
                "progress": progress,
                "version": version,
                "run_url": run_url,
                "created_at": created_at,
                "updated_at": updated_at,
                "scheduled_at": scheduled_at,
                "launched_at": launched_at,
                "frozen_at": frozen_at,
                "finished_at": finished_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.audience_body import AudienceBody  # noqa: PLC0415
        from ..models.campaign_progress import CampaignProgress  # noqa: PLC0415
        from ..models.campaign_read_bindings import CampaignReadBindings  # noqa: PLC0415
        from ..models.experiment_body import ExperimentBody  # noqa: PLC0415
        from ..models.fallback_read import FallbackRead  # noqa: PLC0415
        from ..models.hours_body import HoursBody  # noqa: PLC0415
        from ..models.sms_body import SmsBody  # noqa: PLC0415
        from ..models.variant_read import VariantRead  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        name = d.pop("name")

        def _parse_external_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        external_id = _parse_external_id(d.pop("external_id"))

        channel = Channel(d.pop("channel"))

        status = CampaignStatus(d.pop("status"))

        def _parse_status_code(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        status_code = _parse_status_code(d.pop("status_code"))

        def _parse_status_text(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        status_text = _parse_status_text(d.pop("status_text"))

        def _parse_status_detail(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        status_detail = _parse_status_detail(d.pop("status_detail"))

        def _parse_phone_number_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        phone_number_id = _parse_phone_number_id(d.pop("phone_number_id"))

        def _parse_template_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        template_id = _parse_template_id(d.pop("template_id"))

        def _parse_text(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        text = _parse_text(d.pop("text"))

        sms = SmsBody.from_dict(d.pop("sms"))

        purpose = PurposeOutput(d.pop("purpose"))

        def _parse_topic_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        topic_id = _parse_topic_id(d.pop("topic_id"))

        audience = AudienceBody.from_dict(d.pop("audience"))

        bindings = CampaignReadBindings.from_dict(d.pop("bindings"))

        variants = []
        _variants = d.pop("variants")
        for variants_item_data in _variants:
            variants_item = VariantRead.from_dict(variants_item_data)

            variants.append(variants_item)

        weight = d.pop("weight")

        def _parse_experiment(data: object) -> ExperimentBody | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                experiment_type_0 = ExperimentBody.from_dict(data)

                return experiment_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ExperimentBody | None, data)

        experiment = _parse_experiment(d.pop("experiment"))

        def _parse_winner(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        winner = _parse_winner(d.pop("winner"))

        def _parse_decide_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                decide_at_type_0 = datetime.datetime.fromisoformat(data)

                return decide_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        decide_at = _parse_decide_at(d.pop("decide_at"))

        hold_out_percent = d.pop("hold_out_percent")

        def _parse_hours(data: object) -> HoursBody | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                hours_type_0 = HoursBody.from_dict(data)

                return hours_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(HoursBody | None, data)

        hours = _parse_hours(d.pop("hours"))

        def _parse_send_at_local(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        send_at_local = _parse_send_at_local(d.pop("send_at_local"))

        def _parse_time_zone(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        time_zone = _parse_time_zone(d.pop("time_zone"))

        lateness_minutes = d.pop("lateness_minutes")

        def _parse_expires_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                expires_at_type_0 = datetime.datetime.fromisoformat(data)

                return expires_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        expires_at = _parse_expires_at(d.pop("expires_at"))

        def _parse_rate_per_second(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        rate_per_second = _parse_rate_per_second(d.pop("rate_per_second"))

        def _parse_budget_micros(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        budget_micros = _parse_budget_micros(d.pop("budget_micros"))

        auto_resume = d.pop("auto_resume")

        def _parse_fallback(data: object) -> FallbackRead | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                fallback_type_0 = FallbackRead.from_dict(data)

                return fallback_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FallbackRead | None, data)

        fallback = _parse_fallback(d.pop("fallback"))

        def _parse_waits_for(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        waits_for = _parse_waits_for(d.pop("waits_for"))

        def _parse_waits_until(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                waits_until_type_0 = datetime.datetime.fromisoformat(data)

                return waits_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        waits_until = _parse_waits_until(d.pop("waits_until"))

        def _parse_source_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        source_id = _parse_source_id(d.pop("source_id"))

        def _parse_parent_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        parent_id = _parse_parent_id(d.pop("parent_id"))

        progress = CampaignProgress.from_dict(d.pop("progress"))

        version = d.pop("version")

        def _parse_run_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        run_url = _parse_run_url(d.pop("run_url"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        def _parse_scheduled_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                scheduled_at_type_0 = datetime.datetime.fromisoformat(data)

                return scheduled_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        scheduled_at = _parse_scheduled_at(d.pop("scheduled_at"))

        def _parse_launched_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                launched_at_type_0 = datetime.datetime.fromisoformat(data)

                return launched_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        launched_at = _parse_launched_at(d.pop("launched_at"))

        def _parse_frozen_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                frozen_at_type_0 = datetime.datetime.fromisoformat(data)

                return frozen_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        frozen_at = _parse_frozen_at(d.pop("frozen_at"))

        def _parse_finished_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                finished_at_type_0 = datetime.datetime.fromisoformat(data)

                return finished_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        finished_at = _parse_finished_at(d.pop("finished_at"))

        campaign_read = cls(
            id=id,
            name=name,
            external_id=external_id,
            channel=channel,
            status=status,
            status_code=status_code,
            status_text=status_text,
            status_detail=status_detail,
            phone_number_id=phone_number_id,
            template_id=template_id,
            text=text,
            sms=sms,
            purpose=purpose,
            topic_id=topic_id,
            audience=audience,
            bindings=bindings,
            variants=variants,
            weight=weight,
            experiment=experiment,
            winner=winner,
            decide_at=decide_at,
            hold_out_percent=hold_out_percent,
            hours=hours,
            send_at_local=send_at_local,
            time_zone=time_zone,
            lateness_minutes=lateness_minutes,
            expires_at=expires_at,
            rate_per_second=rate_per_second,
            budget_micros=budget_micros,
            auto_resume=auto_resume,
            fallback=fallback,
            waits_for=waits_for,
            waits_until=waits_until,
            source_id=source_id,
            parent_id=parent_id,
            progress=progress,
            version=version,
            run_url=run_url,
            created_at=created_at,
            updated_at=updated_at,
            scheduled_at=scheduled_at,
            launched_at=launched_at,
            frozen_at=frozen_at,
            finished_at=finished_at,
        )

        campaign_read.additional_properties = d
        return campaign_read

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
