"""Addresses at which systems that cannot shape their JSON tell us of people."""

import datetime as dt
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, CreatedAt, Id, UpdatedAt
from db.models.types import text_enum
from schemas.enums import HookRequestStatus


class Hook(Base):
    """POST /hooks/{token}: what comes in becomes a contact and an action, by a mapping."""

    __tablename__ = "hooks"

    id: Mapped[Id]
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"))
    name: Mapped[str]
    enabled: Mapped[bool] = mapped_column(server_default="true")
    # The token, encrypted, to be shown again; found by its hash in hook_routes.
    token: Mapped[bytes] = mapped_column(LargeBinary)
    # schemas.hooks.Mapping: where in the JSON the phone, name, fields … stand.
    mapping: Mapped[dict[str, object]] = mapped_column(server_default="{}")
    # schemas.triggers.Actions, as in POST /api/v1/triggers.
    actions: Mapped[dict[str, object]] = mapped_column(server_default="{}")
    # Where its own id of the thing stands; null: the body itself, within a day.
    dedupe_path: Mapped[str | None]
    # {"kind": "none" | "hub_sha256" | "standard" | "token", "header": …}; the secret encrypted.
    signature: Mapped[dict[str, object]] = mapped_column(server_default="{}")
    signature_secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    # What came in is kept and nothing is done: to make the mapping by.
    capturing: Mapped[bool] = mapped_column(server_default="true")
    version: Mapped[int] = mapped_column(server_default="1")
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]

    __table_args__ = (UniqueConstraint("company_id", "id"),)


class HookRoute(Base):
    """Whose hook a token is; found before the company is known."""

    __tablename__ = "hook_routes"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    company_id: Mapped[UUID]
    hook_id: Mapped[UUID]

    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "hook_id"], ["hooks.company_id", "hooks.id"], ondelete="CASCADE"
        ),
    )


class HookRequest(Base):
    """One call of a hook: what came, and what became of it."""

    __tablename__ = "hook_requests"

    id: Mapped[Id]
    company_id: Mapped[UUID]
    hook_id: Mapped[UUID]
    status: Mapped[HookRequestStatus] = mapped_column(
        text_enum(HookRequestStatus), server_default=HookRequestStatus.RECEIVED.value
    )
    body: Mapped[dict[str, object]]
    # Headers worth keeping; never one that carries a secret.
    headers: Mapped[dict[str, object]] = mapped_column(server_default="{}")
    # Told twice it is one: sha256 of the id at dedupe_path, or of the body.
    dedupe_key: Mapped[str | None]
    reason: Mapped[str | None]
    detail: Mapped[str | None]
    # The contact, enrolment, message … it led to.
    result: Mapped[dict[str, object]] = mapped_column(server_default="{}")
    attempts: Mapped[int] = mapped_column(server_default="0")
    created_at: Mapped[CreatedAt]
    finished_at: Mapped[dt.datetime | None]

    __table_args__ = (
        Index(
            "uq_hook_requests_dedupe_key",
            "hook_id",
            "dedupe_key",
            unique=True,
            postgresql_where=text("dedupe_key IS NOT NULL"),
        ),
        Index("ix_hook_requests_list", "company_id", "hook_id", "id"),
        Index(
            "ix_hook_requests_open",
            "created_at",
            postgresql_where=text("status = 'received'"),
        ),
        ForeignKeyConstraint(
            ["company_id", "hook_id"], ["hooks.company_id", "hooks.id"], ondelete="CASCADE"
        ),
    )
