"""Conversations: one for each contact and number, with everything that was said in it."""

import datetime as dt
from uuid import UUID

from sqlalchemy import (
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import NEW_ID, Base, CreatedAt, Id, UpdatedAt
from db.models.types import text_enum
from schemas.enums import ConversationStatus, DeliveryStatus, Direction, Priority

# What is found: both languages' stems of the folded text, and the company as a word of its own,
# so that the index itself leaves out everybody else's messages.
SEARCH_SQL = (
    "to_tsvector('portuguese', plain_words(left(body, 10000)))"
    " || to_tsvector('english', plain_words(left(body, 10000)))"
    " || array_to_tsvector(ARRAY['@' || company_id::text])"
)


class Conversation(Base):
    """What one contact and one of our numbers said to each other, and who looks after it."""

    __tablename__ = "conversations"

    company_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=NEW_ID)
    contact_id: Mapped[UUID]
    # The number is the inbox: see inbox_members.
    phone_number_id: Mapped[UUID]
    status: Mapped[ConversationStatus] = mapped_column(
        text_enum(ConversationStatus), server_default=ConversationStatus.OPEN.value
    )
    priority: Mapped[Priority] = mapped_column(
        text_enum(Priority), server_default=Priority.NONE.value
    )
    snoozed_until: Mapped[dt.datetime | None]
    assignee_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    team_id: Mapped[UUID | None]
    label_ids: Mapped[list[UUID]] = mapped_column(server_default="{}")
    # Of the newest message in or out, by (occurred_at, id); the list's order and its preview.
    last_message_at: Mapped[dt.datetime]
    last_message_id: Mapped[UUID | None]
    # Messages the customer wrote after seen_at, the last time somebody looked.
    unread_count: Mapped[int] = mapped_column(server_default="0")
    seen_at: Mapped[dt.datetime | None]
    # Digits of the number the customer wrote from last: people have several, and each has a window.
    writes_from: Mapped[str | None]
    # The customer's newest message, by the provider's clock: 24 hours later the window closes.
    last_inbound_at: Mapped[dt.datetime | None]
    # Set by a refusal (131047) that says it is closed already.
    window_closed_at: Mapped[dt.datetime | None]
    # The oldest message of the customer that nobody has answered.
    waiting_since: Mapped[dt.datetime | None]
    # The newest answer of ours (not of a campaign): what came before it waits no more.
    answered_at: Mapped[dt.datetime | None]
    closed_at: Mapped[dt.datetime | None]
    # Goes up with each change of status, assignee, team, priority or labels (If-Match).
    version: Mapped[int] = mapped_column(server_default="1")
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]

    __table_args__ = (
        UniqueConstraint("company_id", "contact_id", "phone_number_id"),
        ForeignKeyConstraint(
            ["company_id", "contact_id"],
            ["contacts.company_id", "contacts.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["company_id", "phone_number_id"], ["phone_numbers.company_id", "phone_numbers.id"]
        ),
        # The column list keeps the company, which may not be null, out of the SET NULL.
        ForeignKeyConstraint(
            ["company_id", "team_id"],
            ["teams.company_id", "teams.id"],
            ondelete="SET NULL (team_id)",
        ),
        Index("ix_conversations_list", "company_id", "status", "last_message_at", "id"),
        Index(
            "ix_conversations_assignee",
            "company_id",
            "assignee_id",
            "status",
            "last_message_at",
            "id",
        ),
        Index(
            "ix_conversations_waiting",
            "company_id",
            "status",
            "waiting_since",
            "id",
            postgresql_where=text("waiting_since IS NOT NULL"),
        ),
        # Whose 24 hours are about to end.
        Index(
            "ix_conversations_window",
            "company_id",
            "last_inbound_at",
            postgresql_where=text("last_inbound_at IS NOT NULL"),
        ),
        Index(
            "ix_conversations_snoozed",
            "snoozed_until",
            postgresql_where=text("status = 'snoozed'"),
        ),
    )


class Message(Base):
    """One entry of a conversation's timeline, or something that changes one (`modifies`).

    Its place is (occurred_at, id). The id of a message that came in is made of its time and the
    provider's id, so the timeline is the same in whatever order it was told.
    Sends of campaigns are not here: db.queries.timeline reads them from the ledger.
    """

    __tablename__ = "messages"

    company_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=NEW_ID)
    conversation_id: Mapped[UUID]
    contact_id: Mapped[UUID]
    phone_number_id: Mapped[UUID]
    direction: Mapped[Direction] = mapped_column(text_enum(Direction))
    # In and out: text, image, template, interactive, …; a note: "note"; an event: what happened.
    kind: Mapped[str]
    body: Mapped[str] = mapped_column(server_default="")
    # In: the provider's part of that kind. Out: schemas.contents as JSON. Event: its particulars.
    payload: Mapped[dict[str, object]] = mapped_column(server_default="{}")
    # Null until the provider accepted it; never set for notes and events.
    provider_id: Mapped[str | None]
    # Reactions, edits and deletions: the provider's id of the message they are about.
    modifies: Mapped[str | None]
    # The provider's id of the message this one answers.
    reply_to: Mapped[str | None]
    # The recipient row of the campaign this answers, when the provider names it.
    reply_to_recipient_id: Mapped[UUID | None]
    # In: the provider's time. Out: when it was written, or is scheduled for.
    occurred_at: Mapped[dt.datetime]
    created_at: Mapped[CreatedAt]

    # From here on: what we send (and, of it, author_id for notes and events).
    author_id: Mapped[UUID | None]
    # "console", "api", …: who made it, where author_id alone does not say.
    source: Mapped[str] = mapped_column(server_default="")
    status: Mapped[DeliveryStatus | None] = mapped_column(text_enum(DeliveryStatus))
    reason: Mapped[str | None]
    reason_detail: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(server_default="0")
    # Not before this moment: scheduled by a person, or put off by the provider.
    not_before: Mapped[dt.datetime | None]
    scheduled: Mapped[bool] = mapped_column(server_default="false")
    # Worth nothing after this moment: skipped then.
    expires_at: Mapped[dt.datetime | None]
    claimed_at: Mapped[dt.datetime | None]
    accepted_at: Mapped[dt.datetime | None]
    sent_at: Mapped[dt.datetime | None]
    delivered_at: Mapped[dt.datetime | None]
    read_at: Mapped[dt.datetime | None]
    failed_at: Mapped[dt.datetime | None]
    # Given by the browser or the caller: the same message asked for twice is one.
    client_key: Mapped[str | None]
    # The caller's own id of it, and what is echoed in every event about it.
    external_id: Mapped[str | None]
    caller_data: Mapped[dict[str, object] | None]

    search: Mapped[str] = mapped_column(TSVECTOR, Computed(SEARCH_SQL, persisted=True))

    __table_args__ = (
        UniqueConstraint("company_id", "provider_id"),
        ForeignKeyConstraint(
            ["company_id", "conversation_id"],
            ["conversations.company_id", "conversations.id"],
            ondelete="CASCADE",
        ),
        Index(
            "ix_messages_timeline",
            "company_id",
            "conversation_id",
            "occurred_at",
            "id",
            postgresql_where=text("modifies IS NULL"),
        ),
        Index(
            "ix_messages_modifies",
            "company_id",
            "modifies",
            postgresql_where=text("modifies IS NOT NULL"),
        ),
        Index(
            "uq_messages_client_key",
            "company_id",
            "client_key",
            unique=True,
            postgresql_where=text("client_key IS NOT NULL"),
        ),
        Index(
            "uq_messages_external_id",
            "company_id",
            "external_id",
            unique=True,
            postgresql_where=text("external_id IS NOT NULL"),
        ),
        # What is still to be sent, or in doubt.
        Index(
            "ix_messages_outbox",
            "company_id",
            "conversation_id",
            "occurred_at",
            postgresql_where=text("status IN ('pending', 'sending')"),
        ),
        # What became of them nobody said; the provider is asked.
        Index(
            "ix_messages_unknown",
            "company_id",
            "id",
            postgresql_where=text("status = 'unknown'"),
        ),
        # Of which their provider may still say more.
        Index(
            "ix_messages_waiting",
            "company_id",
            "claimed_at",
            postgresql_where=text("status IN ('accepted', 'sent')"),
        ),
        Index("ix_messages_search", "search", postgresql_using="gin"),
    )


class Draft(Base):
    """What one person has begun to write in a conversation and not sent."""

    __tablename__ = "drafts"

    company_id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    body: Mapped[str] = mapped_column(server_default="")
    # "reply" or "note".
    mode: Mapped[str] = mapped_column(server_default="reply")
    # The message it answers: our id.
    reply_to_id: Mapped[UUID | None]
    updated_at: Mapped[UpdatedAt]

    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "conversation_id"],
            ["conversations.company_id", "conversations.id"],
            ondelete="CASCADE",
        ),
    )


class Label(Base):
    """A word people put on conversations (tags are for contacts)."""

    __tablename__ = "labels"

    id: Mapped[Id]
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"))
    name: Mapped[str]
    colour: Mapped[str] = mapped_column(server_default="slate")
    created_at: Mapped[CreatedAt]

    __table_args__ = (Index("uq_labels_name", "company_id", text("lower(name)"), unique=True),)


class Team(Base):
    __tablename__ = "teams"

    id: Mapped[Id]
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"))
    name: Mapped[str]
    created_at: Mapped[CreatedAt]

    __table_args__ = (
        UniqueConstraint("company_id", "id"),
        Index("uq_teams_name", "company_id", text("lower(name)"), unique=True),
    )


class TeamMember(Base):
    __tablename__ = "team_members"

    company_id: Mapped[UUID]
    team_id: Mapped[UUID]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))

    __table_args__ = (
        PrimaryKeyConstraint("company_id", "team_id", "user_id"),
        ForeignKeyConstraint(
            ["company_id", "team_id"], ["teams.company_id", "teams.id"], ondelete="CASCADE"
        ),
    )


class InboxMember(Base):
    """Who may see a number's conversations. A number nobody is named for is everybody's.

    Owners and admins see all.
    """

    __tablename__ = "inbox_members"

    company_id: Mapped[UUID]
    phone_number_id: Mapped[UUID]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))

    __table_args__ = (
        PrimaryKeyConstraint("company_id", "phone_number_id", "user_id"),
        ForeignKeyConstraint(
            ["company_id", "phone_number_id"],
            ["phone_numbers.company_id", "phone_numbers.id"],
            ondelete="CASCADE",
        ),
    )


class InboxSettings(Base):
    """How a number's new conversations find somebody. No row: nobody is assigned by itself."""

    __tablename__ = "inbox_settings"

    company_id: Mapped[UUID]
    phone_number_id: Mapped[UUID]
    # Round robin among the people who may see it, are available and have capacity left.
    auto_assign: Mapped[bool] = mapped_column(server_default="false")
    # New conversations go to this team, and to its people when auto_assign is on.
    team_id: Mapped[UUID | None]

    __table_args__ = (
        PrimaryKeyConstraint("company_id", "phone_number_id"),
        ForeignKeyConstraint(
            ["company_id", "phone_number_id"],
            ["phone_numbers.company_id", "phone_numbers.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["company_id", "team_id"],
            ["teams.company_id", "teams.id"],
            ondelete="SET NULL (team_id)",
        ),
    )


class CannedReply(Base):
    """A text people use again and again, found by its shortcut after a slash."""

    __tablename__ = "canned_replies"

    id: Mapped[Id]
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"))
    shortcut: Mapped[str]
    # With places: {{name}}, {{first_name}}, {{agent}}, {{company}}, {{field.<key>}}.
    body: Mapped[str]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]

    __table_args__ = (
        Index("uq_canned_replies_shortcut", "company_id", text("lower(shortcut)"), unique=True),
    )


class InboxView(Base):
    """A saved set of filters of the inbox; without a user it is the whole company's."""

    __tablename__ = "inbox_views"

    id: Mapped[Id]
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str]
    filters: Mapped[dict[str, object]]
    created_at: Mapped[CreatedAt]

    __table_args__ = (Index(None, "company_id", "user_id"),)
