"""Campaigns grown up: SMS, consent, limits, planning, links and what comes of it all.

The keys of suppressions and campaign_counts get a further column: both are written anew, which takes
seconds on a large installation.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from db import rls

revision = "0060"
down_revision = "0050"
branch_labels = None
depends_on = None

_TABLES = (
    "company_policies",
    "holidays",
    "consents",
    "topics",
    "portfolios",
    "portfolio_minutes",
    "portfolio_recipients",
    "breakers",
    "rates",
    "number_orders",
    "link_clicks",
    "campaign_responses",
    "campaign_series",
    "short_links",
    "response_counts",
)

# As schemas.sms_text counts it, compared with it by a property test. What takes two places may not be
# torn apart by the end of a segment, so texts with such characters are walked through.
_SEGMENTS = r"""
CREATE FUNCTION sms_segments(given text) RETURNS smallint LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
DECLARE
    gsm CONSTANT boolean := translate(given,
        U&'@\00A3$\00A5\00E8\00E9\00F9\00EC\00F2\00C7\000A\00D8\00F8\000D\00C5'
        || U&'\00E5\0394_\03A6\0393\039B\03A9\03A0\03A8\03A3\0398\039E\00C6\00E6'
        || U&'\00DF\00C9 !"#\00A4%&''()*+,-./0123456789:;<=>?\00A1ABCDEFGHIJKLMNOPQR'
        || U&'STUVWXYZ\00C4\00D6\00D1\00DC\00A7\00BFabcdefghijklmnopqrstuvwxyz\00E4'
        || U&'\00F6\00F1\00FC\00E0\000C^{}\\[~]|\20AC',
        '') = '';
    wide CONSTANT text := CASE WHEN gsm THEN U&'[\005C\005E{}\005C\005C\005C[~\005C]|\000C\20AC]'
                               ELSE '[\U00010000-\U0010FFFF]' END;
    alone CONSTANT int := CASE WHEN gsm THEN 160 ELSE 70 END;
    room CONSTANT int := CASE WHEN gsm THEN 153 ELSE 67 END;
    doubles CONSTANT int := length(given) - length(regexp_replace(given, wide, '', 'g'));
    segments int := 1;
    used int := 0;
    width int;
    letter text;
BEGIN
    IF length(given) + doubles <= alone THEN
        RETURN 1;
    END IF;
    IF doubles = 0 THEN
        RETURN ceil(length(given)::numeric / room);
    END IF;
    FOREACH letter IN ARRAY string_to_array(given, NULL) LOOP
        width := CASE WHEN letter ~ wide THEN 2 ELSE 1 END;
        IF used + width > room THEN
            segments := segments + 1;
            used := 0;
        END IF;
        used := used + width;
    END LOOP;
    RETURN segments;
END
$$
"""
# What schemas.sms_text.transliterate does to the letters and signs of western Europe.
_PLAIN = r"""
CREATE FUNCTION sms_plain(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT translate(replace(normalize(given, NFC), U&'\2026', '...'),
        U&'\00C0\00C1\00C2\00C3\00C8\00CA\00CB\00CC\00CD\00CE\00CF\00D0\00D2\00D3'
        || U&'\00D4\00D5\00D7\00D9\00DA\00DB\00DD\00E1\00E2\00E3\00E7\00EA\00EB\00ED'
        || U&'\00EE\00EF\00F0\00F3\00F4\00F5\00F7\00FA\00FB\00FD\00FF\00A0\00A2\00A6'
        || U&'\00A8\00AA\00AB\00AC\00AF\00B0\00B2\00B3\00B4\00B7\00B8\00B9\00BA\00BB'
        || U&'\2018\2019\201C\201D\2013\2014\2022',
        U&'AAAAEEEIIIIDOOOOxUUUYaaaceeiiidooo/uuyy c| a"- o23''. 1o"''''""--*')
$$
"""


def upgrade() -> None:
    op.execute(_SEGMENTS)
    op.execute(_PLAIN)
    _create_consents()
    _create_limits()
    _create_links()
    _change_campaigns()
    _change_ledger()
    _change_contacts_and_numbers()
    _change_notifications()
    _find_messages_in_doubt()
    for table in _TABLES:
        for statement in (*rls.protect(table), rls.grant_app(table), rls.grant_system(table)):
            op.execute(statement)
    op.execute(rls.grant_system("link_domains"))
    op.execute(
        f"GRANT USAGE ON SEQUENCE short_links_serial_seq TO {rls.APP_ROLE}, {rls.SYSTEM_ROLE}"
    )


def _create_consents() -> None:
    op.create_table(
        "company_policies",
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("stop_everywhere", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("require_consent", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("keywords", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("confirmations", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("frequency_cap", sa.Integer(), nullable=True),
        sa.Column("frequency_days", sa.Integer(), server_default="7", nullable=False),
        sa.Column("duplicate_hours", sa.Integer(), server_default="24", nullable=False),
        sa.Column("hours", postgresql.JSONB(), nullable=True),
        sa.Column("holidays_country", sa.Text(), nullable=True),
        sa.Column("currency", sa.Text(), server_default="BRL", nullable=False),
        sa.Column("monthly_budget_micros", sa.BigInteger(), nullable=True),
        sa.Column("approval_recipients", sa.Integer(), nullable=True),
        sa.Column("approval_micros", sa.BigInteger(), nullable=True),
        sa.Column("attribution_days", sa.Integer(), server_default="7", nullable=False),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_company_policies_company_id")
        ),
        sa.PrimaryKeyConstraint("company_id", name=op.f("pk_company_policies")),
    )
    op.create_table(
        "holidays",
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_holidays_company_id")
        ),
        sa.PrimaryKeyConstraint("company_id", "day", name=op.f("pk_holidays")),
    )
    op.create_table(
        "consents",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("contact_id", sa.UUID(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("match_key", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("proof", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("recorded_by", sa.UUID(), nullable=True),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["users.id"], name=op.f("fk_consents_recorded_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
        sa.UniqueConstraint(
            "company_id",
            "match_key",
            "channel",
            "scope",
            "occurred_at",
            "source",
            "granted",
            name="uq_consents_line",
        ),
    )
    op.create_index(
        op.f("ix_consents_company_id_contact_id"),
        "consents",
        ["company_id", "contact_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_consents_company_id_created_at"),
        "consents",
        ["company_id", "created_at"],
        unique=False,
    )
    op.create_table(
        "topics",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
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
            ["company_id"], ["companies.id"], name=op.f("fk_topics_company_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topics")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_topics_company_id_id")),
    )
    op.create_index(
        "uq_topics_name", "topics", ["company_id", sa.literal_column("lower(name)")], unique=True
    )


def _create_limits() -> None:
    op.create_table(
        "portfolios",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("provider_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("daily_limit", sa.Integer(), nullable=True),
        sa.Column("reserve_percent", sa.Integer(), server_default="10", nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
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
            ["company_id"], ["companies.id"], name=op.f("fk_portfolios_company_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portfolios")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_portfolios_company_id_id")),
        sa.UniqueConstraint(
            "company_id", "provider_id", name=op.f("uq_portfolios_company_id_provider_id")
        ),
    )
    op.create_table(
        "portfolio_minutes",
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("portfolio_id", sa.UUID(), nullable=False),
        sa.Column("minute", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "portfolio_id"],
            ["portfolios.company_id", "portfolios.id"],
            name=op.f("fk_portfolio_minutes_company_id_portfolio_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "company_id", "portfolio_id", "minute", name=op.f("pk_portfolio_minutes")
        ),
    )
    op.create_table(
        "portfolio_recipients",
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("portfolio_id", sa.UUID(), nullable=False),
        sa.Column("match_key", sa.Text(), nullable=False),
        sa.Column("minute", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(
            "company_id", "portfolio_id", "match_key", name=op.f("pk_portfolio_recipients")
        ),
    )
    op.create_index(
        op.f("ix_portfolio_recipients_minute"), "portfolio_recipients", ["minute"], unique=False
    )
    op.create_table(
        "breakers",
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("target_id", sa.UUID(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "opened_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trips", sa.Integer(), server_default="1", nullable=False),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_breakers_company_id")
        ),
        sa.PrimaryKeyConstraint("company_id", "target", "target_id", name=op.f("pk_breakers")),
    )
    op.create_table(
        "rates",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), server_default="", nullable=False),
        sa.Column("category", sa.Text(), server_default="", nullable=False),
        sa.Column("price_micros", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("example", sa.Boolean(), server_default="false", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_rates_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rates")),
        sa.UniqueConstraint(
            "company_id",
            "channel",
            "country",
            "category",
            "valid_from",
            name=op.f("uq_rates_company_id_channel_country_category_valid_from"),
        ),
    )
    op.create_table(
        "number_orders",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("connection_id", sa.UUID(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("provider_number_id", sa.Text(), nullable=True),
        sa.Column("service_id", sa.Text(), nullable=True),
        sa.Column("address_id", sa.Text(), nullable=True),
        sa.Column("bundle_id", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("ordered_by", sa.UUID(), nullable=True),
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
            name=op.f("fk_number_orders_company_id_connection_id"),
        ),
        sa.ForeignKeyConstraint(
            ["ordered_by"],
            ["users.id"],
            name=op.f("fk_number_orders_ordered_by"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_orders")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_number_orders_company_id_id")),
    )
    op.create_index(
        "uq_number_orders_open",
        "number_orders",
        ["company_id", "phone"],
        unique=True,
        postgresql_where=sa.text("status IN ('wanted', 'bought', 'ready', 'releasing')"),
    )


def _create_links() -> None:
    op.create_table(
        "link_clicks",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("campaign_id", sa.UUID(), nullable=False),
        sa.Column("link_id", sa.UUID(), nullable=False),
        sa.Column("recipient_id", sa.UUID(), nullable=False),
        sa.Column("robot", sa.Boolean(), server_default="false", nullable=False),
        sa.Column(
            "occurred_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_clicks")),
    )
    op.create_index(
        op.f("ix_link_clicks_company_id_campaign_id_occurred_at"),
        "link_clicks",
        ["company_id", "campaign_id", "occurred_at"],
        unique=False,
    )
    op.create_table(
        "link_domains",
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_link_domains_company_id")
        ),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_link_domains")),
    )
    op.create_index(
        op.f("ix_link_domains_company_id"), "link_domains", ["company_id"], unique=False
    )
    op.create_table(
        "campaign_responses",
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("campaign_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("recipient_id", sa.UUID(), nullable=False),
        sa.Column("variant", sa.Integer(), server_default="1", nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "campaign_id"],
            ["campaigns.company_id", "campaigns.id"],
            name=op.f("fk_campaign_responses_company_id_campaign_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "company_id", "campaign_id", "kind", "recipient_id", name=op.f("pk_campaign_responses")
        ),
    )
    op.create_table(
        "response_counts",
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("campaign_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("variant", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "campaign_id"],
            ["campaigns.company_id", "campaigns.id"],
            name=op.f("fk_response_counts_company_id_campaign_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "company_id", "campaign_id", "kind", "variant", name=op.f("pk_response_counts")
        ),
    )
    op.create_table(
        "campaign_series",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source_campaign_id", sa.UUID(), nullable=False),
        sa.Column("rule", postgresql.JSONB(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("lateness_minutes", sa.Integer(), server_default="120", nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("skipped", postgresql.JSONB(), server_default="[]", nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("followed_version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
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
            ["company_id", "source_campaign_id"],
            ["campaigns.company_id", "campaigns.id"],
            name=op.f("fk_campaign_series_company_id_source_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_campaign_series_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["users.id"],
            name=op.f("fk_campaign_series_created_by"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_series")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_campaign_series_company_id_id")),
    )
    op.create_index(op.f("ix_campaign_series_next_at"), "campaign_series", ["next_at"])
    op.create_table(
        "short_links",
        sa.Column("id", sa.UUID(), server_default=sa.text("new_id()"), nullable=False),
        sa.Column("company_id", sa.UUID(), nullable=False),
        sa.Column("serial", sa.BigInteger(), sa.Identity(always=False, start=1000), nullable=False),
        sa.Column("campaign_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("clicks", sa.Integer(), server_default="0", nullable=False),
        sa.Column("robots", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "campaign_id"],
            ["campaigns.company_id", "campaigns.id"],
            name=op.f("fk_short_links_company_id_campaign_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_short_links")),
        sa.UniqueConstraint(
            "company_id",
            "campaign_id",
            "position",
            name=op.f("uq_short_links_company_id_campaign_id_position"),
        ),
        sa.UniqueConstraint("serial", name=op.f("uq_short_links_serial")),
    )


def _change_campaigns() -> None:
    op.add_column("memberships", sa.Column("test_phone", sa.Text(), nullable=True))
    op.add_column("campaigns", sa.Column("text", sa.Text(), nullable=True))
    op.add_column(
        "campaigns", sa.Column("sms", postgresql.JSONB(), server_default="{}", nullable=False)
    )
    op.add_column(
        "campaigns", sa.Column("purpose", sa.Text(), server_default="marketing", nullable=False)
    )
    op.add_column("campaigns", sa.Column("topic_id", sa.UUID(), nullable=True))
    op.add_column(
        "campaigns", sa.Column("variants", postgresql.JSONB(), server_default="[]", nullable=False)
    )
    op.add_column(
        "campaigns",
        sa.Column("frozen_variants", postgresql.JSONB(), server_default="[]", nullable=False),
    )
    op.add_column(
        "campaigns", sa.Column("weight", sa.Integer(), server_default="1", nullable=False)
    )
    op.add_column("campaigns", sa.Column("experiment", postgresql.JSONB(), nullable=True))
    op.add_column("campaigns", sa.Column("decide_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("campaigns", sa.Column("winner", sa.Integer(), nullable=True))
    op.add_column(
        "campaigns", sa.Column("hold_out_percent", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column("campaigns", sa.Column("hours", postgresql.JSONB(), nullable=True))
    op.add_column("campaigns", sa.Column("send_at_local", sa.DateTime(), nullable=True))
    op.add_column("campaigns", sa.Column("time_zone", sa.Text(), nullable=True))
    op.add_column(
        "campaigns", sa.Column("zones", postgresql.JSONB(), server_default="[]", nullable=False)
    )
    op.add_column("campaigns", sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "campaigns",
        sa.Column("lateness_minutes", sa.Integer(), server_default="120", nullable=False),
    )
    op.add_column("campaigns", sa.Column("budget_micros", sa.BigInteger(), nullable=True))
    op.add_column("campaigns", sa.Column("estimate", postgresql.JSONB(), nullable=True))
    op.add_column("campaigns", sa.Column("launched_by", sa.UUID(), nullable=True))
    op.add_column("campaigns", sa.Column("approved_by", sa.UUID(), nullable=True))
    op.add_column(
        "campaigns", sa.Column("auto_resume", sa.Boolean(), server_default="true", nullable=False)
    )
    op.add_column("campaigns", sa.Column("waits_for", sa.Text(), nullable=True))
    op.add_column("campaigns", sa.Column("waits_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("campaigns", sa.Column("fallback", postgresql.JSONB(), nullable=True))
    op.add_column("campaigns", sa.Column("fallback_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_campaigns_fallback_at",
        "campaigns",
        ["fallback_at"],
        unique=False,
        postgresql_where=sa.text("fallback_at IS NOT NULL"),
    )
    op.add_column("campaigns", sa.Column("parent_id", sa.UUID(), nullable=True))
    op.add_column("campaigns", sa.Column("source_id", sa.UUID(), nullable=True))
    op.add_column("campaigns", sa.Column("series_id", sa.UUID(), nullable=True))
    op.add_column(
        "campaigns", sa.Column("occurrence_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.create_unique_constraint(
        op.f("uq_campaigns_company_id_parent_id"), "campaigns", ["company_id", "parent_id"]
    )
    op.create_unique_constraint(
        op.f("uq_campaigns_company_id_series_id_occurrence_at"),
        "campaigns",
        ["company_id", "series_id", "occurrence_at"],
    )
    op.create_index(
        "ix_campaigns_sent_by",
        "campaigns",
        ["phone_number_id", "frozen_at"],
        unique=False,
        postgresql_where=sa.text("frozen_at IS NOT NULL"),
    )
    op.create_foreign_key(
        op.f("fk_campaigns_company_id_topic_id"),
        "campaigns",
        "topics",
        ["company_id", "topic_id"],
        ["company_id", "id"],
    )
    op.create_foreign_key(
        op.f("fk_campaigns_approved_by"),
        "campaigns",
        "users",
        ["approved_by"],
        ["id"],
        ondelete="SET NULL",
    )
    op.create_foreign_key(
        op.f("fk_campaigns_launched_by"),
        "campaigns",
        "users",
        ["launched_by"],
        ["id"],
        ondelete="SET NULL",
    )


def _change_ledger() -> None:
    op.add_column(
        "campaign_counts",
        sa.Column("variant", sa.SmallInteger(), server_default="1", nullable=False),
    )
    op.add_column(
        "campaign_counts",
        sa.Column("cost_micros", sa.BigInteger(), server_default="0", nullable=False),
    )
    op.add_column(
        "campaign_recipients",
        sa.Column("variant", sa.SmallInteger(), server_default="1", nullable=False),
    )
    op.add_column("campaign_recipients", sa.Column("zone", sa.SmallInteger(), nullable=True))
    op.add_column("campaign_recipients", sa.Column("country", sa.Text(), nullable=True))
    op.add_column("campaign_recipients", sa.Column("segments", sa.SmallInteger(), nullable=True))
    op.add_column("campaign_recipients", sa.Column("cost_micros", sa.BigInteger(), nullable=True))
    op.add_column("campaign_recipients", sa.Column("body_key", sa.UUID(), nullable=True))
    op.drop_constraint("pk_campaign_counts", "campaign_counts", type_="primary")
    op.create_primary_key(
        "pk_campaign_counts",
        "campaign_counts",
        ["company_id", "campaign_id", "status", "reason", "variant"],
    )


def _change_contacts_and_numbers() -> None:
    op.add_column("connections", sa.Column("portfolio_id", sa.UUID(), nullable=True))
    op.create_foreign_key(
        op.f("fk_connections_company_id_portfolio_id"),
        "connections",
        "portfolios",
        ["company_id", "portfolio_id"],
        ["company_id", "id"],
    )
    op.add_column("contacts", sa.Column("time_zone", sa.Text(), nullable=True))
    op.add_column(
        "phone_numbers", sa.Column("channel", sa.Text(), server_default="whatsapp", nullable=False)
    )
    op.add_column(
        "phone_numbers", sa.Column("bought_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "suppressions", sa.Column("scope", sa.Text(), server_default="all", nullable=False)
    )
    _give_suppressions_scope()
    op.drop_constraint("pk_suppressions", "suppressions", type_="primary")
    op.create_primary_key(
        "pk_suppressions", "suppressions", ["company_id", "channel", "match_key", "scope"]
    )


def _find_messages_in_doubt() -> None:
    op.create_index(
        "ix_messages_unknown",
        "messages",
        ["company_id", "id"],
        postgresql_where=sa.text("status = 'unknown'"),
    )


def _change_notifications() -> None:
    op.add_column("notifications", sa.Column("campaign_id", sa.UUID(), nullable=True))
    for name in ("code", "detail"):
        column = sa.Column(name, sa.Text(), server_default="", nullable=False)
        op.add_column("notifications", column)
    op.create_foreign_key(
        op.f("fk_notifications_company_id_campaign_id"),
        "notifications",
        "campaigns",
        ["company_id", "campaign_id"],
        ["company_id", "id"],
        ondelete="CASCADE",
    )
    op.create_index(
        op.f("ix_notifications_company_id_campaign_id"),
        "notifications",
        ["company_id", "campaign_id"],
    )
    op.create_index(
        "uq_notifications_of_campaign",
        "notifications",
        ["company_id", "user_id", "kind", "campaign_id", "code"],
        unique=True,
        postgresql_where=sa.text("read_at IS NULL AND campaign_id IS NOT NULL"),
    )
    # The month whose budget's last fifth was told of.
    op.add_column("company_policies", sa.Column("budget_told", sa.Date(), nullable=True))
    op.create_index(
        op.f("ix_suppressions_company_id_created_at"),
        "suppressions",
        ["company_id", "created_at"],
        unique=False,
    )
    op.add_column(
        "contact_imports",
        sa.Column("kind", sa.Text(), server_default="contacts", nullable=False),
    )


def _give_suppressions_scope() -> None:
    """Of every company: row security would show the owner none of them."""
    op.execute("ALTER TABLE suppressions NO FORCE ROW LEVEL SECURITY")
    # Meta's own opt-out is one from marketing; what people and customers said stays the stronger.
    op.execute("UPDATE suppressions SET scope = 'marketing' WHERE reason = 'provider_opt_out'")
    # What stands has to follow from the ledger; what another number's merge brought stays its own.
    op.execute(
        """
        INSERT INTO consents (company_id, channel, match_key, scope, granted, source, proof,
                              recorded_by, occurred_at)
        SELECT company_id, channel, match_key, scope, false,
               CASE reason WHEN 'provider_opt_out' THEN 'provider' WHEN 'manual' THEN 'agent'
                           ELSE 'keyword' END,
               '{"before_the_ledger": true}', created_by, created_at
        FROM suppressions WHERE reason <> 'merged'
        """
    )
    op.execute("ALTER TABLE suppressions FORCE ROW LEVEL SECURITY")
