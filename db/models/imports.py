"""Imports: what was uploaded, how far it is, and what undo needs."""

import datetime as dt
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, CreatedAt, Id
from db.models.types import text_enum
from schemas.enums import ImportKind, ImportStatus


class ContactImport(Base):
    __tablename__ = "contact_imports"

    id: Mapped[Id]
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"))
    kind: Mapped[ImportKind] = mapped_column(
        text_enum(ImportKind), server_default=ImportKind.CONTACTS.value
    )
    status: Mapped[ImportStatus] = mapped_column(
        text_enum(ImportStatus), server_default=ImportStatus.UPLOADED.value
    )
    file_name: Mapped[str]
    # Where the uploaded bytes lie, relative to the storage folder.
    storage_key: Mapped[str]
    file_hash: Mapped[str]
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    # How the file is read: encoding, delimiter, sheet.
    dialect: Mapped[dict[str, object]] = mapped_column(server_default="{}")
    # Column of the file -> contact field.
    mapping: Mapped[dict[str, object]] = mapped_column(server_default="{}")
    # Of contacts: tags to add, update existing or not. Of suppressions: channels and scope.
    options: Mapped[dict[str, object]] = mapped_column(server_default="{}")
    total_rows: Mapped[int | None]
    processed_rows: Mapped[int] = mapped_column(server_default="0")
    created_count: Mapped[int] = mapped_column(server_default="0")
    updated_count: Mapped[int] = mapped_column(server_default="0")
    unchanged_count: Mapped[int] = mapped_column(server_default="0")
    duplicate_count: Mapped[int] = mapped_column(server_default="0")
    rejected_count: Mapped[int] = mapped_column(server_default="0")
    cancel_requested_at: Mapped[dt.datetime | None]
    # Where the blocks begin that are applied: each is committed with its contacts, once.
    done_blocks: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default="{}")
    error_code: Mapped[str | None]
    error_detail: Mapped[str | None]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[CreatedAt]
    started_at: Mapped[dt.datetime | None]
    finished_at: Mapped[dt.datetime | None]
    undone_at: Mapped[dt.datetime | None]

    __table_args__ = (
        UniqueConstraint("company_id", "id"),
        Index(None, "company_id", "created_at"),
    )


class ContactImportChange(Base):
    """What an import changed on a contact that was there before: undo puts it back."""

    __tablename__ = "contact_import_changes"

    company_id: Mapped[UUID] = mapped_column(primary_key=True)
    import_id: Mapped[UUID] = mapped_column(primary_key=True)
    contact_id: Mapped[UUID] = mapped_column(primary_key=True)
    before: Mapped[dict[str, object]]

    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "import_id"],
            ["contact_imports.company_id", "contact_imports.id"],
            ondelete="CASCADE",
        ),
    )
