"""Companies and the people who work in them."""

import datetime as dt
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, CreatedAt, Id
from db.models.types import text_enum
from schemas.enums import Role


class Company(Base):
    __tablename__ = "companies"

    id: Mapped[Id]
    name: Mapped[str]
    # ISO 3166 alpha-2: how a phone number without a country is read.
    country: Mapped[str] = mapped_column(server_default="BR")
    locale: Mapped[str] = mapped_column(server_default="pt_BR")
    timezone: Mapped[str] = mapped_column(server_default="America/Sao_Paulo")
    created_at: Mapped[CreatedAt]


class User(Base):
    """A person who signs in. Belongs to no company; memberships say where they work."""

    __tablename__ = "users"

    id: Mapped[Id]
    email: Mapped[str]
    name: Mapped[str]
    password_hash: Mapped[str]
    locale: Mapped[str | None]
    theme: Mapped[str] = mapped_column(server_default="system")
    created_at: Mapped[CreatedAt]

    __table_args__ = (Index("uq_users_email", text("lower(email)"), unique=True),)


class Membership(Base):
    __tablename__ = "memberships"

    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)
    role: Mapped[Role] = mapped_column(text_enum(Role))
    # For auto-assignment: takes new conversations, and how many open ones at most (null: any).
    available: Mapped[bool] = mapped_column(server_default="true")
    capacity: Mapped[int | None]
    # Round robin: whoever waited longest is next.
    last_assigned_at: Mapped[dt.datetime | None]
    # What they want to be told, by NotificationKind: {"mention": {"bell": true, "push": true}}.
    notify: Mapped[dict[str, object]] = mapped_column(server_default="{}")
    # Where they sent their last test of a campaign to, as they typed it.
    test_phone: Mapped[str | None]
    created_at: Mapped[CreatedAt]


class Invitation(Base):
    """A link that lets one person join. Only the SHA-256 of its secret is stored."""

    __tablename__ = "invitations"

    id: Mapped[Id]
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"), index=True)
    email: Mapped[str]
    role: Mapped[Role] = mapped_column(text_enum(Role))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    invited_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[dt.datetime]
    accepted_at: Mapped[dt.datetime | None]


class SignInSession(Base):
    """One signed-in browser. The cookie holds the secret; only its SHA-256 is stored."""

    __tablename__ = "sessions"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    # The company the person is looking at; switching changes it.
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id", ondelete="CASCADE"))
    user_agent: Mapped[str] = mapped_column(server_default="")
    created_at: Mapped[CreatedAt]
    last_seen_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime] = mapped_column(index=True)


class ApiKey(Base):
    """mia_live_<prefix>_<secret>: only the prefix and a SHA-256 of the 256-bit secret are kept."""

    __tablename__ = "api_keys"

    id: Mapped[Id]
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"), index=True)
    name: Mapped[str]
    prefix: Mapped[str] = mapped_column(unique=True)
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary)
    scopes: Mapped[list[str]]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[dt.datetime | None]
    last_used_at: Mapped[dt.datetime | None]
    revoked_at: Mapped[dt.datetime | None]


class IdempotencyKey(Base):
    """The stored answer of a POST that carried Idempotency-Key; empty while it still runs."""

    __tablename__ = "idempotency_keys"

    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"), primary_key=True)
    route: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary)
    response_status: Mapped[int | None]
    response_body: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[dt.datetime] = mapped_column(index=True)
