"""Cadences, automation, and the doors for other systems."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from db import rls

revision = "0070"
down_revision = "0060"
branch_labels = None
depends_on = None

_TABLES = (
    "stages",
    "leads",
    "contact_events",
    "cadences",
    "cadence_versions",
    "cadence_step_counts",
    "cadence_events",
    "cadence_sources",
    "cadence_source_members",
    "cadence_jobs",
    "enrolments",
    "enrolment_steps",
    "enrolment_events",
    "events",
    "event_sequences",
    "webhook_endpoints",
    "webhook_deliveries",
    "delivery_attempts",
    "automation_rules",
    "rule_runs",
    "hooks",
    "hook_requests",
)

_STAGES = (
    ("New", "Novo", "blue", "open"),
    ("In conversation", "Em conversa", "violet", "open"),
    ("Qualified", "Qualificado", "teal", "open"),
    ("Won", "Ganho", "green", "won"),
    ("Lost", "Perdido", "slate", "lost"),
)


def upgrade() -> None:
    _create_leads()
    _add_stages()
    _create_cadences()
    _create_sources()
    _create_jobs()
    _create_enrolments()
    _create_events()
    _create_endpoints()
    _create_rules()
    _create_hooks()
    _change_campaigns()
    _change_notifications()
    op.create_index(
        "ix_contacts_email",
        "contacts",
        ["company_id", sa.literal_column("lower(email)")],
        postgresql_where=sa.text("email IS NOT NULL"),
    )
    op.create_index(
        "ix_messages_waiting",
        "messages",
        ["company_id", "claimed_at"],
        postgresql_where=sa.text("status IN ('accepted', 'sent')"),
    )
    for table in _TABLES:
        for statement in (*rls.protect(table), rls.grant_app(table), rls.grant_system(table)):
            op.execute(statement)
    op.execute(rls.grant_system("hook_routes"))


def _create_leads() -> None:
    op.create_table(
        "stages",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("colour", sa.Text(), server_default="slate", nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column(
            "outcome",
            sa.Text(),
            server_default="open",
            nullable=False,
        ),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_stages_company_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stages")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_stages_company_id_id")),
    )
    op.create_index(
        "uq_stages_name", "stages", ["company_id", sa.literal_column("lower(name)")], unique=True
    )
    op.create_table(
        "leads",
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("contact_id", sa.UUID(), nullable=False),
        sa.Column("stage_id", sa.UUID(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "contact_id"],
            ["contacts.company_id", "contacts.id"],
            name=op.f("fk_leads_company_id_contact_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "stage_id"],
            ["stages.company_id", "stages.id"],
            name=op.f("fk_leads_company_id_stage_id"),
        ),
        sa.PrimaryKeyConstraint("company_id", "contact_id", name=op.f("pk_leads")),
    )
    op.create_index(
        op.f("ix_leads_company_id_stage_id"), "leads", ["company_id", "stage_id"], unique=False
    )
    op.create_table(
        "contact_events",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("contact_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("data", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "contact_id"],
            ["contacts.company_id", "contacts.id"],
            name=op.f("fk_contact_events_company_id_contact_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_events")),
    )
    op.create_index(
        "ix_contact_events_contact",
        "contact_events",
        ["company_id", "contact_id", "name", "occurred_at"],
        unique=False,
    )
    op.create_index(
        "uq_contact_events_external_id",
        "contact_events",
        ["company_id", "name", "external_id"],
        unique=True,
        postgresql_where=sa.text("external_id IS NOT NULL"),
    )


def _add_stages() -> None:
    """Those every company begins with, in its language."""
    # Of every company: row security would show the owner none of them.
    op.execute("ALTER TABLE companies NO FORCE ROW LEVEL SECURITY")
    for place, (english, portuguese, colour, outcome) in enumerate(_STAGES):
        op.execute(
            sa.text(
                """
                INSERT INTO stages (company_id, name, colour, position, outcome)
                SELECT id, CASE WHEN locale LIKE 'pt%' THEN :portuguese ELSE :english END,
                       :colour, :place, :outcome
                FROM companies
                """
            ).bindparams(
                english=english,
                portuguese=portuguese,
                colour=colour,
                place=place,
                outcome=outcome,
            )
        )
    op.execute("ALTER TABLE companies FORCE ROW LEVEL SECURITY")


def _create_cadences() -> None:
    op.create_table(
        "cadences",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column(
            "status",
            sa.Text(),
            server_default="draft",
            nullable=False,
        ),
        sa.Column("draft", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("published", sa.SmallInteger(), nullable=True),
        sa.Column("rules", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("stops", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("goal", postgresql.JSONB(), nullable=True),
        sa.Column("exclusive_group", sa.Text(), nullable=True),
        sa.Column(
            "purpose",
            sa.Text(),
            server_default="marketing",
            nullable=False,
        ),
        sa.Column("topic_id", sa.UUID(), nullable=True),
        sa.Column("hours", postgresql.JSONB(), nullable=True),
        sa.Column("time_zone", sa.Text(), nullable=True),
        sa.Column("status_code", sa.Text(), nullable=True),
        sa.Column("status_detail", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_by", sa.UUID(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "topic_id"],
            ["topics.company_id", "topics.id"],
            name=op.f("fk_cadences_company_id_topic_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_cadences_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name=op.f("fk_cadences_created_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cadences")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_cadences_company_id_id")),
    )
    op.create_index(
        "ix_cadences_running",
        "cadences",
        ["status"],
        unique=False,
        postgresql_where=sa.text("status = 'running'"),
    )
    op.create_index(
        "uq_cadences_external_id",
        "cadences",
        ["company_id", "external_id"],
        unique=True,
        postgresql_where=sa.text("external_id IS NOT NULL"),
    )
    op.create_table(
        "cadence_versions",
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("cadence_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("definition", postgresql.JSONB(), nullable=False),
        sa.Column("published_by", sa.UUID(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "cadence_id"],
            ["cadences.company_id", "cadences.id"],
            name=op.f("fk_cadence_versions_company_id_cadence_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["published_by"],
            ["users.id"],
            name=op.f("fk_cadence_versions_published_by"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint(
            "company_id", "cadence_id", "number", name=op.f("pk_cadence_versions")
        ),
    )
    op.create_table(
        "cadence_step_counts",
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("cadence_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("step_key", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "cadence_id"],
            ["cadences.company_id", "cadences.id"],
            name=op.f("fk_cadence_step_counts_company_id_cadence_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "company_id",
            "cadence_id",
            "version",
            "step_key",
            "outcome",
            name=op.f("pk_cadence_step_counts"),
        ),
        postgresql_with={"fillfactor": "20"},
    )
    op.create_table(
        "cadence_events",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("cadence_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("user_id", sa.UUID(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "cadence_id"],
            ["cadences.company_id", "cadences.id"],
            name=op.f("fk_cadence_events_company_id_cadence_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cadence_events")),
    )
    op.create_index(
        op.f("ix_cadence_events_company_id_cadence_id_created_at"),
        "cadence_events",
        ["company_id", "cadence_id", "created_at"],
        unique=False,
    )


def _create_sources() -> None:
    op.create_table(
        "cadence_sources",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("cadence_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.UUID(), nullable=True),
        sa.Column("options", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("schedule", postgresql.JSONB(), nullable=True),
        sa.Column("time_zone", sa.Text(), nullable=True),
        sa.Column("enabled", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("followed_version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_run_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_run_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_result", postgresql.JSONB(), nullable=True),
        sa.Column("created_by", sa.UUID(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "cadence_id"],
            ["cadences.company_id", "cadences.id"],
            name=op.f("fk_cadence_sources_company_id_cadence_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["users.id"],
            name=op.f("fk_cadence_sources_created_by"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cadence_sources")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_cadence_sources_company_id_id")),
    )
    op.create_index(
        "ix_cadence_sources_kind",
        "cadence_sources",
        ["company_id", "kind", "subject_id"],
        unique=False,
    )
    op.create_index(
        "ix_cadence_sources_next_run",
        "cadence_sources",
        ["next_run_at"],
        unique=False,
        postgresql_where=sa.text("next_run_at IS NOT NULL AND enabled"),
    )
    op.create_table(
        "cadence_source_members",
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("source_id", sa.UUID(), nullable=False),
        sa.Column("contact_id", sa.UUID(), nullable=False),
        sa.Column("waiting", sa.Boolean(), server_default="false", nullable=False),
        sa.PrimaryKeyConstraint(
            "company_id", "source_id", "contact_id", name=op.f("pk_cadence_source_members")
        ),
    )
    op.create_index(
        "ix_cadence_source_members_waiting",
        "cadence_source_members",
        ["source_id", "contact_id"],
        unique=False,
        postgresql_where=sa.text("waiting"),
    )


def _create_jobs() -> None:
    op.create_table(
        "cadence_jobs",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("cadence_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), server_default="queued", nullable=False),
        sa.Column("filter", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("version", sa.SmallInteger(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("done", sa.Integer(), server_default="0", nullable=False),
        sa.Column("changed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("ended", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sending", sa.Integer(), server_default="0", nullable=False),
        sa.Column("after", sa.UUID(), nullable=True),
        sa.Column("rounds", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("created_by", sa.UUID(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id", "cadence_id"],
            ["cadences.company_id", "cadences.id"],
            name=op.f("fk_cadence_jobs_company_id_cadence_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["users.id"],
            name=op.f("fk_cadence_jobs_created_by"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cadence_jobs")),
    )
    op.create_index("ix_cadence_jobs_list", "cadence_jobs", ["cadence_id", "id"], unique=False)
    op.create_index(
        "ix_cadence_jobs_open",
        "cadence_jobs",
        ["id"],
        unique=False,
        postgresql_where=sa.text("finished_at IS NULL"),
    )


def _create_enrolments() -> None:
    op.create_table(
        "enrolments",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("cadence_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("contact_id", sa.UUID(), nullable=False),
        sa.Column("lap", sa.SmallInteger(), server_default="1", nullable=False),
        sa.Column(
            "status",
            sa.Text(),
            server_default="active",
            nullable=False,
        ),
        sa.Column("step_key", sa.Text(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recipient_id", sa.UUID(), nullable=True),
        sa.Column("last_recipient_id", sa.UUID(), nullable=True),
        sa.Column("last_sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), server_default="console", nullable=False),
        sa.Column("source_id", sa.UUID(), nullable=True),
        sa.Column("created_by", sa.UUID(), nullable=True),
        sa.Column("depth", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column(
            "entered_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolments")),
        sa.UniqueConstraint(
            "contact_id", "cadence_id", "lap", name=op.f("uq_enrolments_contact_id_cadence_id_lap")
        ),
        postgresql_with={"fillfactor": "75"},
    )
    op.create_index(
        "ix_enrolments_due",
        "enrolments",
        ["cadence_id", "due_at"],
        unique=False,
        postgresql_where=sa.text("status = 'active'"),
    )
    op.create_index("ix_enrolments_list", "enrolments", ["cadence_id", "id"], unique=False)
    op.create_index(
        "ix_enrolments_sending",
        "enrolments",
        ["cadence_id", "recipient_id"],
        unique=False,
        postgresql_where=sa.text("status = 'sending'"),
    )
    op.create_table(
        "enrolment_steps",
        sa.Column("enrolment_id", sa.UUID(), nullable=False),
        sa.Column("step_key", sa.Text(), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("recipient_id", sa.UUID(), nullable=True),
        sa.Column(
            "done_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("enrolment_id", "step_key", name=op.f("pk_enrolment_steps")),
    )
    op.create_table(
        "enrolment_events",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("enrolment_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("step_key", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("user_id", sa.UUID(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment_events")),
    )
    op.create_index(
        op.f("ix_enrolment_events_company_id_enrolment_id_created_at"),
        "enrolment_events",
        ["company_id", "enrolment_id", "created_at"],
        unique=False,
    )


def _create_events() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("resource_type", sa.Text(), nullable=False),
        sa.Column("resource_id", sa.UUID(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("contact_id", sa.UUID(), nullable=True),
        sa.Column("conversation_id", sa.UUID(), nullable=True),
        sa.Column("data", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("depth", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_events_company_id_id")),
    )
    op.create_index("ix_events_age", "events", ["created_at"], unique=False)
    op.create_index("ix_events_list", "events", ["company_id", "created_at", "id"], unique=False)
    op.create_index("ix_events_resource_id", "events", ["resource_id"], unique=False)
    op.create_index(
        "ix_events_type", "events", ["company_id", "type", "created_at", "id"], unique=False
    )
    op.create_table(
        "event_sequences",
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("resource_type", sa.Text(), nullable=False),
        sa.Column("resource_id", sa.UUID(), nullable=False),
        sa.Column("last", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint(
            "company_id", "resource_type", "resource_id", name=op.f("pk_event_sequences")
        ),
        postgresql_with={"fillfactor": "50"},
    )


def _create_endpoints() -> None:
    op.create_table(
        "webhook_endpoints",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("types", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column(
            "status",
            sa.Text(),
            server_default="active",
            nullable=False,
        ),
        sa.Column("disabled_reason", sa.Text(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("previous_secret", sa.LargeBinary(), nullable=True),
        sa.Column("previous_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hub_signature", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("thin", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_success_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rest_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_by", sa.UUID(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_webhook_endpoints_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["users.id"],
            name=op.f("fk_webhook_endpoints_created_by"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_endpoints")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_webhook_endpoints_company_id_id")),
    )
    op.create_table(
        "webhook_deliveries",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("endpoint_id", sa.UUID(), nullable=False),
        sa.Column("event_id", sa.UUID(), nullable=False),
        sa.Column("resource_id", sa.UUID(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Text(),
            server_default="pending",
            nullable=False,
        ),
        sa.Column("attempts", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("attempts_before", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replayed", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("last_status", sa.SmallInteger(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "endpoint_id"],
            ["webhook_endpoints.company_id", "webhook_endpoints.id"],
            name=op.f("fk_webhook_deliveries_company_id_endpoint_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "event_id"],
            ["events.company_id", "events.id"],
            name=op.f("fk_webhook_deliveries_company_id_event_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_deliveries")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_webhook_deliveries_company_id_id")),
        sa.UniqueConstraint(
            "endpoint_id", "event_id", name=op.f("uq_webhook_deliveries_endpoint_id_event_id")
        ),
    )
    op.create_index(
        "ix_webhook_deliveries_event_id", "webhook_deliveries", ["event_id"], unique=False
    )
    op.create_index(
        "ix_webhook_deliveries_due",
        "webhook_deliveries",
        ["endpoint_id", "due_at"],
        unique=False,
        postgresql_where=sa.text("state IN ('pending', 'sending')"),
    )
    op.create_index(
        "ix_webhook_deliveries_list",
        "webhook_deliveries",
        ["company_id", "endpoint_id", "id"],
        unique=False,
    )
    op.create_index(
        "ix_webhook_deliveries_turn",
        "webhook_deliveries",
        ["endpoint_id", "resource_id", "sequence"],
        unique=False,
        postgresql_where=sa.text("state IN ('pending', 'sending')"),
    )
    op.create_table(
        "delivery_attempts",
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("delivery_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("milliseconds", sa.Integer(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "delivery_id"],
            ["webhook_deliveries.company_id", "webhook_deliveries.id"],
            name=op.f("fk_delivery_attempts_company_id_delivery_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "company_id", "delivery_id", "number", name=op.f("pk_delivery_attempts")
        ),
    )


def _create_rules() -> None:
    op.create_table(
        "automation_rules",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("enabled", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("enabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trigger", postgresql.JSONB(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("conditions", postgresql.JSONB(), nullable=True),
        sa.Column("actions", postgresql.JSONB(), server_default="[]", nullable=False),
        sa.Column("pause_minutes", sa.Integer(), server_default="60", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("disabled_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_by", sa.UUID(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_automation_rules_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["users.id"],
            name=op.f("fk_automation_rules_created_by"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_automation_rules")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_automation_rules_company_id_id")),
    )
    op.create_index(
        "ix_automation_rules_kind",
        "automation_rules",
        ["company_id", "kind"],
        unique=False,
        postgresql_where=sa.text("enabled"),
    )
    op.create_table(
        "rule_runs",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("rule_id", sa.UUID(), nullable=False),
        sa.Column("event_id", sa.UUID(), nullable=False),
        sa.Column("contact_id", sa.UUID(), nullable=True),
        sa.Column("conversation_id", sa.UUID(), nullable=True),
        sa.Column("campaign_id", sa.UUID(), nullable=True),
        sa.Column(
            "status",
            sa.Text(),
            server_default="pending",
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("results", postgresql.JSONB(), server_default="[]", nullable=False),
        sa.Column("depth", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("attempts", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id", "rule_id"],
            ["automation_rules.company_id", "automation_rules.id"],
            name=op.f("fk_rule_runs_company_id_rule_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_runs")),
        sa.UniqueConstraint("rule_id", "event_id", name=op.f("uq_rule_runs_rule_id_event_id")),
    )
    op.create_index(
        "ix_rule_runs_contact", "rule_runs", ["rule_id", "contact_id", "created_at"], unique=False
    )
    op.create_index("ix_rule_runs_list", "rule_runs", ["company_id", "rule_id", "id"], unique=False)
    op.create_index("ix_rule_runs_log", "rule_runs", ["company_id", "id"], unique=False)
    op.create_index(
        "ix_rule_runs_pending",
        "rule_runs",
        ["company_id", "id"],
        unique=False,
        postgresql_where=sa.text("status = 'pending'"),
    )
    # Whose 24 hours are about to end: looked at every minute.
    op.create_index(
        "ix_conversations_window",
        "conversations",
        ["company_id", "last_inbound_at"],
        unique=False,
        postgresql_where=sa.text("last_inbound_at IS NOT NULL"),
    )


def _create_hooks() -> None:
    op.create_table(
        "hooks",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("enabled", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("mapping", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("actions", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("dedupe_path", sa.Text(), nullable=True),
        sa.Column("signature", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("signature_secret", sa.LargeBinary(), nullable=True),
        sa.Column("capturing", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_by", sa.UUID(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_hooks_company_id")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name=op.f("fk_hooks_created_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hooks")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_hooks_company_id_id")),
    )
    op.create_table(
        "hook_routes",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("hook_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "hook_id"],
            ["hooks.company_id", "hooks.id"],
            name=op.f("fk_hook_routes_company_id_hook_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_hook_routes")),
    )
    op.create_table(
        "hook_requests",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("hook_id", sa.UUID(), nullable=False),
        sa.Column(
            "status",
            sa.Text(),
            server_default="received",
            nullable=False,
        ),
        sa.Column("body", postgresql.JSONB(), nullable=False),
        sa.Column("headers", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("dedupe_key", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("result", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id", "hook_id"],
            ["hooks.company_id", "hooks.id"],
            name=op.f("fk_hook_requests_company_id_hook_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hook_requests")),
    )
    op.create_index(
        "ix_hook_requests_list", "hook_requests", ["company_id", "hook_id", "id"], unique=False
    )
    op.create_index(
        "ix_hook_requests_open",
        "hook_requests",
        ["created_at"],
        unique=False,
        postgresql_where=sa.text("status = 'received'"),
    )
    op.create_index(
        "uq_hook_requests_dedupe_key",
        "hook_requests",
        ["hook_id", "dedupe_key"],
        unique=True,
        postgresql_where=sa.text("dedupe_key IS NOT NULL"),
    )


def _change_campaigns() -> None:
    op.add_column("campaigns", sa.Column("cadence_id", sa.UUID(), nullable=True))
    op.add_column("campaigns", sa.Column("cadence_version", sa.SmallInteger(), nullable=True))
    op.add_column("campaigns", sa.Column("step_key", sa.Text(), nullable=True))
    op.add_column("campaigns", sa.Column("lap", sa.SmallInteger(), nullable=True))
    op.create_index(
        "uq_campaigns_cadence_step",
        "campaigns",
        ["cadence_id", "cadence_version", "step_key", "lap"],
        unique=True,
        postgresql_where=sa.text("cadence_id IS NOT NULL"),
    )
    op.create_foreign_key(
        op.f("fk_campaigns_company_id_cadence_id"),
        "campaigns",
        "cadences",
        ["company_id", "cadence_id"],
        ["company_id", "id"],
    )


def _change_notifications() -> None:
    column = sa.Column("data", postgresql.JSONB(), server_default="{}", nullable=False)
    op.add_column("notifications", column)


def downgrade() -> None:
    op.drop_column("notifications", "data")
    op.drop_index("ix_messages_waiting", table_name="messages")
    op.drop_index("ix_contacts_email", table_name="contacts")
    op.drop_index("ix_conversations_window", table_name="conversations")
    op.drop_constraint(op.f("fk_campaigns_company_id_cadence_id"), "campaigns", type_="foreignkey")
    op.drop_index("uq_campaigns_cadence_step", table_name="campaigns")
    for column in ("lap", "step_key", "cadence_version", "cadence_id"):
        op.drop_column("campaigns", column)
    op.drop_table("hook_routes")
    for table in reversed(_TABLES):
        op.drop_table(table)
