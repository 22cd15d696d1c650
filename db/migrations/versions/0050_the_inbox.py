"""The inbox: conversations, what belongs to them, files and notifications.

Swapping the ledger's unique key writes its index anew: on a ledger of a hundred million rows this
takes some minutes, in which no campaign sends.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from db import rls

revision = "0050"
down_revision = "0040"
branch_labels = None
depends_on = None

_TABLES = (
    "canned_replies",
    "contact_merges",
    "inbox_views",
    "labels",
    "push_subscriptions",
    "teams",
    "team_members",
    "conversations",
    "inbox_members",
    "inbox_settings",
    "drafts",
    "notifications",
    "media",
    "media_removals",
)

# As db.folding does it; a function, because a computed column takes nothing that is not immutable.
_FOLD = """
CREATE FUNCTION fold(given text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT translate(lower(given), 'áàâãäåéèêëíìîïóòôõöúùûüçñ', 'aaaaaaeeeeiiiiooooouuuucn')
$$
"""
# Folding hides from the stemmer that "promoções" are more than one "promoção".
# With its schema: a restored dump knows no search path. Not STRICT, which a CASE is not: so it is put
# in place of its call, and costs no plan of its own.
_PLAIN_WORDS = r"""
CREATE FUNCTION plain_words(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT CASE WHEN public.fold(given) LIKE '%oes%'
                THEN regexp_replace(public.fold(given), 'oes\M', 'ao', 'g')
                ELSE public.fold(given) END
$$
"""
# The row may go by a cascade; its object is removed by the sweep. A cascade runs as the owner, whom
# row security stops too where no company is set: so the row's own is.
_REMEMBER_REMOVED = """
CREATE FUNCTION remember_removed_media() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before text := current_setting('app.company_id', true);
BEGIN
    PERFORM set_config('app.company_id', OLD.company_id::text, true);
    INSERT INTO media_removals (company_id, storage_key) VALUES (OLD.company_id, OLD.storage_key)
    ON CONFLICT DO NOTHING;
    PERFORM set_config('app.company_id', coalesce(before, ''), true);
    RETURN NULL;
END
$$
"""
_GATHER = """
INSERT INTO conversations (company_id, contact_id, phone_number_id, last_message_at, last_message_id,
                           last_inbound_at, waiting_since, unread_count)
SELECT company_id, contact_id, phone_number_id, max(occurred_at),
       (array_agg(id ORDER BY occurred_at DESC, id DESC))[1],
       max(occurred_at), min(occurred_at), count(*)
FROM messages GROUP BY company_id, contact_id, phone_number_id
"""
_ATTACH = """
UPDATE messages m SET conversation_id = c.id FROM conversations c
WHERE c.company_id = m.company_id AND c.contact_id = m.contact_id
  AND c.phone_number_id = m.phone_number_id
"""


def upgrade() -> None:
    op.execute(_FOLD)
    op.execute(_PLAIN_WORDS)
    _create_tables()
    _change_campaigns_and_people()
    _change_messages()
    _create_media()
    for table in _TABLES:
        for statement in (*rls.protect(table), rls.grant_app(table), rls.grant_system(table)):
            op.execute(statement)


def _create_tables() -> None:
    op.create_table(
        "canned_replies",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("shortcut", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
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
            ["company_id"], ["companies.id"], name=op.f("fk_canned_replies_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["users.id"],
            name=op.f("fk_canned_replies_created_by"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_replies")),
    )
    op.create_index(
        "uq_canned_replies_shortcut",
        "canned_replies",
        ["company_id", sa.literal_column("lower(shortcut)")],
        unique=True,
    )
    op.create_table(
        "contact_merges",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("survivor_id", sa.UUID(), nullable=False),
        sa.Column("merged_id", sa.UUID(), nullable=False),
        sa.Column("survivor_before", postgresql.JSONB(), nullable=False),
        sa.Column("merged_before", postgresql.JSONB(), nullable=False),
        sa.Column("moved", postgresql.JSONB(), nullable=False),
        sa.Column("merged_by", sa.UUID(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.UUID(), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_contact_merges_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by"],
            ["users.id"],
            name=op.f("fk_contact_merges_undone_by"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["merged_by"],
            ["users.id"],
            name=op.f("fk_contact_merges_merged_by"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_merges")),
    )
    op.create_index(
        op.f("ix_contact_merges_company_id_survivor_id"),
        "contact_merges",
        ["company_id", "survivor_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contact_merges_company_id_merged_id"),
        "contact_merges",
        ["company_id", "merged_id"],
        unique=False,
    )
    op.create_table(
        "inbox_views",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("filters", postgresql.JSONB(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_inbox_views_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_inbox_views_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_views")),
    )
    op.create_index(
        op.f("ix_inbox_views_company_id_user_id"),
        "inbox_views",
        ["company_id", "user_id"],
        unique=False,
    )
    op.create_table(
        "labels",
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
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_labels_company_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_labels")),
    )
    op.create_index(
        "uq_labels_name", "labels", ["company_id", sa.literal_column("lower(name)")], unique=True
    )
    op.create_table(
        "push_subscriptions",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("session_hash", sa.LargeBinary(), nullable=False),
        sa.Column("endpoint", sa.Text(), nullable=False),
        sa.Column("p256dh", sa.LargeBinary(), nullable=False),
        sa.Column("auth", sa.LargeBinary(), nullable=False),
        sa.Column("user_agent", sa.Text(), server_default="", nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_push_subscriptions_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_push_subscriptions_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_subscriptions")),
        sa.UniqueConstraint(
            "company_id",
            "user_id",
            "endpoint",
            name=op.f("uq_push_subscriptions_company_id_user_id_endpoint"),
        ),
    )
    op.create_table(
        "teams",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_teams_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_teams_company_id_id")),
    )
    op.create_index(
        "uq_teams_name", "teams", ["company_id", sa.literal_column("lower(name)")], unique=True
    )
    op.create_table(
        "team_members",
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("team_id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "team_id"],
            ["teams.company_id", "teams.id"],
            name=op.f("fk_team_members_company_id_team_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_team_members_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("company_id", "team_id", "user_id", name=op.f("pk_team_members")),
    )
    op.create_table(
        "conversations",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("contact_id", sa.UUID(), nullable=False),
        sa.Column("phone_number_id", sa.UUID(), nullable=False),
        sa.Column("status", sa.String(40), server_default="open", nullable=False),
        sa.Column("priority", sa.String(40), server_default="none", nullable=False),
        sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("assignee_id", sa.UUID(), nullable=True),
        sa.Column("team_id", sa.UUID(), nullable=True),
        sa.Column("label_ids", postgresql.ARRAY(sa.UUID()), server_default="{}", nullable=False),
        sa.Column("last_message_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_message_id", sa.UUID(), nullable=True),
        sa.Column("unread_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("writes_from", sa.Text(), nullable=True),
        sa.Column("last_inbound_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("window_closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
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
            ["assignee_id"],
            ["users.id"],
            name=op.f("fk_conversations_assignee_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "contact_id"],
            ["contacts.company_id", "contacts.id"],
            name=op.f("fk_conversations_company_id_contact_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "phone_number_id"],
            ["phone_numbers.company_id", "phone_numbers.id"],
            name=op.f("fk_conversations_company_id_phone_number_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "team_id"],
            ["teams.company_id", "teams.id"],
            name=op.f("fk_conversations_company_id_team_id"),
            ondelete="SET NULL (team_id)",
        ),
        sa.PrimaryKeyConstraint("company_id", "id", name=op.f("pk_conversations")),
        sa.UniqueConstraint(
            "company_id",
            "contact_id",
            "phone_number_id",
            name=op.f("uq_conversations_company_id_contact_id_phone_number_id"),
        ),
    )
    op.create_index(
        "ix_conversations_assignee",
        "conversations",
        ["company_id", "assignee_id", "status", "last_message_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_conversations_list",
        "conversations",
        ["company_id", "status", "last_message_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_conversations_snoozed",
        "conversations",
        ["snoozed_until"],
        unique=False,
        postgresql_where=sa.text("status = 'snoozed'"),
    )
    op.create_index(
        "ix_conversations_waiting",
        "conversations",
        ["company_id", "status", "waiting_since", "id"],
        unique=False,
        postgresql_where=sa.text("waiting_since IS NOT NULL"),
    )
    op.create_table(
        "inbox_members",
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("phone_number_id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "phone_number_id"],
            ["phone_numbers.company_id", "phone_numbers.id"],
            name=op.f("fk_inbox_members_company_id_phone_number_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_inbox_members_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(
            "company_id", "phone_number_id", "user_id", name=op.f("pk_inbox_members")
        ),
    )
    op.create_table(
        "inbox_settings",
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("phone_number_id", sa.UUID(), nullable=False),
        sa.Column("auto_assign", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("team_id", sa.UUID(), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id", "phone_number_id"],
            ["phone_numbers.company_id", "phone_numbers.id"],
            name=op.f("fk_inbox_settings_company_id_phone_number_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "team_id"],
            ["teams.company_id", "teams.id"],
            name=op.f("fk_inbox_settings_company_id_team_id"),
            ondelete="SET NULL (team_id)",
        ),
        sa.PrimaryKeyConstraint("company_id", "phone_number_id", name=op.f("pk_inbox_settings")),
    )
    op.create_table(
        "drafts",
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("conversation_id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("body", sa.Text(), server_default="", nullable=False),
        sa.Column("mode", sa.Text(), server_default="reply", nullable=False),
        sa.Column("reply_to_id", sa.UUID(), nullable=True),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "conversation_id"],
            ["conversations.company_id", "conversations.id"],
            name=op.f("fk_drafts_company_id_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_drafts_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("company_id", "conversation_id", "user_id", name=op.f("pk_drafts")),
    )
    op.create_table(
        "notifications",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("conversation_id", sa.UUID(), nullable=True),
        sa.Column("message_id", sa.UUID(), nullable=True),
        sa.Column("actor_id", sa.UUID(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pushed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id", "conversation_id"],
            ["conversations.company_id", "conversations.id"],
            name=op.f("fk_notifications_company_id_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_notifications_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_notifications_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
    )
    op.create_index(
        op.f("ix_notifications_company_id_user_id_created_at_id"),
        "notifications",
        ["company_id", "user_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_notifications_company_id_conversation_id"),
        "notifications",
        ["company_id", "conversation_id"],
        unique=False,
    )
    op.create_index(
        "ix_notifications_unread",
        "notifications",
        ["company_id", "user_id"],
        unique=False,
        postgresql_where=sa.text("read_at IS NULL"),
    )
    for name, columns, condition in (
        (
            "uq_notifications_message",
            ["company_id", "user_id", "conversation_id"],
            "read_at IS NULL AND kind = 'message'",
        ),
        (
            "uq_notifications_unassigned",
            ["company_id", "user_id"],
            "read_at IS NULL AND kind = 'unassigned'",
        ),
        (
            "uq_notifications_of_message",
            ["company_id", "user_id", "kind", "message_id"],
            "kind IN ('mention', 'send_failed')",
        ),
    ):
        op.create_index(
            name, "notifications", columns, unique=True, postgresql_where=sa.text(condition)
        )
    op.create_index(
        "ix_notifications_unpushed",
        "notifications",
        ["created_at"],
        unique=False,
        postgresql_where=sa.text("pushed_at IS NULL"),
    )


def _create_media() -> None:
    op.create_table(
        "media",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("message_id", sa.UUID(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.String(40), server_default="pending", nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("connection_id", sa.UUID(), nullable=True),
        sa.Column("provider_media_id", sa.Text(), nullable=True),
        sa.Column("provider_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "mime_type", sa.Text(), server_default="application/octet-stream", nullable=False
        ),
        sa.Column("filename", sa.Text(), server_default="", nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("storage_key", sa.Text(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_by", sa.UUID(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "message_id"],
            ["messages.company_id", "messages.id"],
            name=op.f("fk_media_company_id_message_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_media_company_id")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name=op.f("fk_media_created_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_media_company_id_id")),
        sa.UniqueConstraint(
            "company_id",
            "message_id",
            "provider_media_id",
            name=op.f("uq_media_company_id_message_id_provider_media_id"),
        ),
    )
    op.create_index(
        "ix_media_unsent",
        "media",
        ["created_at"],
        unique=False,
        postgresql_where=sa.text("message_id IS NULL"),
    )
    op.create_index(
        "ix_media_pending",
        "media",
        ["created_at"],
        unique=False,
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_table(
        "media_removals",
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("storage_key", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("company_id", "storage_key", name=op.f("pk_media_removals")),
    )
    op.execute(_REMEMBER_REMOVED)
    op.execute(
        "CREATE TRIGGER remember_removed AFTER DELETE ON media"
        " FOR EACH ROW WHEN (OLD.storage_key IS NOT NULL) EXECUTE FUNCTION remember_removed_media()"
    )


def _change_campaigns_and_people() -> None:
    op.drop_constraint(
        op.f("uq_campaign_recipients_campaign_id_contact_id"), "campaign_recipients", type_="unique"
    )
    op.create_unique_constraint(
        op.f("uq_campaign_recipients_contact_id_campaign_id"),
        "campaign_recipients",
        ["contact_id", "campaign_id"],
    )
    op.add_column(
        "memberships", sa.Column("available", sa.Boolean(), server_default="true", nullable=False)
    )
    op.add_column("memberships", sa.Column("capacity", sa.Integer(), nullable=True))
    op.add_column("suppressions", sa.Column("created_by", sa.UUID(), nullable=True))
    op.create_foreign_key(
        op.f("fk_suppressions_created_by"),
        "suppressions",
        "users",
        ["created_by"],
        ["id"],
        ondelete="SET NULL",
    )
    op.add_column(
        "memberships", sa.Column("last_assigned_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "memberships", sa.Column("notify", postgresql.JSONB(), server_default="{}", nullable=False)
    )


def _change_messages() -> None:
    op.add_column("messages", sa.Column("conversation_id", sa.UUID(), nullable=True))
    op.add_column("messages", sa.Column("modifies", sa.Text(), nullable=True))
    op.add_column("messages", sa.Column("reply_to", sa.Text(), nullable=True))
    op.add_column("messages", sa.Column("author_id", sa.UUID(), nullable=True))
    op.add_column("messages", sa.Column("source", sa.Text(), server_default="", nullable=False))
    op.add_column("messages", sa.Column("status", sa.String(40), nullable=True))
    op.add_column("messages", sa.Column("reason", sa.Text(), nullable=True))
    op.add_column("messages", sa.Column("reason_detail", sa.Text(), nullable=True))
    op.add_column(
        "messages", sa.Column("attempts", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column("messages", sa.Column("not_before", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "messages", sa.Column("scheduled", sa.Boolean(), server_default="false", nullable=False)
    )
    op.add_column("messages", sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("messages", sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("messages", sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("messages", sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("messages", sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("messages", sa.Column("read_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("messages", sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("messages", sa.Column("client_key", sa.Text(), nullable=True))
    op.add_column("messages", sa.Column("external_id", sa.Text(), nullable=True))
    op.add_column("messages", sa.Column("caller_data", postgresql.JSONB(), nullable=True))
    op.add_column(
        "messages",
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('portuguese', plain_words(left(body, 10000))) || to_tsvector('english', plain_words(left(body, 10000))) || array_to_tsvector(ARRAY['@' || company_id::text])",
                persisted=True,
            ),
            nullable=False,
        ),
    )
    op.alter_column("messages", "provider_id", existing_type=sa.TEXT(), nullable=True)
    # Row security is forced for the owner too, who for this step has to see every company.
    op.execute("ALTER TABLE messages NO FORCE ROW LEVEL SECURITY")
    op.execute(_GATHER)
    op.execute(_ATTACH)
    op.execute("ALTER TABLE messages FORCE ROW LEVEL SECURITY")
    op.alter_column("messages", "conversation_id", nullable=False)
    op.execute("ALTER TABLE messages DROP CONSTRAINT pk_messages")
    op.create_primary_key("pk_messages", "messages", ["company_id", "id"])
    op.drop_index(op.f("ix_messages_company_id_contact_id_occurred_at"), table_name="messages")
    op.create_index(
        "ix_messages_modifies",
        "messages",
        ["company_id", "modifies"],
        unique=False,
        postgresql_where=sa.text("modifies IS NOT NULL"),
    )
    op.create_index(
        "ix_messages_outbox",
        "messages",
        ["company_id", "conversation_id", "occurred_at"],
        unique=False,
        postgresql_where=sa.text("status IN ('pending', 'sending')"),
    )
    op.create_index(
        "ix_messages_search", "messages", ["search"], unique=False, postgresql_using="gin"
    )
    op.create_index(
        "ix_messages_timeline",
        "messages",
        ["company_id", "conversation_id", "occurred_at", "id"],
        unique=False,
        postgresql_where=sa.text("modifies IS NULL"),
    )
    op.create_index(
        "uq_messages_external_id",
        "messages",
        ["company_id", "external_id"],
        unique=True,
        postgresql_where=sa.text("external_id IS NOT NULL"),
    )
    op.create_index(
        "uq_messages_client_key",
        "messages",
        ["company_id", "client_key"],
        unique=True,
        postgresql_where=sa.text("client_key IS NOT NULL"),
    )
    op.drop_constraint(op.f("fk_messages_company_id"), "messages", type_="foreignkey")
    op.drop_constraint(
        op.f("fk_messages_company_id_phone_number_id"), "messages", type_="foreignkey"
    )
    op.drop_constraint(op.f("fk_messages_company_id_contact_id"), "messages", type_="foreignkey")
    op.create_foreign_key(
        op.f("fk_messages_company_id_conversation_id"),
        "messages",
        "conversations",
        ["company_id", "conversation_id"],
        ["company_id", "id"],
        ondelete="CASCADE",
    )
