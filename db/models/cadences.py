"""Cadences: sequences of steps, and one row for each contact who goes through one.

A message step's sends stand in the send ledger, under a campaign of the step's own
(campaigns.cadence_id), so that limits, consent, claims and receipts are the campaigns'.
"""

import datetime as dt
from uuid import UUID

from sqlalchemy import (
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, CreatedAt, Id, UpdatedAt
from db.models.types import text_enum
from schemas.cadence_jobs import JobKind, JobStatus
from schemas.enums import CadenceStatus, EnrolmentStatus, Purpose


class Cadence(Base):
    __tablename__ = "cadences"

    id: Mapped[Id]
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"))
    name: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    external_id: Mapped[str | None]
    status: Mapped[CadenceStatus] = mapped_column(
        text_enum(CadenceStatus), server_default=CadenceStatus.DRAFT.value
    )
    # What is edited: schemas.cadences.Definition. Published, it becomes a cadence_versions row.
    draft: Mapped[dict[str, object]] = mapped_column(server_default="{}")
    # The version new enrolments go through; null: never published.
    published: Mapped[int | None] = mapped_column(SmallInteger)
    # schemas.cadences.Rules: re-entry, limit a day.
    rules: Mapped[dict[str, object]] = mapped_column(server_default="{}")
    # What ends an enrolment: schemas.cadences.Stop values; an opt-out always does.
    stops: Mapped[list[str]] = mapped_column(server_default="{}")
    # Reached when the contact comes to match it: a segment's definition; null: none.
    goal: Mapped[dict[str, object] | None]
    # Contacts are in at most one live cadence of a group.
    exclusive_group: Mapped[str | None]
    # For its SMS; a WhatsApp template says its own.
    purpose: Mapped[Purpose] = mapped_column(
        text_enum(Purpose), server_default=Purpose.MARKETING.value
    )
    topic_id: Mapped[UUID | None]
    # schemas.hours.Hours in the contact's zone; null: the company's.
    hours: Mapped[dict[str, object] | None]
    time_zone: Mapped[str | None]
    # Why it stopped by itself.
    status_code: Mapped[str | None]
    status_detail: Mapped[str | None]
    # Goes up with each change of the row (If-Match).
    version: Mapped[int] = mapped_column(server_default="1")
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]

    __table_args__ = (
        UniqueConstraint("company_id", "id"),
        Index(
            "uq_cadences_external_id",
            "company_id",
            "external_id",
            unique=True,
            postgresql_where=text("external_id IS NOT NULL"),
        ),
        # The sweep's list.
        Index("ix_cadences_running", "status", postgresql_where=text("status = 'running'")),
        ForeignKeyConstraint(["company_id", "topic_id"], ["topics.company_id", "topics.id"]),
    )


class CadenceVersion(Base):
    """A cadence as it was published; never changed after."""

    __tablename__ = "cadence_versions"

    company_id: Mapped[UUID] = mapped_column(primary_key=True)
    cadence_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    definition: Mapped[dict[str, object]]
    published_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[CreatedAt]

    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "cadence_id"],
            ["cadences.company_id", "cadences.id"],
            ondelete="CASCADE",
        ),
    )


class Enrolment(Base):
    """One contact on their way through one cadence.

    active: at `step_key` until `due_at`; sending: that step's message is in the ledger as
    `recipient_id`; paused: rests, `due_at` remembers when it was due.
    No keys: written in bulk, and it outlives an erased contact as the ledger does.
    """

    __tablename__ = "enrolments"

    id: Mapped[Id]
    company_id: Mapped[UUID]
    cadence_id: Mapped[UUID]
    # The version of the cadence it goes through.
    version: Mapped[int] = mapped_column(SmallInteger)
    contact_id: Mapped[UUID]
    # 1 the first time this contact is in this cadence.
    lap: Mapped[int] = mapped_column(SmallInteger, server_default="1")
    status: Mapped[EnrolmentStatus] = mapped_column(
        text_enum(EnrolmentStatus), server_default=EnrolmentStatus.ACTIVE.value
    )
    # The step it stands at; null once it is over.
    step_key: Mapped[str | None]
    due_at: Mapped[dt.datetime | None]
    # The row of the send ledger that its step waits for.
    recipient_id: Mapped[UUID | None]
    # The newest message it got in this cadence, for "replied" and "clicked".
    last_recipient_id: Mapped[UUID | None]
    last_sent_at: Mapped[dt.datetime | None]
    # Why it ended, or is paused: schemas.cadences reasons.
    reason: Mapped[str | None]
    detail: Mapped[str | None]
    # "console", "api", "segment", "import", "keyword", "tag", "stage", "cadence", "rule", "hook".
    source: Mapped[str] = mapped_column(server_default="console")
    # The cadence_sources row, import, rule or hook it came by.
    source_id: Mapped[UUID | None]
    created_by: Mapped[UUID | None]
    # How many rules led here, one by the other's work: as that of an event.
    depth: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    entered_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    ended_at: Mapped[dt.datetime | None]

    __table_args__ = (
        # However often and from however many sides somebody is enrolled: a lap begins when the one
        # before it is over, so of two who begin the next at once one is the first.
        UniqueConstraint("contact_id", "cadence_id", "lap"),
        Index(
            "ix_enrolments_due",
            "cadence_id",
            "due_at",
            postgresql_where=text("status = 'active'"),
        ),
        Index(
            "ix_enrolments_sending",
            "cadence_id",
            "recipient_id",
            postgresql_where=text("status = 'sending'"),
        ),
        Index("ix_enrolments_list", "cadence_id", "id"),
        {"postgresql_with": {"fillfactor": "75"}},
    )


class EnrolmentStep(Base):
    """What became of one step for one contact: written once, so no step is done twice.

    Only a question may be asked again, in another version: then its newest answer stands here.
    """

    __tablename__ = "enrolment_steps"

    enrolment_id: Mapped[UUID] = mapped_column(primary_key=True)
    step_key: Mapped[str] = mapped_column(primary_key=True)
    company_id: Mapped[UUID]
    version: Mapped[int] = mapped_column(SmallInteger)
    # schemas.cadences.StepOutcome: sent, skipped, failed, unknown, done, yes, no, passed.
    outcome: Mapped[str]
    # Why skipped or failed: the ledger's reasons.
    reason: Mapped[str | None]
    recipient_id: Mapped[UUID | None]
    done_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))


class CadenceStepCount(Base):
    """How many enrolments stand at a step ("waiting"), and what became of those who passed it."""

    __tablename__ = "cadence_step_counts"

    company_id: Mapped[UUID] = mapped_column(primary_key=True)
    cadence_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    step_key: Mapped[str] = mapped_column(primary_key=True)
    outcome: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(server_default="0")

    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "cadence_id"],
            ["cadences.company_id", "cadences.id"],
            ondelete="CASCADE",
        ),
        {"postgresql_with": {"fillfactor": "20"}},
    )


class CadenceEvent(Base):
    """What happened to a cadence, by whom: published, started, paused, stopped by itself, …"""

    __tablename__ = "cadence_events"

    id: Mapped[Id]
    company_id: Mapped[UUID]
    cadence_id: Mapped[UUID]
    kind: Mapped[str]
    code: Mapped[str | None]
    detail: Mapped[str | None]
    user_id: Mapped[UUID | None]
    created_at: Mapped[CreatedAt]

    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "cadence_id"],
            ["cadences.company_id", "cadences.id"],
            ondelete="CASCADE",
        ),
        Index(None, "company_id", "cadence_id", "created_at"),
    )


class EnrolmentEvent(Base):
    """What people did with one enrolment: paused, resumed, skipped a step, moved, removed."""

    __tablename__ = "enrolment_events"

    id: Mapped[Id]
    company_id: Mapped[UUID]
    enrolment_id: Mapped[UUID]
    kind: Mapped[str]
    step_key: Mapped[str | None]
    detail: Mapped[str | None]
    user_id: Mapped[UUID | None]
    created_at: Mapped[CreatedAt]

    __table_args__ = (Index(None, "company_id", "enrolment_id", "created_at"),)


class CadenceSource(Base):
    """What enrols people by itself: a segment on a schedule, a keyword, a tag, a stage, an import."""

    __tablename__ = "cadence_sources"

    id: Mapped[Id]
    company_id: Mapped[UUID]
    cadence_id: Mapped[UUID]
    # schemas.cadence_sources.SourceKind.
    kind: Mapped[str]
    # The segment, tag, stage or import.
    subject_id: Mapped[UUID | None]
    # The words of a keyword; whether those who are in a segment at the start count as entered; the
    # filter of a list.
    options: Mapped[dict[str, object]] = mapped_column(server_default="{}")
    # Segment: schemas.recurrence, followed by a Temporal Schedule `cadence-source/{id}`; null: once.
    schedule: Mapped[dict[str, object] | None]
    time_zone: Mapped[str | None]
    enabled: Mapped[bool] = mapped_column(server_default="true")
    # The version the Temporal Schedule was last made to follow; the sweep catches up.
    version: Mapped[int] = mapped_column(server_default="1")
    followed_version: Mapped[int] = mapped_column(server_default="0")
    removed_at: Mapped[dt.datetime | None]
    last_run_at: Mapped[dt.datetime | None]
    next_run_at: Mapped[dt.datetime | None]
    # Of the last run: how many enrolled, how many left out and why.
    last_result: Mapped[dict[str, object] | None]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[CreatedAt]

    __table_args__ = (
        UniqueConstraint("company_id", "id"),
        ForeignKeyConstraint(
            ["company_id", "cadence_id"],
            ["cadences.company_id", "cadences.id"],
            ondelete="CASCADE",
        ),
        Index("ix_cadence_sources_kind", "company_id", "kind", "subject_id"),
        Index(
            "ix_cadence_sources_next_run",
            "next_run_at",
            postgresql_where=text("next_run_at IS NOT NULL AND enabled"),
        ),
    )


class CadenceSourceMember(Base):
    """Who was in a source's segment when it was last looked at, or came to it by another way.

    Whoever `waiting` is to be enrolled by the source's next run. No keys: written in bulk.
    """

    __tablename__ = "cadence_source_members"

    company_id: Mapped[UUID] = mapped_column(primary_key=True)
    source_id: Mapped[UUID] = mapped_column(primary_key=True)
    contact_id: Mapped[UUID] = mapped_column(primary_key=True)
    waiting: Mapped[bool] = mapped_column(server_default="false")

    __table_args__ = (
        # The sweep's list, and a run's pages.
        Index(
            "ix_cadence_source_members_waiting",
            "source_id",
            "contact_id",
            postgresql_where=text("waiting"),
        ),
    )


class CadenceJob(Base):
    """One act on many who are in a cadence, done page by page in the order they were asked for.

    Each page is one transaction with this row's progress in it. Whoever entered later than the row
    was made is not meant: their ids are greater than this one's.
    """

    __tablename__ = "cadence_jobs"

    id: Mapped[Id]
    company_id: Mapped[UUID]
    cadence_id: Mapped[UUID]
    kind: Mapped[JobKind] = mapped_column(text_enum(JobKind))
    status: Mapped[JobStatus] = mapped_column(
        text_enum(JobStatus), server_default=JobStatus.QUEUED.value
    )
    # Who of the cadence is meant, as the list was narrowed; nothing for a move and for archiving.
    filter: Mapped[dict[str, object]] = mapped_column(server_default="{}")
    # Why, for the enrolments' stories.
    detail: Mapped[str | None]
    # Of a move: into which version.
    version: Mapped[int | None] = mapped_column(SmallInteger)
    # Null until they are counted, which is its first work.
    total: Mapped[int | None]
    # Looked at, and of those changed; of a move also who had nothing left to come, and who is just
    # being written to.
    done: Mapped[int] = mapped_column(server_default="0")
    changed: Mapped[int] = mapped_column(server_default="0")
    ended: Mapped[int] = mapped_column(server_default="0")
    sending: Mapped[int] = mapped_column(server_default="0")
    # The enrolment it came to.
    after: Mapped[UUID | None]
    # How often a move has begun at the front again, for those who were being written to.
    rounds: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[CreatedAt]
    started_at: Mapped[dt.datetime | None]
    finished_at: Mapped[dt.datetime | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "cadence_id"],
            ["cadences.company_id", "cadences.id"],
            ondelete="CASCADE",
        ),
        Index("ix_cadence_jobs_list", "cadence_id", "id"),
        # The sweep's list.
        Index("ix_cadence_jobs_open", "id", postgresql_where=text("finished_at IS NULL")),
    )
