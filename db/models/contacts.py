"""Contacts and what is known of them."""

import datetime as dt
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import NEW_ID, Base, CreatedAt, Id, UpdatedAt
from db.models.types import text_enum
from schemas.enums import Channel, FieldType, IdentityKind


class Contact(Base):
    """One person. The main number stands on the row; further identities in contact_identities.

    phone_key is the number with Brazil's ninth digit taken out (services.phones.match_key), and
    is unique in the company: two spellings of one number cannot become two people.
    No key to companies: a million-row import would pay a trigger a row for what row security
    already promises.
    """

    __tablename__ = "contacts"

    company_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=NEW_ID)
    name: Mapped[str] = mapped_column(server_default="")
    phone: Mapped[str | None]
    phone_key: Mapped[str | None]
    email: Mapped[str | None]
    external_id: Mapped[str | None]
    language: Mapped[str | None]
    # IANA name, where it is known; else the phone number tells (services.time_zones).
    time_zone: Mapped[str | None]
    tag_ids: Mapped[list[UUID]] = mapped_column(server_default="{}")
    # Custom fields by key, already in their type: see contact_fields.
    fields: Mapped[dict[str, object]] = mapped_column(server_default="{}")
    # "import", "console", "api", "inbound", "demo".
    source: Mapped[str] = mapped_column(server_default="console")
    import_id: Mapped[UUID | None]
    last_inbound_at: Mapped[dt.datetime | None]
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]

    __table_args__ = (
        Index("uq_contacts_phone_key", "company_id", "phone_key", unique=True),
        Index(
            "uq_contacts_external_id",
            "company_id",
            "external_id",
            unique=True,
            postgresql_where=text("external_id IS NOT NULL"),
        ),
        # Other systems tell of people they know by their e-mail alone.
        Index(
            "ix_contacts_email",
            "company_id",
            text("lower(email)"),
            postgresql_where=text("email IS NOT NULL"),
        ),
    )


class ContactIdentity(Base):
    """A further address of a contact: a WhatsApp id, a business-scoped id, a second phone."""

    __tablename__ = "contact_identities"

    company_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[IdentityKind] = mapped_column(text_enum(IdentityKind), primary_key=True)
    match_key: Mapped[str] = mapped_column(primary_key=True)
    contact_id: Mapped[UUID]
    value: Mapped[str]
    created_at: Mapped[CreatedAt]

    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "contact_id"],
            ["contacts.company_id", "contacts.id"],
            ondelete="CASCADE",
        ),
        Index(None, "company_id", "contact_id"),
    )


class ContactField(Base):
    """The definition of a custom field."""

    __tablename__ = "contact_fields"

    id: Mapped[Id]
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"))
    key: Mapped[str]
    label: Mapped[str]
    type: Mapped[FieldType] = mapped_column(text_enum(FieldType))
    choices: Mapped[list[str]] = mapped_column(server_default="{}")
    created_at: Mapped[CreatedAt]

    __table_args__ = (UniqueConstraint("company_id", "key"),)


class Tag(Base):
    __tablename__ = "tags"

    id: Mapped[Id]
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"))
    name: Mapped[str]
    colour: Mapped[str] = mapped_column(server_default="slate")
    created_at: Mapped[CreatedAt]

    __table_args__ = (Index("uq_tags_name", "company_id", text("lower(name)"), unique=True),)


class Segment(Base):
    """A saved audience: a tree of AND/OR conditions that services.segments compiles to SQL."""

    __tablename__ = "segments"

    id: Mapped[Id]
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"))
    name: Mapped[str]
    definition: Mapped[dict[str, object]]
    version: Mapped[int] = mapped_column(server_default="1")
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]

    __table_args__ = (
        UniqueConstraint("company_id", "id"),
        Index("uq_segments_name", "company_id", text("lower(name)"), unique=True),
    )


class Suppression(Base):
    """What an address must not be sent on a channel, as it stands now; see ConsentEntry for how it
    came about. Survives the contact's erasure.

    scope: "all" stops everything but what the person is answered; "marketing"; "topic:<uuid>".
    """

    __tablename__ = "suppressions"

    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"), primary_key=True)
    channel: Mapped[Channel] = mapped_column(text_enum(Channel), primary_key=True)
    match_key: Mapped[str] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(primary_key=True, server_default="all")
    # "opted_out", "provider_opt_out", "manual", "api", "imported"; "other_channel": said on another
    # one, "merged": of another number of the same person.
    reason: Mapped[str]
    # The person of ours who wrote it down; null for the customer's own word.
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[CreatedAt]

    __table_args__ = (Index(None, "company_id", "created_at"),)


class ContactMerge(Base):
    """Two contacts that were found to be one person: what moved, so that it can be undone."""

    __tablename__ = "contact_merges"

    id: Mapped[Id]
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"))
    # Who stayed, and who went; keys would forbid either to be erased later.
    survivor_id: Mapped[UUID]
    merged_id: Mapped[UUID]
    # Both as they were, and the ids of the rows that moved, by table.
    survivor_before: Mapped[dict[str, object]]
    merged_before: Mapped[dict[str, object]]
    moved: Mapped[dict[str, object]]
    merged_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[CreatedAt]
    undone_at: Mapped[dt.datetime | None]
    undone_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))

    __table_args__ = (
        Index(None, "company_id", "survivor_id"),
        # Whoever still names the one that went is led to the one that stayed.
        Index(None, "company_id", "merged_id"),
    )
