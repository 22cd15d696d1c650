"""Campaigns and the send ledger: one row for each person a campaign is to reach."""

import datetime as dt
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    UniqueConstraint,
)
from sqlalchemy import (
    text as sql,
)
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, CreatedAt, Id, UpdatedAt
from db.models.types import text_enum
from schemas.enums import CampaignStatus, Channel, DeliveryStatus, Purpose


class Campaign(Base):
    __tablename__ = "campaigns"

    id: Mapped[Id]
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"))
    name: Mapped[str]
    external_id: Mapped[str | None]
    channel: Mapped[Channel] = mapped_column(
        text_enum(Channel), server_default=Channel.WHATSAPP.value
    )
    status: Mapped[CampaignStatus] = mapped_column(
        text_enum(CampaignStatus), server_default=CampaignStatus.DRAFT.value
    )
    phone_number_id: Mapped[UUID | None]
    template_id: Mapped[UUID | None]
    # What an SMS says, with {{placeholders}} that bindings fill; null for a template.
    text: Mapped[str | None]
    # SMS: {"transliterate": bool, "footer": "…", "footer_when": "first" | "always"}.
    sms: Mapped[dict[str, object]] = mapped_column(server_default="{}")
    # Decided at launch: the template's category; for SMS what its author says.
    purpose: Mapped[Purpose] = mapped_column(
        text_enum(Purpose), server_default=Purpose.MARKETING.value
    )
    topic_id: Mapped[UUID | None]
    # Who: schemas.audiences.Audience.
    audience: Mapped[dict[str, object]] = mapped_column(server_default="{}")
    # What fills the variables; starts as a copy of the template's bindings.
    bindings: Mapped[dict[str, object]] = mapped_column(server_default="{}")
    # The template as it was at launch: name, language, components, format, version, bindings. An
    # SMS is a template whose body is its text.
    frozen_template: Mapped[dict[str, object] | None]
    # Further ways to say it, from variant 2 on: [{"name", "weight", "template_id" or "text",
    # "bindings"}]; the row's own content is variant 1.
    variants: Mapped[list[object]] = mapped_column(server_default="[]")
    # Their frozen templates, in the same order.
    frozen_variants: Mapped[list[object]] = mapped_column(server_default="[]")
    # How often variant 1 is chosen against the weights of the others.
    weight: Mapped[int] = mapped_column(server_default="1")
    # schemas.experiments.Experiment; null: variants share the audience by their weights.
    experiment: Mapped[dict[str, object] | None]
    # The experiment's end and outcome; the rest of the audience waits for it.
    decide_at: Mapped[dt.datetime | None]
    winner: Mapped[int | None]
    # Percent of the audience that gets nothing, to compare with.
    hold_out_percent: Mapped[int] = mapped_column(server_default="0")
    # schemas.hours.Hours in the recipient's zone; null: the company's.
    hours: Mapped[dict[str, object] | None]
    # Not before this wall-clock time in each recipient's own zone.
    send_at_local: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=False))
    # For whoever's own zone is not known; null: the company's.
    time_zone: Mapped[str | None]
    # The zones of the audience as frozen; a recipient names its place in it: [["America/Manaus"]].
    zones: Mapped[list[object]] = mapped_column(server_default="[]")
    # After this nobody more is sent to.
    expires_at: Mapped[dt.datetime | None]
    # Begun later than this it asks first: see MISSED.
    lateness_minutes: Mapped[int] = mapped_column(server_default="120")
    # No more than this is spent, in millionths of the company's currency.
    budget_micros: Mapped[int | None] = mapped_column(BigInteger)
    # The preflight as it stood at launch: services.launches.Check as JSON.
    estimate: Mapped[dict[str, object] | None]
    launched_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    approved_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    # May go on by itself when what stopped it is mended in time.
    auto_resume: Mapped[bool] = mapped_column(server_default="true")
    # What a running campaign waits for ("hours", "daily_limit", "throttled", "experiment", …).
    waits_for: Mapped[str | None]
    waits_until: Mapped[dt.datetime | None]
    # schemas.fallbacks.Fallback: what is sent by SMS to whom WhatsApp did not reach.
    fallback: Mapped[dict[str, object] | None]
    # When whom it did not reach is looked for next; null: never, or no more.
    fallback_at: Mapped[dt.datetime | None]
    # The campaign this one is the fallback of, was cloned from, or is an occurrence of.
    parent_id: Mapped[UUID | None]
    source_id: Mapped[UUID | None]
    series_id: Mapped[UUID | None]
    occurrence_at: Mapped[dt.datetime | None]
    # The sends of one message step of a cadence, for those who are in it for the lap-th time.
    cadence_id: Mapped[UUID | None]
    cadence_version: Mapped[int | None] = mapped_column(SmallInteger)
    step_key: Mapped[str | None]
    lap: Mapped[int | None] = mapped_column(SmallInteger)
    # Messages a second for this campaign; null = what the number allows.
    rate_per_second: Mapped[int | None]
    scheduled_at: Mapped[dt.datetime | None]
    launched_at: Mapped[dt.datetime | None]
    frozen_at: Mapped[dt.datetime | None]
    finished_at: Mapped[dt.datetime | None]
    # Why it is paused, auto-paused or failed: a stable code and the provider's words.
    status_code: Mapped[str | None]
    status_detail: Mapped[str | None]
    # Goes up with each pause, resume, cancel: an activity stops claiming when it changes.
    version: Mapped[int] = mapped_column(server_default="1")
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]

    __table_args__ = (
        UniqueConstraint("company_id", "id"),
        Index(
            "uq_campaigns_external_id",
            "company_id",
            "external_id",
            unique=True,
            postgresql_where=sql("external_id IS NOT NULL"),
        ),
        Index(None, "company_id", "created_at"),
        # One run for each time a series comes round, however often it is told.
        UniqueConstraint("company_id", "series_id", "occurrence_at"),
        UniqueConstraint("company_id", "parent_id"),
        Index(
            "uq_campaigns_cadence_step",
            "cadence_id",
            "cadence_version",
            "step_key",
            "lap",
            unique=True,
            postgresql_where=sql("cadence_id IS NOT NULL"),
        ),
        # The sweep's list: campaigns that should have a workflow.
        Index(
            "ix_campaigns_open",
            "status",
            postgresql_where=sql(
                "status IN ('scheduled', 'launching', 'running', 'paused', 'auto_paused')"
            ),
        ),
        Index(
            "ix_campaigns_fallback_at",
            "fallback_at",
            postgresql_where=sql("fallback_at IS NOT NULL"),
        ),
        # Whether an inbound message may answer one of them.
        Index(
            "ix_campaigns_sent_by",
            "phone_number_id",
            "frozen_at",
            postgresql_where=sql("frozen_at IS NOT NULL"),
        ),
        ForeignKeyConstraint(
            ["company_id", "phone_number_id"], ["phone_numbers.company_id", "phone_numbers.id"]
        ),
        ForeignKeyConstraint(
            ["company_id", "template_id"], ["templates.company_id", "templates.id"]
        ),
        ForeignKeyConstraint(["company_id", "topic_id"], ["topics.company_id", "topics.id"]),
        ForeignKeyConstraint(["company_id", "cadence_id"], ["cadences.company_id", "cadences.id"]),
    )


class CampaignRecipient(Base):
    """One person of one campaign: the send ledger.

    id is the last 8 bytes of the campaign's id followed by the position, so the rows of a
    campaign are neighbours in the index and a page is claimed by a range of it. It is also the
    message id the provider echoes in receipts.
    status stands in no index, so that its five changes are cheap (heap-only) updates. What is
    rare is found by the partial indexes: `reason` is set only for skipped, failed and unknown
    rows, `not_before` only for deferred ones.
    No keys: the ledger outlives an erased contact, and its rows are written by one statement that
    holds the campaign locked (services.audiences.freeze), where a check a row costs half as much
    again.
    """

    __tablename__ = "campaign_recipients"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    company_id: Mapped[UUID]
    campaign_id: Mapped[UUID]
    contact_id: Mapped[UUID]
    # E.164 with +, and its match key for the suppression check in the claim.
    address: Mapped[str]
    address_key: Mapped[str]
    # Values of the template's variables, in the frozen template's order.
    parameters: Mapped[list[str]] = mapped_column(server_default="{}")
    status: Mapped[DeliveryStatus] = mapped_column(
        text_enum(DeliveryStatus), server_default=DeliveryStatus.PENDING.value
    )
    # Why skipped, failed or unknown: our code or the provider's; and the provider's words.
    reason: Mapped[str | None]
    reason_detail: Mapped[str | None]
    provider_id: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(server_default="0")
    # Which way it is said; 0 waits for an experiment's winner, its parameters those of all.
    variant: Mapped[int] = mapped_column(SmallInteger, server_default="1")
    # The place of its zones in the campaign's list.
    zone: Mapped[int | None] = mapped_column(SmallInteger)
    country: Mapped[str | None]
    # SMS segments, counted on the rendered text.
    segments: Mapped[int | None] = mapped_column(SmallInteger)
    # By the rate card at launch; null: no rate known.
    cost_micros: Mapped[int | None] = mapped_column(BigInteger)
    # Sender and words in one: the same twice to one person is sent once (CompanyPolicy).
    body_key: Mapped[UUID | None]
    not_before: Mapped[dt.datetime | None]
    claimed_at: Mapped[dt.datetime | None]
    accepted_at: Mapped[dt.datetime | None]
    sent_at: Mapped[dt.datetime | None]
    delivered_at: Mapped[dt.datetime | None]
    read_at: Mapped[dt.datetime | None]
    failed_at: Mapped[dt.datetime | None]

    __table_args__ = (
        # The contact first: a conversation shows what campaigns sent them.
        UniqueConstraint("contact_id", "campaign_id"),
        Index(
            "ix_campaign_recipients_provider_id",
            "provider_id",
            postgresql_where=sql("provider_id IS NOT NULL"),
        ),
        Index(
            "ix_campaign_recipients_reason",
            "campaign_id",
            "id",
            postgresql_where=sql("reason IS NOT NULL"),
        ),
        Index(
            "ix_campaign_recipients_not_before",
            "campaign_id",
            "not_before",
            postgresql_where=sql("not_before IS NOT NULL"),
        ),
        {"postgresql_with": {"fillfactor": "75"}},
    )


class CampaignCount(Base):
    """How many recipients stand where; moved only by a transition that was applied."""

    __tablename__ = "campaign_counts"

    company_id: Mapped[UUID] = mapped_column(primary_key=True)
    campaign_id: Mapped[UUID] = mapped_column(primary_key=True)
    status: Mapped[DeliveryStatus] = mapped_column(text_enum(DeliveryStatus), primary_key=True)
    # "" but for skipped, failed and unknown, where it is the recipient's reason.
    reason: Mapped[str] = mapped_column(primary_key=True, server_default="")
    variant: Mapped[int] = mapped_column(SmallInteger, primary_key=True, server_default="1")
    count: Mapped[int] = mapped_column(server_default="0")
    # What these recipients cost together; known rates only.
    cost_micros: Mapped[int] = mapped_column(BigInteger, server_default="0")

    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "campaign_id"],
            ["campaigns.company_id", "campaigns.id"],
            ondelete="CASCADE",
        ),
        {"postgresql_with": {"fillfactor": "20"}},
    )


class CampaignEvent(Base):
    """What happened to a campaign, by whom: launched, paused, auto-paused, resumed, …"""

    __tablename__ = "campaign_events"

    id: Mapped[Id]
    company_id: Mapped[UUID]
    campaign_id: Mapped[UUID]
    kind: Mapped[str]
    code: Mapped[str | None]
    detail: Mapped[str | None]
    user_id: Mapped[UUID | None]
    created_at: Mapped[CreatedAt]

    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "campaign_id"],
            ["campaigns.company_id", "campaigns.id"],
            ondelete="CASCADE",
        ),
        Index(None, "company_id", "campaign_id", "created_at"),
    )
