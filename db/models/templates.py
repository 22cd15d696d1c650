"""Message templates, as we write them and as the provider approved them."""

import datetime as dt
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, CreatedAt, Id, UpdatedAt
from db.models.types import text_enum
from schemas.enums import TemplateCategory, TemplateStatus


class Template(Base):
    __tablename__ = "templates"

    id: Mapped[Id]
    company_id: Mapped[UUID]
    connection_id: Mapped[UUID]
    name: Mapped[str]
    language: Mapped[str]
    category: Mapped[TemplateCategory] = mapped_column(text_enum(TemplateCategory))
    status: Mapped[TemplateStatus] = mapped_column(
        text_enum(TemplateStatus), server_default=TemplateStatus.DRAFT.value
    )
    # Meta's components array, exactly as sent or received.
    components: Mapped[list[object]]
    # Meta's parameter_format: "positional" ({{1}}) or "named" ({{first_name}}).
    parameter_format: Mapped[str] = mapped_column(server_default="positional")
    # Variable -> {"source": "name" | "field:<key>" | "text", "value": …, "fallback": …}.
    bindings: Mapped[dict[str, object]] = mapped_column(server_default="{}")
    provider_template_id: Mapped[str | None]
    rejected_reason: Mapped[str | None]
    quality: Mapped[str] = mapped_column(server_default="UNKNOWN")
    version: Mapped[int] = mapped_column(server_default="1")
    synced_at: Mapped[dt.datetime | None]
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]

    __table_args__ = (
        UniqueConstraint("company_id", "id"),
        UniqueConstraint("company_id", "connection_id", "name", "language"),
        Index(None, "company_id", "provider_template_id"),
        ForeignKeyConstraint(
            ["company_id", "connection_id"], ["connections.company_id", "connections.id"]
        ),
    )


class TemplateEvent(Base):
    """One change the provider told us of: status, category or quality."""

    __tablename__ = "template_events"

    id: Mapped[Id]
    company_id: Mapped[UUID]
    template_id: Mapped[UUID]
    # "status", "category", "quality", "components".
    kind: Mapped[str]
    before: Mapped[str | None]
    after: Mapped[str | None]
    reason: Mapped[str | None]
    occurred_at: Mapped[dt.datetime]
    created_at: Mapped[CreatedAt]

    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "template_id"],
            ["templates.company_id", "templates.id"],
            ondelete="CASCADE",
        ),
        Index(None, "company_id", "template_id"),
    )
