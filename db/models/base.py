"""What every table shares: naming, key and time columns. Models carry no methods."""

import datetime as dt
from typing import Annotated, ClassVar
from uuid import UUID

from sqlalchemy import DateTime, MetaData, Text, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import DeclarativeBase, mapped_column

# new_id() is made by the first migration: a time-ordered UUID (version 7).
NEW_ID = text("new_id()")
NOW = text("now()")

Id = Annotated[UUID, mapped_column(primary_key=True, server_default=NEW_ID)]
CompanyKey = Annotated[UUID, mapped_column()]
CreatedAt = Annotated[dt.datetime, mapped_column(server_default=NOW)]
UpdatedAt = Annotated[dt.datetime, mapped_column(server_default=NOW, onupdate=NOW)]


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[object, object]] = {
        UUID: postgresql.UUID(as_uuid=True),
        dt.datetime: DateTime(timezone=True),
        str: Text(),
        dict[str, object]: postgresql.JSONB(),
        list[object]: postgresql.JSONB(),
        list[str]: postgresql.ARRAY(Text()),
        list[UUID]: postgresql.ARRAY(postgresql.UUID(as_uuid=True)),
    }
