"""Campaigns as the API shows them: with their progress, and reasons in the caller's language."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response

from api.errors import translate
from db.models.campaigns import Campaign
from db.queries import campaigns
from db.queries.campaigns import RecipientRow
from db.session import Session
from schemas.api.campaign_content import (
    AudienceBody,
    ExperimentBody,
    FallbackRead,
    HoursBody,
    SmsBody,
    VariantRead,
)
from schemas.api.campaigns import (
    CampaignProgress,
    CampaignRead,
    RecipientRead,
)
from schemas.audiences import Audience
from schemas.campaign_fields import SmsOptions
from schemas.experiments import Experiment, Variant
from schemas.fallbacks import Fallback
from schemas.hours import Hours
from schemas.reasons import reason
from schemas.settings_view import SettingsView
from schemas.tallies import Tally
from workflows.starters import campaign_workflow_id


class CampaignViews:
    def __init__(self, request: Request, response: Response) -> None:
        self._request = request
        self._response = response

    def say(self, message: str) -> str:
        return translate(self._request, message)

    async def one(self, session: Session, campaign: Campaign) -> CampaignRead:
        """Read inside the transaction that changed it; its version becomes the ETag."""
        await campaigns.reread(session, campaign)
        self._response.headers["ETag"] = f'"{campaign.version}"'
        return self._shown(campaign, await campaigns.tally(session, campaign.id))

    async def many(self, session: Session, rows: Sequence[Campaign]) -> list[CampaignRead]:
        tallies = await campaigns.tallies(session, [row.id for row in rows])
        return [self._shown(row, tallies[row.id]) for row in rows]

    def recipient(self, row: RecipientRow) -> RecipientRead:
        return RecipientRead(
            id=row.id,
            contact_id=row.contact_id,
            name=row.name,
            external_id=row.external_id,
            address=row.address,
            status=row.status,
            reason=row.reason,
            reason_text=self._words(row.reason),
            reason_detail=row.reason_detail,
            provider_id=row.provider_id,
            attempts=row.attempts,
            accepted_at=row.accepted_at,
            sent_at=row.sent_at,
            delivered_at=row.delivered_at,
            read_at=row.read_at,
            failed_at=row.failed_at,
        )

    def _shown(self, campaign: Campaign, tally: Tally) -> CampaignRead:
        return CampaignRead(
            id=campaign.id,
            name=campaign.name,
            external_id=campaign.external_id,
            channel=campaign.channel,
            status=campaign.status,
            status_code=campaign.status_code,
            status_text=self._words(campaign.status_code),
            status_detail=campaign.status_detail,
            phone_number_id=campaign.phone_number_id,
            template_id=campaign.template_id,
            text=campaign.text,
            sms=SmsBody.model_validate(SmsOptions.from_json(campaign.sms)),
            purpose=campaign.purpose,
            topic_id=campaign.topic_id,
            audience=AudienceBody.model_validate(Audience.from_json(campaign.audience)),
            bindings=campaign.bindings,
            variants=_variants(campaign),
            weight=campaign.weight,
            experiment=_experiment(campaign),
            winner=campaign.winner,
            decide_at=campaign.decide_at,
            hold_out_percent=campaign.hold_out_percent,
            hours=_hours(campaign),
            send_at_local=campaign.send_at_local,
            time_zone=campaign.time_zone,
            lateness_minutes=campaign.lateness_minutes,
            expires_at=campaign.expires_at,
            rate_per_second=campaign.rate_per_second,
            budget_micros=campaign.budget_micros,
            auto_resume=campaign.auto_resume,
            fallback=_fallback(campaign),
            waits_for=campaign.waits_for,
            waits_until=campaign.waits_until,
            source_id=campaign.source_id,
            parent_id=campaign.parent_id,
            progress=CampaignProgress.of(tally, self.say),
            version=campaign.version,
            run_url=self._run_url(campaign.id),
            created_at=campaign.created_at,
            updated_at=campaign.updated_at,
            scheduled_at=campaign.scheduled_at,
            launched_at=campaign.launched_at,
            frozen_at=campaign.frozen_at,
            finished_at=campaign.finished_at,
        )

    def _run_url(self, campaign_id: UUID) -> str | None:
        view: SettingsView = self._request.app.state.settings_view
        return view.run_url(campaign_workflow_id(str(campaign_id)))

    def _words(self, code: str | None) -> str | None:
        return self.say(reason(code).text) if code else None


def _variants(campaign: Campaign) -> list[VariantRead]:
    known = [Variant.from_json(stored) for stored in campaign.variants]
    return [VariantRead.model_validate(variant) for variant in known]


def _experiment(campaign: Campaign) -> ExperimentBody | None:
    stored = campaign.experiment
    return ExperimentBody.model_validate(Experiment.from_json(stored)) if stored else None


def _hours(campaign: Campaign) -> HoursBody | None:
    return HoursBody.model_validate(Hours.from_json(campaign.hours)) if campaign.hours else None


def _fallback(campaign: Campaign) -> FallbackRead | None:
    stored = campaign.fallback
    return FallbackRead.model_validate(Fallback.from_json(stored)) if stored else None


CampaignViewsDep = Annotated[CampaignViews, Depends()]
