"""The first tables"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from db import rls

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


# Tables of one company's rows, all under the same policy.
COMPANY_TABLES = (
    "memberships",
    "api_keys",
    "idempotency_keys",
    "connections",
    "phone_numbers",
    "contacts",
    "contact_identities",
    "contact_fields",
    "tags",
    "segments",
    "suppressions",
    "contact_imports",
    "contact_import_changes",
    "templates",
    "template_events",
    "campaigns",
    "campaign_recipients",
    "campaign_counts",
    "campaign_events",
    "webhook_events",
    "messages",
)


def _new_id() -> str:
    """A time-ordered UUID: Postgres 18 has it built in, older servers get the same in SQL."""
    if op.get_bind().dialect.server_version_info >= (18,):
        body = "SELECT uuidv7()"
    else:
        body = """
        SELECT encode(
            set_bit(set_bit(overlay(
                uuid_send(gen_random_uuid())
                PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint)
                    FROM 3)
                FROM 1 FOR 6
            ), 52, 1), 53, 1), 'hex')::uuid
        """
    return f"CREATE FUNCTION new_id() RETURNS uuid LANGUAGE sql VOLATILE AS $$ {body} $$"


def _protect() -> None:
    for statement in (
        *(line for table in COMPANY_TABLES for line in rls.protect(table)),
        *rls.protect_companies(),
        *rls.protect_users(),
        *(rls.grant_app(table) for table in (*COMPANY_TABLES, "companies", "users")),
        *(
            rls.grant_system(table)
            for table in (
                *COMPANY_TABLES,
                "companies",
                "users",
                *("sessions", "channel_routes", "unrouted_events"),
            )
        ),
    ):
        op.execute(statement)


def upgrade() -> None:
    op.execute(_new_id())
    op.create_table(
        "companies",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), server_default="BR", nullable=False),
        sa.Column("locale", sa.Text(), server_default="pt_BR", nullable=False),
        sa.Column("timezone", sa.Text(), server_default="America/Sao_Paulo", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_companies")),
    )
    op.create_table(
        "contacts",
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("phone_key", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("tag_ids", postgresql.ARRAY(sa.UUID()), server_default="{}", nullable=False),
        sa.Column(
            "fields", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.Column("source", sa.Text(), server_default="console", nullable=False),
        sa.Column("import_id", sa.UUID(), nullable=True),
        sa.Column("last_inbound_at", sa.DateTime(timezone=True), nullable=True),
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
        sa.PrimaryKeyConstraint("company_id", "id", name=op.f("pk_contacts")),
    )
    op.create_index(
        "uq_contacts_external_id",
        "contacts",
        ["company_id", "external_id"],
        unique=True,
        postgresql_where=sa.text("external_id IS NOT NULL"),
    )
    op.create_index("uq_contacts_phone_key", "contacts", ["company_id", "phone_key"], unique=True)
    op.create_table(
        "unrouted_events",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "received_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unrouted_events")),
    )
    op.create_index(
        op.f("ix_unrouted_events_account_id"), "unrouted_events", ["account_id"], unique=False
    )
    op.create_table(
        "users",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=True),
        sa.Column("theme", sa.Text(), server_default="system", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
    )
    op.create_index("uq_users_email", "users", [sa.literal_column("lower(email)")], unique=True)
    op.create_table(
        "webhook_events",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("connection_id", sa.UUID(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "received_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_events")),
        sa.UniqueConstraint(
            "company_id",
            "provider",
            "external_id",
            name=op.f("uq_webhook_events_company_id_provider_external_id"),
        ),
    )
    op.create_index(
        "ix_webhook_events_open",
        "webhook_events",
        ["received_at"],
        unique=False,
        postgresql_where=sa.text("applied_at IS NULL"),
    )
    op.create_table(
        "api_keys",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("scopes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("created_by", sa.UUID(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_api_keys_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name=op.f("fk_api_keys_created_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("prefix", name=op.f("uq_api_keys_prefix")),
    )
    op.create_index(op.f("ix_api_keys_company_id"), "api_keys", ["company_id"], unique=False)
    op.create_table(
        "channel_routes",
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("connection_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_channel_routes_company_id")
        ),
        sa.PrimaryKeyConstraint("provider", "account_id", name=op.f("pk_channel_routes")),
    )
    op.create_index(
        op.f("ix_channel_routes_connection_id"), "channel_routes", ["connection_id"], unique=False
    )
    op.create_table(
        "connections",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("app_id", sa.Text(), server_default="", nullable=False),
        sa.Column("access_token", sa.LargeBinary(), nullable=False),
        sa.Column("app_secret", sa.LargeBinary(), nullable=True),
        sa.Column("verify_token", sa.LargeBinary(), nullable=True),
        sa.Column("health", sa.String(40), server_default="healthy", nullable=False),
        sa.Column("health_code", sa.Text(), nullable=True),
        sa.Column("health_detail", sa.Text(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("token_expires_at", sa.DateTime(timezone=True), nullable=True),
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
            ["company_id"], ["companies.id"], name=op.f("fk_connections_company_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connections")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_connections_company_id_id")),
        sa.UniqueConstraint(
            "company_id",
            "kind",
            "account_id",
            name=op.f("uq_connections_company_id_kind_account_id"),
        ),
    )
    op.create_table(
        "contact_fields",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("choices", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_contact_fields_company_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_fields")),
        sa.UniqueConstraint("company_id", "key", name=op.f("uq_contact_fields_company_id_key")),
    )
    op.create_table(
        "contact_identities",
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("match_key", sa.Text(), nullable=False),
        sa.Column("contact_id", sa.UUID(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "contact_id"],
            ["contacts.company_id", "contacts.id"],
            name=op.f("fk_contact_identities_company_id_contact_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "company_id", "kind", "match_key", name=op.f("pk_contact_identities")
        ),
    )
    op.create_index(
        op.f("ix_contact_identities_company_id_contact_id"),
        "contact_identities",
        ["company_id", "contact_id"],
        unique=False,
    )
    op.create_table(
        "contact_imports",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("status", sa.String(40), server_default="uploaded", nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("storage_key", sa.Text(), nullable=False),
        sa.Column("file_hash", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column(
            "dialect", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.Column(
            "mapping", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.Column(
            "options", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.Column("total_rows", sa.Integer(), nullable=True),
        sa.Column("processed_rows", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("updated_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("unchanged_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("duplicate_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("rejected_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("cancel_requested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error_code", sa.Text(), nullable=True),
        sa.Column("error_detail", sa.Text(), nullable=True),
        sa.Column("created_by", sa.UUID(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_contact_imports_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["users.id"],
            name=op.f("fk_contact_imports_created_by"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_imports")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_contact_imports_company_id_id")),
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("response_status", sa.Integer(), nullable=True),
        sa.Column("response_body", sa.LargeBinary(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_idempotency_keys_company_id")
        ),
        sa.PrimaryKeyConstraint("company_id", "route", "key", name=op.f("pk_idempotency_keys")),
    )
    op.create_index(
        op.f("ix_idempotency_keys_expires_at"), "idempotency_keys", ["expires_at"], unique=False
    )
    op.create_table(
        "memberships",
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_memberships_company_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_memberships_user_id")),
        sa.PrimaryKeyConstraint("company_id", "user_id", name=op.f("pk_memberships")),
    )
    op.create_index(op.f("ix_memberships_user_id"), "memberships", ["user_id"], unique=False)
    op.create_table(
        "segments",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("definition", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
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
            ["company_id"], ["companies.id"], name=op.f("fk_segments_company_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segments")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_segments_company_id_id")),
    )
    op.create_index(
        "uq_segments_name",
        "segments",
        ["company_id", sa.literal_column("lower(name)")],
        unique=True,
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("user_agent", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"],
            ["companies.id"],
            name=op.f("fk_sessions_company_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_sessions_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sessions")),
    )
    op.create_index(op.f("ix_sessions_expires_at"), "sessions", ["expires_at"], unique=False)
    op.create_index(op.f("ix_sessions_user_id"), "sessions", ["user_id"], unique=False)
    op.create_table(
        "suppressions",
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("match_key", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_suppressions_company_id")
        ),
        sa.PrimaryKeyConstraint("company_id", "channel", "match_key", name=op.f("pk_suppressions")),
    )
    op.create_table(
        "tags",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("colour", sa.Text(), server_default="slate", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_tags_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tags")),
    )
    op.create_index(
        "uq_tags_name", "tags", ["company_id", sa.literal_column("lower(name)")], unique=True
    )
    op.create_table(
        "contact_import_changes",
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("import_id", sa.UUID(), nullable=False),
        sa.Column("contact_id", sa.UUID(), nullable=False),
        sa.Column("before", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "import_id"],
            ["contact_imports.company_id", "contact_imports.id"],
            name=op.f("fk_contact_import_changes_company_id_import_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "company_id", "import_id", "contact_id", name=op.f("pk_contact_import_changes")
        ),
    )
    op.create_table(
        "phone_numbers",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("connection_id", sa.UUID(), nullable=False),
        sa.Column("provider_number_id", sa.Text(), nullable=False),
        sa.Column("display_phone", sa.Text(), nullable=False),
        sa.Column("verified_name", sa.Text(), server_default="", nullable=False),
        sa.Column("quality", sa.Text(), server_default="UNKNOWN", nullable=False),
        sa.Column("rate_per_second", sa.Integer(), server_default="80", nullable=False),
        sa.Column("health", sa.String(40), server_default="healthy", nullable=False),
        sa.Column("health_code", sa.Text(), nullable=True),
        sa.Column("health_detail", sa.Text(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
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
            ["company_id", "connection_id"],
            ["connections.company_id", "connections.id"],
            name=op.f("fk_phone_numbers_company_id_connection_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_numbers")),
        sa.UniqueConstraint(
            "company_id",
            "connection_id",
            "provider_number_id",
            name=op.f("uq_phone_numbers_company_id_connection_id_provider_number_id"),
        ),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_phone_numbers_company_id_id")),
    )
    op.create_table(
        "templates",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("connection_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("status", sa.String(40), server_default="draft", nullable=False),
        sa.Column("components", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("parameter_format", sa.Text(), server_default="positional", nullable=False),
        sa.Column(
            "bindings", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.Column("provider_template_id", sa.Text(), nullable=True),
        sa.Column("rejected_reason", sa.Text(), nullable=True),
        sa.Column("quality", sa.Text(), server_default="UNKNOWN", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("synced_at", sa.DateTime(timezone=True), nullable=True),
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
            ["company_id", "connection_id"],
            ["connections.company_id", "connections.id"],
            name=op.f("fk_templates_company_id_connection_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_templates")),
        sa.UniqueConstraint(
            "company_id",
            "connection_id",
            "name",
            "language",
            name=op.f("uq_templates_company_id_connection_id_name_language"),
        ),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_templates_company_id_id")),
    )
    op.create_index(
        op.f("ix_templates_company_id_provider_template_id"),
        "templates",
        ["company_id", "provider_template_id"],
        unique=False,
    )
    op.create_table(
        "campaigns",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("channel", sa.String(40), server_default="whatsapp", nullable=False),
        sa.Column("status", sa.String(40), server_default="draft", nullable=False),
        sa.Column("phone_number_id", sa.UUID(), nullable=True),
        sa.Column("template_id", sa.UUID(), nullable=True),
        sa.Column(
            "audience", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.Column(
            "bindings", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.Column("frozen_template", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("rate_per_second", sa.Integer(), nullable=True),
        sa.Column("scheduled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("launched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
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
            ["company_id", "phone_number_id"],
            ["phone_numbers.company_id", "phone_numbers.id"],
            name=op.f("fk_campaigns_company_id_phone_number_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "template_id"],
            ["templates.company_id", "templates.id"],
            name=op.f("fk_campaigns_company_id_template_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_campaigns_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name=op.f("fk_campaigns_created_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_campaigns_company_id_id")),
    )
    op.create_index(
        op.f("ix_campaigns_company_id_created_at"),
        "campaigns",
        ["company_id", "created_at"],
        unique=False,
    )
    op.create_index(
        "ix_campaigns_open",
        "campaigns",
        ["status"],
        unique=False,
        postgresql_where=sa.text(
            "status IN ('scheduled', 'launching', 'running', 'paused', 'auto_paused')"
        ),
    )
    op.create_index(
        "uq_campaigns_external_id",
        "campaigns",
        ["company_id", "external_id"],
        unique=True,
        postgresql_where=sa.text("external_id IS NOT NULL"),
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("contact_id", sa.UUID(), nullable=False),
        sa.Column("phone_number_id", sa.UUID(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "payload", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.Column("provider_id", sa.Text(), nullable=False),
        sa.Column("reply_to_recipient_id", sa.UUID(), nullable=True),
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
            name=op.f("fk_messages_company_id_contact_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "phone_number_id"],
            ["phone_numbers.company_id", "phone_numbers.id"],
            name=op.f("fk_messages_company_id_phone_number_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_messages_company_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint(
            "company_id", "provider_id", name=op.f("uq_messages_company_id_provider_id")
        ),
    )
    op.create_index(
        op.f("ix_messages_company_id_contact_id_occurred_at"),
        "messages",
        ["company_id", "contact_id", "occurred_at"],
        unique=False,
    )
    op.create_table(
        "template_events",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("template_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "template_id"],
            ["templates.company_id", "templates.id"],
            name=op.f("fk_template_events_company_id_template_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_events")),
    )
    op.create_index(
        op.f("ix_template_events_company_id_template_id"),
        "template_events",
        ["company_id", "template_id"],
        unique=False,
    )
    op.create_table(
        "campaign_counts",
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("campaign_id", sa.UUID(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("count", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "campaign_id"],
            ["campaigns.company_id", "campaigns.id"],
            name=op.f("fk_campaign_counts_company_id_campaign_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "company_id", "campaign_id", "status", "reason", name=op.f("pk_campaign_counts")
        ),
        postgresql_with={"fillfactor": "20"},
    )
    op.create_table(
        "campaign_events",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("campaign_id", sa.UUID(), nullable=False),
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
            ["company_id", "campaign_id"],
            ["campaigns.company_id", "campaigns.id"],
            name=op.f("fk_campaign_events_company_id_campaign_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_events")),
    )
    op.create_index(
        op.f("ix_campaign_events_company_id_campaign_id_created_at"),
        "campaign_events",
        ["company_id", "campaign_id", "created_at"],
        unique=False,
    )
    op.create_table(
        "campaign_recipients",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("campaign_id", sa.UUID(), nullable=False),
        sa.Column("contact_id", sa.UUID(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("address_key", sa.Text(), nullable=False),
        sa.Column("parameters", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("status", sa.String(40), server_default="pending", nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reason_detail", sa.Text(), nullable=True),
        sa.Column("provider_id", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id", "campaign_id"],
            ["campaigns.company_id", "campaigns.id"],
            name=op.f("fk_campaign_recipients_company_id_campaign_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_recipients")),
        sa.UniqueConstraint(
            "campaign_id", "contact_id", name=op.f("uq_campaign_recipients_campaign_id_contact_id")
        ),
        postgresql_with={"fillfactor": "75"},
    )
    op.create_index(
        "ix_campaign_recipients_not_before",
        "campaign_recipients",
        ["campaign_id", "not_before"],
        unique=False,
        postgresql_where=sa.text("not_before IS NOT NULL"),
    )
    op.create_index(
        "ix_campaign_recipients_provider_id",
        "campaign_recipients",
        ["provider_id"],
        unique=False,
        postgresql_where=sa.text("provider_id IS NOT NULL"),
    )
    op.create_index(
        "ix_campaign_recipients_reason",
        "campaign_recipients",
        ["campaign_id", "id"],
        unique=False,
        postgresql_where=sa.text("reason IS NOT NULL"),
    )
    _protect()
