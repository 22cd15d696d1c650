"""Files of messages: fetched from the provider or given by us, stored privately."""

import datetime as dt
from uuid import UUID

from sqlalchemy import (
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, CreatedAt, Id
from db.models.types import text_enum
from schemas.enums import MediaStatus


class Media(Base):
    """One file. `id` names it in addresses, always together with a signature and an end."""

    __tablename__ = "media"

    id: Mapped[Id]
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"))
    # Null: uploaded and not sent yet.
    message_id: Mapped[UUID | None]
    # image, video, audio, voice, document, sticker.
    kind: Mapped[str]
    status: Mapped[MediaStatus] = mapped_column(
        text_enum(MediaStatus), server_default=MediaStatus.PENDING.value
    )
    # Why it is refused or could not be fetched: a stable code.
    reason: Mapped[str | None]
    # Where the provider has it; for what we upload, its id there once it was handed over.
    connection_id: Mapped[UUID | None]
    provider_media_id: Mapped[str | None]
    # When it was handed over: the provider forgets it after thirty days.
    provider_since: Mapped[dt.datetime | None]
    # What we found in the bytes, not what somebody claimed.
    mime_type: Mapped[str] = mapped_column(server_default="application/octet-stream")
    # What people see; never part of a path.
    filename: Mapped[str] = mapped_column(server_default="")
    size: Mapped[int | None]
    sha256: Mapped[str | None]
    # The object's key in the store: written down before anything is stored under it.
    storage_key: Mapped[str | None]
    # Pixels and seconds, where known, so that a page keeps its shape while they load.
    width: Mapped[int | None]
    height: Mapped[int | None]
    seconds: Mapped[int | None]
    attempts: Mapped[int] = mapped_column(server_default="0")
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[CreatedAt]

    __table_args__ = (
        UniqueConstraint("company_id", "id"),
        ForeignKeyConstraint(
            ["company_id", "message_id"],
            ["messages.company_id", "messages.id"],
            ondelete="CASCADE",
        ),
        # Told twice, a file of a message is one row; also how a message finds its files.
        UniqueConstraint("company_id", "message_id", "provider_media_id"),
        Index(
            "ix_media_unsent",
            "created_at",
            postgresql_where=text("message_id IS NULL"),
        ),
        # What the sweep starts again.
        Index("ix_media_pending", "created_at", postgresql_where=text("status = 'pending'")),
    )


class MediaRemoval(Base):
    """An object whose last row is gone: written by a trigger on `media`, removed by the sweep.

    So nothing stays behind of a contact that was erased, whichever way its rows went.
    """

    __tablename__ = "media_removals"

    company_id: Mapped[UUID]
    storage_key: Mapped[str]
    created_at: Mapped[CreatedAt]

    __table_args__ = (PrimaryKeyConstraint("company_id", "storage_key"),)
