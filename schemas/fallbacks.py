"""What is sent by SMS to whom a WhatsApp campaign did not reach. Standard library only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from schemas.errors import FieldError
from schemas.words import mark

MOST_HOURS = 72
_LONGEST_TEXT = 1600
_LONGEST_FOOTER = 160


@dataclass(frozen=True, slots=True)
class Fallback:
    """Stored on the WhatsApp campaign's row."""

    # A number that sends SMS.
    phone_number_id: UUID | None = None
    text: str = ""
    # What fills the text's variables.
    bindings: Mapping[str, object] = field(default_factory=dict)
    # So long after WhatsApp took the message it counts as not delivered.
    after_hours: int = 24
    # How to opt out; empty: the usual words of the company's SMS.
    footer: str = ""

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> "Fallback":
        number, bindings, hours = (
            stored.get("phone_number_id"),
            stored.get("bindings"),
            stored.get("after_hours"),
        )
        return cls(
            phone_number_id=UUID(str(number)) if number else None,
            text=str(stored.get("text") or ""),
            bindings=dict(bindings) if isinstance(bindings, Mapping) else {},
            after_hours=hours if isinstance(hours, int) else 24,
            footer=str(stored.get("footer") or ""),
        )

    def as_json(self) -> dict[str, object]:
        return {
            "phone_number_id": str(self.phone_number_id) if self.phone_number_id else None,
            "text": self.text,
            "bindings": dict(self.bindings),
            "after_hours": self.after_hours,
            "footer": self.footer,
        }

    def check(self) -> list[FieldError]:
        """What is wrong with it by itself, each with its place below "fallback"."""
        wrong = {
            "phone_number_id": (
                self.phone_number_id is None,
                mark("Choose the number that sends the text message."),
            ),
            "text": (
                not 1 <= len(self.text.strip()) <= _LONGEST_TEXT,
                mark("Write a text of 1 to 1,600 characters."),
            ),
            "after_hours": (
                not 1 <= self.after_hours <= MOST_HOURS,
                mark("Choose between 1 and 72 hours."),
            ),
            "footer": (
                len(self.footer) > _LONGEST_FOOTER,
                mark("The line about opting out has at most 160 characters."),
            ),
        }
        return [
            FieldError(f"fallback/{name}", "invalid", message)
            for name, (is_wrong, message) in wrong.items()
            if is_wrong
        ]
