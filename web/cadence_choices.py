"""What the steps of a cadence can name, by name: for their forms and for telling what they do."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from db.models.contacts import ContactField
from db.queries import (
    cadence_choices,
    cadences,
    campaign_drafts,
    fields,
    people,
    stages,
    tags,
    teams,
)
from db.queries.cadence_choices import TemplateRow
from db.queries.campaign_drafts import SenderRow
from db.session import Session
from schemas.enums import Channel
from web.formatting import phone
from web.i18n import gettext

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Choices:
    """All of one company; `names` knows each by its id."""

    senders: Sequence[SenderRow]
    templates: Sequence[TemplateRow]
    custom: Sequence[ContactField]
    tags: Pairs
    stages: Pairs
    people: Pairs
    teams: Pairs
    endpoints: Pairs
    cadences: Pairs
    names: dict[str, str]

    def sender(self, number_id: UUID | None) -> SenderRow | None:
        return next((one for one in self.senders if one.id == number_id), None)

    def channel(self, number_id: UUID | None) -> Channel | None:
        found = self.sender(number_id)
        return found.channel if found is not None else None

    def templates_of(self, number_id: UUID | None) -> list[TemplateRow]:
        """The approved ones of the number's account."""
        found = self.sender(number_id)
        if found is None:
            return []
        own = found.connection_id
        return [one for one in self.templates if one.connection_id == own and one.approved]

    def name(self, key: object) -> str:
        """What it is called; what is gone is told as gone."""
        return self.names.get(str(key), gettext("(deleted)"))

    def field_label(self, key: str) -> str:
        plain = key.removeprefix("fields.")
        known = (one.label for one in self.custom if one.key == plain)
        return next(known, gettext("(deleted field)"))

    @property
    def field_labels(self) -> dict[str, str]:
        return {one.key: one.label for one in self.custom}

    @property
    def numbers(self) -> Pairs:
        return [(str(one.id), _sender_words(one)) for one in self.senders]

    @property
    def all_fields(self) -> Pairs:
        return [(one.key, one.label) for one in self.custom]

    @property
    def date_fields(self) -> Pairs:
        return [(f"fields.{one.key}", one.label) for one in self.custom if one.type == "date"]


def _sender_words(one: SenderRow) -> str:
    kind = "SMS" if one.channel is Channel.SMS else "WhatsApp"
    words = [kind, phone(one.display_phone)]
    return " · ".join([*words, one.verified_name] if one.verified_name else words)


async def load(session: Session) -> Choices:
    """Everything there is to choose from, by name."""
    templates = await cadence_choices.templates(session)
    groups = {
        "tags": [(str(one.id), one.name) for one in await tags.all_tags(session)],
        "stages": [(str(one.id), one.name) for one in await stages.all_stages(session)],
        "people": [(str(one.id), one.name) for one in await people.members(session)],
        "teams": [(str(one.id), one.name) for one in await teams.all_teams(session)],
        "endpoints": [(str(key), name) for key, name in await cadence_choices.endpoints(session)],
        "cadences": [(str(key), name) for key, name in await cadences.to_choose(session)],
    }
    names = {key: name for pairs in groups.values() for key, name in pairs}
    return Choices(
        senders=await campaign_drafts.senders(session),
        templates=templates,
        custom=await fields.definitions(session),
        names={**names, **{str(one.id): one.name for one in templates}},
        **groups,
    )
