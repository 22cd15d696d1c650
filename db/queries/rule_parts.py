"""What rules can name: tags, stages, people, … by id, with the name people know."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.cadences import Cadence
from db.models.campaigns import Campaign
from db.models.connections import PhoneNumber
from db.models.contacts import Tag
from db.models.conversations import Label, Team
from db.models.events import WebhookEndpoint
from db.models.leads import Stage
from db.models.people import Membership, User
from db.models.templates import Template
from db.queries import fields
from schemas.enums import CadenceStatus, Role, TemplateStatus

_NEWEST_CAMPAIGNS = 200


@dataclass(frozen=True, slots=True)
class Parts:
    """Of one company. What is not in here cannot be chosen."""

    tags: dict[UUID, str]
    labels: dict[UUID, str]
    stages: dict[UUID, str]
    cadences: dict[UUID, str]
    endpoints: dict[UUID, str]
    people: dict[UUID, str]
    teams: dict[UUID, str]
    numbers: dict[UUID, str]
    # Approved ones.
    templates: dict[UUID, str]
    # The newest; and the one that is named.
    campaigns: dict[UUID, str]
    # What is known of contacts, by its key.
    fields: dict[str, str]

    def of(self, name: str) -> dict[UUID, str]:
        """By the field of a trigger or an action that names one, or several."""
        found = getattr(self, _BY_FIELD[name])
        assert isinstance(found, dict)
        return found


_BY_FIELD = {
    "tag_id": "tags",
    "tag_ids": "tags",
    "label_ids": "labels",
    "stage_id": "stages",
    "cadence_id": "cadences",
    "endpoint_id": "endpoints",
    "user_id": "people",
    "user_ids": "people",
    "team_id": "teams",
    "number_id": "numbers",
    "template_id": "templates",
    "campaign_id": "campaigns",
}
FIELDS = frozenset(_BY_FIELD)


async def load(session: AsyncSession, campaign_id: UUID | None = None) -> Parts:
    """Everything in ten statements, each list in the order in which people read it."""
    number, template = PhoneNumber, Template
    people = (
        select(User.id, User.name)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.role != Role.VIEWER)
        .order_by(func.lower(User.name))
    )
    cadences = select(Cadence.id, Cadence.name).where(Cadence.status != CadenceStatus.ARCHIVED)
    numbers = select(
        number.id, func.coalesce(func.nullif(number.verified_name, ""), number.display_phone)
    ).where(number.removed_at.is_(None))
    templates = select(template.id, func.concat(template.name, " (", template.language, ")")).where(
        template.status == TemplateStatus.APPROVED
    )
    return Parts(
        tags=await _named(session, select(Tag.id, Tag.name).order_by(func.lower(Tag.name))),
        labels=await _named(session, select(Label.id, Label.name).order_by(func.lower(Label.name))),
        stages=await _named(session, select(Stage.id, Stage.name).order_by(Stage.position)),
        cadences=await _named(session, cadences.order_by(func.lower(Cadence.name))),
        endpoints=await _named(
            session, select(WebhookEndpoint.id, _endpoint_name()).order_by(WebhookEndpoint.id)
        ),
        people=await _named(session, people),
        teams=await _named(session, select(Team.id, Team.name).order_by(func.lower(Team.name))),
        numbers=await _named(session, numbers.order_by(number.created_at)),
        templates=await _named(session, templates.order_by(template.name, template.language)),
        campaigns=await _campaigns(session, campaign_id),
        fields={one.key: one.label for one in await fields.definitions(session)},
    )


async def _campaigns(session: AsyncSession, campaign_id: UUID | None) -> dict[UUID, str]:
    newest = (
        select(Campaign.id, Campaign.name)
        .where(Campaign.cadence_id.is_(None))
        .order_by(Campaign.created_at.desc())
        .limit(_NEWEST_CAMPAIGNS)
    )
    found = await _named(session, newest)
    if campaign_id is None or campaign_id in found:
        return found
    one = select(Campaign.id, Campaign.name).where(Campaign.id == campaign_id)
    return found | await _named(session, one)


def _endpoint_name() -> Any:
    return func.coalesce(func.nullif(WebhookEndpoint.name, ""), WebhookEndpoint.url)


async def _named(session: AsyncSession, query: Any) -> dict[UUID, str]:
    return {row[0]: row[1] for row in await session.execute(query)}
