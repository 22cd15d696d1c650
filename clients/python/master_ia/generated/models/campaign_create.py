from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.enums_purpose import EnumsPurpose
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.audience_body import AudienceBody
    from ..models.campaign_create_bindings import CampaignCreateBindings
    from ..models.experiment_body import ExperimentBody
    from ..models.fallback_body import FallbackBody
    from ..models.hours_body import HoursBody
    from ..models.sms_body import SmsBody
    from ..models.variant_body import VariantBody


T = TypeVar("T", bound="CampaignCreate")


@_attrs_define
class CampaignCreate:
    """
    Attributes:
        name (str):
        external_id (None | str | Unset): Your own id of it.
        phone_number_id (None | str | Unset): The number it is sent by, which also decides whether it goes by WhatsApp
            or SMS.
        template_id (None | str | Unset): For WhatsApp.
        text (None | str | Unset): What an SMS says, with `{{placeholders}}`. One character outside the GSM alphabet (ã,
            õ, an emoji) makes each part 70 letters instead of 160.
        sms (SmsBody | Unset): How a text leaves as an SMS.
        purpose (EnumsPurpose | Unset): Why a message is sent, which decides what consent it needs.
        topic_id (None | str | Unset): What it is about: whoever refused that does not get it.
        audience (AudienceBody | Unset): Everybody of any included part who is in no excluded part.
        bindings (CampaignCreateBindings | Unset): By variable, such as `body.1`, `header.image` or, for `{{name}}` in a
            text, `body.name`. What is not named is taken from the template's own bindings; a placeholder of a text that is
            called like a field is filled by it.
        variants (list[VariantBody] | Unset): Variants 2 to 5. Without an experiment everybody gets one by the weights.
        weight (int | Unset): Of variant 1. Default: 1.
        experiment (ExperimentBody | None | Unset):
        hold_out_percent (int | Unset): So many get nothing, to compare with. Default: 0.
        hours (HoursBody | None | Unset): Null: the company's.
        send_at_local (None | str | Unset): Not before this time on each person's own clock.
        time_zone (None | str | Unset): For whom no zone is known; null: the company's.
        scheduled_at (datetime.datetime | None | Unset): When it is to begin. A draft begins nothing by itself: see
            `schedule`.
        lateness_minutes (int | Unset): Begun later than this it asks first. Default: 120.
        expires_at (datetime.datetime | None | Unset): After this nobody more is sent to.
        rate_per_second (int | None | Unset): Messages a second; null: what the number allows.
        budget_micros (int | None | Unset): No more is spent, in millionths of the company's currency.
        auto_resume (bool | Unset): Goes on by itself when what stopped it is mended in time. Default: True.
        fallback (FallbackBody | None | Unset):
    """

    name: str
    external_id: None | str | Unset = UNSET
    phone_number_id: None | str | Unset = UNSET
    template_id: None | str | Unset = UNSET
    text: None | str | Unset = UNSET
    sms: SmsBody | Unset = UNSET
    purpose: EnumsPurpose | Unset = UNSET
    topic_id: None | str | Unset = UNSET
    audience: AudienceBody | Unset = UNSET
    bindings: CampaignCreateBindings | Unset = UNSET
    variants: list[VariantBody] | Unset = UNSET
    weight: int | Unset = 1
    experiment: ExperimentBody | None | Unset = UNSET
    hold_out_percent: int | Unset = 0
    hours: HoursBody | None | Unset = UNSET
    send_at_local: None | str | Unset = UNSET
    time_zone: None | str | Unset = UNSET
    scheduled_at: datetime.datetime | None | Unset = UNSET
    lateness_minutes: int | Unset = 120
    expires_at: datetime.datetime | None | Unset = UNSET
    rate_per_second: int | None | Unset = UNSET
    budget_micros: int | None | Unset = UNSET
    auto_resume: bool | Unset = True
    fallback: FallbackBody | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.experiment_body import ExperimentBody  # noqa: PLC0415
        from ..models.fallback_body import FallbackBody  # noqa: PLC0415
        from ..models.hours_body import HoursBody  # noqa: PLC0415

        name = self.name

        external_id: None | str | Unset
        if isinstance(self.external_id, Unset):
            external_id = UNSET
        else:
            external_id = self.external_id

        phone_number_id: None | str | Unset
        if isinstance(self.phone_number_id, Unset):
            phone_number_id = UNSET
        else:
            phone_number_id = self.phone_number_id

        template_id: None | str | Unset
        if isinstance(self.template_id, Unset):
            template_id = UNSET
        else:
            template_id = self.template_id

        text: None | str | Unset
        if isinstance(self.text, Unset):
            text = UNSET
        else:
            text = self.text

        sms: dict[str, Any] | Unset = UNSET
        if not isinstance(self.sms, Unset):
            sms = self.sms.to_dict()

        purpose: str | Unset = UNSET
        if not isinstance(self.purpose, Unset):
            purpose = self.purpose.value

        topic_id: None | str | Unset
        if isinstance(self.topic_id, Unset):
            topic_id = UNSET
        else:
            topic_id = self.topic_id

        audience: dict[str, Any] | Unset = UNSET
        if not isinstance(self.audience, Unset):
            audience = self.audience.to_dict()

        bindings: dict[str, Any] | Unset = UNSET
        if not isinstance(self.bindings, Unset):
            bindings = self.bindings.to_dict()

        variants: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.variants, Unset):
            variants = []
            for variants_item_data in self.variants:
                variants_item = variants_item_data.to_dict()
                variants.append(variants_item)

        weight = self.weight

        experiment: dict[str, Any] | None | Unset
        if isinstance(self.experiment, Unset):
            experiment = UNSET
        elif isinstance(self.experiment, ExperimentBody):
            experiment = self.experiment.to_dict()
        else:
            experiment = self.experiment

        hold_out_percent = self.hold_out_percent

        hours: dict[str, Any] | None | Unset
        if isinstance(self.hours, Unset):
            hours = UNSET
        elif isinstance(self.hours, HoursBody):
            hours = self.hours.to_dict()
        else:
            hours = self.hours

        send_at_local: None | str | Unset
        if isinstance(self.send_at_local, Unset):
            send_at_local = UNSET
        else:
            send_at_local = self.send_at_local

        time_zone: None | str | Unset
        if isinstance(self.time_zone, Unset):
            time_zone = UNSET
        else:
            time_zone = self.time_zone

        scheduled_at: None | str | Unset
        if isinstance(self.scheduled_at, Unset):
            scheduled_at = UNSET
        elif isinstance(self.scheduled_at, datetime.datetime):
            scheduled_at = self.scheduled_at.isoformat()
        else:
            scheduled_at = self.scheduled_at

        lateness_minutes = self.lateness_minutes

        expires_at: None | str | Unset
        if isinstance(self.expires_at, Unset):
            expires_at = UNSET
        elif isinstance(self.expires_at, datetime.datetime):
            expires_at = self.expires_at.isoformat()
        else:
            expires_at = self.expires_at

        rate_per_second: int | None | Unset
        if isinstance(self.rate_per_second, Unset):
            rate_per_second = UNSET
        else:
            rate_per_second = self.rate_per_second

        budget_micros: int | None | Unset
        if isinstance(self.budget_micros, Unset):
            budget_micros = UNSET
        else:
            budget_micros = self.budget_micros

        auto_resume = self.auto_resume

        fallback: dict[str, Any] | None | Unset
        if isinstance(self.fallback, Unset):
            fallback = UNSET
        elif isinstance(self.fallback, FallbackBody):
            fallback = self.fallback.to_dict()
        else:
            fallback = self.fallback

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
            }
        )
        if external_id is not UNSET:
            field_dict["external_id"] = external_id
        if phone_number_id is not UNSET:
            field_dict["phone_number_id"] = phone_number_id
        if template_id is not UNSET:
            field_dict["template_id"] = template_id
        if text is not UNSET:
            field_dict["text"] = text
        if sms is not UNSET:
            field_dict["sms"] = sms
        if purpose is not UNSET:
            field_dict["purpose"] = purpose
        if topic_id is not UNSET:
            field_dict["topic_id"] = topic_id
        if audience is not UNSET:
            field_dict["audience"] = audience
        if bindings is not UNSET:
            field_dict["bindings"] = bindings
        if variants is not UNSET:
            field_dict["variants"] = variants
        if weight is not UNSET:
            field_dict["weight"] = weight
        if experiment is not UNSET:
            field_dict["experiment"] = experiment
        if hold_out_percent is not UNSET:
            field_dict["hold_out_percent"] = hold_out_percent
        if hours is not UNSET:
            field_dict["hours"] = hours
        if send_at_local is not UNSET:
            field_dict["send_at_local"] = send_at_local
        if time_zone is not UNSET:
            field_dict["time_zone"] = time_zone
        if scheduled_at is not UNSET:
            field_dict["scheduled_at"] = scheduled_at
        if lateness_minutes is not UNSET:
            field_dict["lateness_minutes"] = lateness_minutes
        if expires_at is not UNSET:
            field_dict["expires_at"] = expires_at
        if rate_per_second is not UNSET:
            field_dict["rate_per_second"] = rate_per_second
        if budget_micros is not UNSET:
            field_dict["budget_micros"] = budget_micros
        if auto_resume is not UNSET:
            field_dict["auto_resume"] = auto_resume
        if fallback is not UNSET:
            field_dict["fallback"] = fallback

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.audience_body import AudienceBody  # noqa: PLC0415
        from ..models.campaign_create_bindings import CampaignCreateBindings  # noqa: PLC0415
        from ..models.experiment_body import ExperimentBody  # noqa: PLC0415
        from ..models.fallback_body import FallbackBody  # noqa: PLC0415
        from ..models.hours_body import HoursBody  # noqa: PLC0415
        from ..models.sms_body import SmsBody  # noqa: PLC0415
        from ..models.variant_body import VariantBody  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        def _parse_external_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        external_id = _parse_external_id(d.pop("external_id", UNSET))

        def _parse_phone_number_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        phone_number_id = _parse_phone_number_id(d.pop("phone_number_id", UNSET))

        def _parse_template_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        template_id = _parse_template_id(d.pop("template_id", UNSET))

        def _parse_text(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        text = _parse_text(d.pop("text", UNSET))

        _sms = d.pop("sms", UNSET)
        sms: SmsBody | Unset
        if isinstance(_sms, Unset):
            sms = UNSET
        else:
            sms = SmsBody.from_dict(_sms)

        _purpose = d.pop("purpose", UNSET)
        purpose: EnumsPurpose | Unset
        if isinstance(_purpose, Unset):
            purpose = UNSET
        else:
            purpose = EnumsPurpose(_purpose)

        def _parse_topic_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        topic_id = _parse_topic_id(d.pop("topic_id", UNSET))

        _audience = d.pop("audience", UNSET)
        audience: AudienceBody | Unset
        if isinstance(_audience, Unset):
            audience = UNSET
        else:
            audience = AudienceBody.from_dict(_audience)

        _bindings = d.pop("bindings", UNSET)
        bindings: CampaignCreateBindings | Unset
        if isinstance(_bindings, Unset):
            bindings = UNSET
        else:
            bindings = CampaignCreateBindings.from_dict(_bindings)

        _variants = d.pop("variants", UNSET)
        variants: list[VariantBody] | Unset = UNSET
        if _variants is not UNSET:
            variants = []
            for variants_item_data in _variants:
                variants_item = VariantBody.from_dict(variants_item_data)

                variants.append(variants_item)

        weight = d.pop("weight", UNSET)

        def _parse_experiment(data: object) -> ExperimentBody | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                experiment_type_0 = ExperimentBody.from_dict(data)

                return experiment_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ExperimentBody | None | Unset, data)

        experiment = _parse_experiment(d.pop("experiment", UNSET))

        hold_out_percent = d.pop("hold_out_percent", UNSET)

        def _parse_hours(data: object) -> HoursBody | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                hours_type_0 = HoursBody.from_dict(data)

                return hours_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(HoursBody | None | Unset, data)

        hours = _parse_hours(d.pop("hours", UNSET))

        def _parse_send_at_local(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        send_at_local = _parse_send_at_local(d.pop("send_at_local", UNSET))

        def _parse_time_zone(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        time_zone = _parse_time_zone(d.pop("time_zone", UNSET))

        def _parse_scheduled_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                scheduled_at_type_0 = datetime.datetime.fromisoformat(data)

                return scheduled_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        scheduled_at = _parse_scheduled_at(d.pop("scheduled_at", UNSET))

        lateness_minutes = d.pop("lateness_minutes", UNSET)

        def _parse_expires_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                expires_at_type_0 = datetime.datetime.fromisoformat(data)

                return expires_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        expires_at = _parse_expires_at(d.pop("expires_at", UNSET))

        def _parse_rate_per_second(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        rate_per_second = _parse_rate_per_second(d.pop("rate_per_second", UNSET))

        def _parse_budget_micros(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        budget_micros = _parse_budget_micros(d.pop("budget_micros", UNSET))

        auto_resume = d.pop("auto_resume", UNSET)

        def _parse_fallback(data: object) -> FallbackBody | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                fallback_type_0 = FallbackBody.from_dict(data)

                return fallback_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FallbackBody | None | Unset, data)

        fallback = _parse_fallback(d.pop("fallback", UNSET))

        campaign_create = cls(
            name=name,
            external_id=external_id,
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
            hold_out_percent=hold_out_percent,
            hours=hours,
            send_at_local=send_at_local,
            time_zone=time_zone,
            scheduled_at=scheduled_at,
            lateness_minutes=lateness_minutes,
            expires_at=expires_at,
            rate_per_second=rate_per_second,
            budget_micros=budget_micros,
            auto_resume=auto_resume,
            fallback=fallback,
        )

        return campaign_create
