"""Column types of our own."""

from enum import StrEnum

from sqlalchemy import Enum


def text_enum(words: type[StrEnum]) -> Enum:
    """A StrEnum stored as text by value; SQLAlchemy's default would store the member's name."""
    return Enum(
        words,
        native_enum=False,
        create_constraint=False,
        values_callable=lambda members: [member.value for member in members],
        length=40,
    )
