"""A finished campaign of the demo company, with what came of it: written as it would have been.

Nothing is sent: the rows are those a campaign of three days ago would have left.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from db.models.campaigns import Campaign, CampaignCount, CampaignEvent, CampaignRecipient
from db.models.connections import PhoneNumber
from db.models.contacts import Contact
from db.models.links import CampaignResponse, LinkClick, ResponseCount, ShortLink
from db.models.templates import Template
from db.queries import campaigns
from db.session import Session
from schemas.enums import (
    CampaignStatus,
    DeliveryStatus,
    ResponseKind,
    TemplateCategory,
    TemplateStatus,
)
from schemas.templates import variables
from services.links import recipient
from services.phones import match_key

NAME = "Coleção de outono"
URLS = (
    "https://lojaaurora.example/outono?utm_source=whatsapp&utm_campaign=outono",
    "https://lojaaurora.example/lojas",
)
PEOPLE = 480
_FIRST = (
    "Aline",
    "Bernardo",
    "Clara",
    "Davi",
    "Elisa",
    "Fábio",
    "Giovana",
    "Hugo",
    "Inês",
    "Júlio",
)
_LAST = ("Almeida", "Batista", "Castro", "Duarte", "Esteves", "Farias", "Gomes", "Leal")
_CITIES = ("11", "21", "31", "41", "71")
_PRICE = 345_000
_S = DeliveryStatus
_REACHED = (_S.SENT, _S.DELIVERED, _S.READ)
_STATUSES = (_S.READ, _S.DELIVERED, _S.SENT, _S.FAILED, _S.SKIPPED)
_FAILED = ("131026", "131026", "131026", "131049", "131049", "131047")
_SKIPPED = ("hold_out", "hold_out", "hold_out", "opted_out", "no_phone")


async def seed(session: Session, company_id: UUID) -> None:
    """Does nothing without a number and a template to have sent it with."""
    number = await session.scalar(
        select(PhoneNumber.id).where(PhoneNumber.removed_at.is_(None)).order_by(PhoneNumber.id)
    )
    template = await session.scalar(
        select(Template)
        .where(Template.status == TemplateStatus.APPROVED)
        .order_by((Template.category == TemplateCategory.MARKETING).desc(), Template.id)
        .limit(1)
    )
    if number is None or template is None:
        return
    people = await _people(session, company_id)
    at = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(days=3, hours=4)
    await add(session, company_id, people, number_id=number, template=template, at=at)


async def _people(session: Session, company_id: UUID) -> list[tuple[UUID, str]]:
    """Made-up people; their numbers end in digits that mean nothing to the sandbox."""
    rows = [
        {
            "company_id": company_id,
            "name": f"{_FIRST[n % len(_FIRST)]} {_LAST[n // len(_FIRST) % len(_LAST)]}",
            "phone": (phone := f"+55{_CITIES[n % len(_CITIES)]}98{2411111 + n * 13}"),
            "phone_key": match_key(phone),
            "source": "demo",
        }
        for n in range(PEOPLE)
    ]
    made = await session.execute(insert(Contact).returning(Contact.id, Contact.phone), rows)
    return [(row.id, str(row.phone)) for row in made]


@dataclass(frozen=True, slots=True)
class _Line:
    """What became of one person."""

    row: dict[str, Any]
    done: dict[ResponseKind, datetime]


async def add(
    session: Session,
    company_id: UUID,
    people: Sequence[tuple[UUID, str]],
    *,
    number_id: UUID,
    template: Template,
    at: datetime,
    name: str = NAME,
    luck: int = 7,
) -> UUID:
    """A campaign in two versions to these people, with a hold-out, clicks, replies and costs."""
    campaign = _campaign(company_id, name, number_id, template, at)
    session.add(campaign)
    await session.flush()
    chance = Random(luck)  # noqa: S311 - a picture, not a secret
    slots = variables(template.components, template.parameter_format)
    values = [slot.example or "Aurora" for slot in slots]
    lines = [
        _line(chance, campaign, position, person, at, values)
        for position, person in enumerate(people, start=1)
    ]
    await session.execute(insert(CampaignRecipient), [line.row for line in lines])
    await _count(session, campaign, lines)
    await _respond(session, campaign, lines, chance)
    for kind, moment in (("launched", at), ("completed", at + timedelta(minutes=42))):
        session.add(
            CampaignEvent(
                company_id=company_id, campaign_id=campaign.id, kind=kind, created_at=moment
            )
        )
    return campaign.id


def _campaign(
    company_id: UUID, name: str, number_id: UUID, template: Template, at: datetime
) -> Campaign:
    frozen = campaigns.as_sent(template, {}).as_json()
    return Campaign(
        company_id=company_id,
        name=name,
        status=CampaignStatus.COMPLETED,
        phone_number_id=number_id,
        template_id=template.id,
        audience={"everyone": True},
        bindings={},
        frozen_template=frozen,
        # Both versions say the same here; who is tried again needs theirs.
        frozen_variants=[frozen],
        variants=[{"name": "Com foto", "weight": 1, "template_id": str(template.id)}],
        zones=[["America/Sao_Paulo"]],
        hold_out_percent=5,
        launched_at=at,
        frozen_at=at,
        finished_at=at + timedelta(minutes=42),
    )


def _line(  # noqa: PLR0917
    chance: Random,
    campaign: Campaign,
    position: int,
    person: tuple[UUID, str],
    at: datetime,
    values: list[str],
) -> _Line:
    variant = position % 2 + 1
    # The version with a picture is read, and answered, somewhat more.
    status = chance.choices(_STATUSES, [56 + 10 * variant, 20, 3, 5, 7])[0]
    reasons = {_S.FAILED: _FAILED, _S.SKIPPED: _SKIPPED}.get(status)
    sent = at + timedelta(seconds=position * 5)
    delivered = sent + timedelta(seconds=chance.expovariate(1 / 90))
    read = delivered + timedelta(minutes=chance.expovariate(1 / 240))
    went = status in _REACHED
    row = {
        "id": recipient(campaign.id, position),
        "company_id": campaign.company_id,
        "campaign_id": campaign.id,
        "contact_id": person[0],
        "address": person[1],
        "address_key": match_key(person[1]),
        "parameters": values,
        "status": status,
        "reason": chance.choice(reasons) if reasons else None,
        "variant": variant,
        "zone": 0,
        "country": "BR",
        "cost_micros": _PRICE,
        "accepted_at": sent if went else None,
        "sent_at": sent if went else None,
        "delivered_at": delivered if status in {_S.DELIVERED, _S.READ} else None,
        "read_at": read if status is _S.READ else None,
        "failed_at": sent if status is _S.FAILED else None,
    }
    return _Line(row, _done(chance, variant, read) if status is _S.READ else {})


def _done(chance: Random, variant: int, read: datetime) -> dict[ResponseKind, datetime]:
    shares = {
        ResponseKind.CLICK: 0.12 + 0.09 * variant,
        ResponseKind.REPLY: 0.05 + 0.04 * variant,
        ResponseKind.OPT_OUT: 0.012,
    }
    return {
        kind: read + timedelta(minutes=chance.expovariate(1 / 20))
        for kind, share in shares.items()
        if chance.random() < share
    }


async def _count(session: Session, campaign: Campaign, lines: Sequence[_Line]) -> None:
    counted = Counter(
        (line.row["status"], line.row["reason"] or "", line.row["variant"]) for line in lines
    )
    for (status, reason, variant), count in counted.items():
        session.add(
            CampaignCount(
                company_id=campaign.company_id,
                campaign_id=campaign.id,
                status=status,
                reason=reason,
                variant=variant,
                count=count,
                cost_micros=count * _PRICE,
            )
        )


async def _respond(
    session: Session, campaign: Campaign, lines: Sequence[_Line], chance: Random
) -> None:
    owner = {"company_id": campaign.company_id, "campaign_id": campaign.id}
    done = [
        (line.row["id"], line.row["variant"], kind, moment)
        for line in lines
        for kind, moment in line.done.items()
    ]
    # One of those who got nothing wrote all the same.
    held = [line.row["id"] for line in lines if line.row["reason"] == "hold_out"]
    at = campaign.launched_at or datetime.now(UTC)
    done += [(key, 0, ResponseKind.REPLY, at) for key in held[:1]]
    for key, variant, kind, moment in done:
        values = {"recipient_id": key, "variant": variant, "kind": kind, "occurred_at": moment}
        session.add(CampaignResponse(**owner, **values))
    counted = Counter((kind, variant) for _, variant, kind, _ in done)
    for (kind, variant), count in counted.items():
        session.add(ResponseCount(**owner, kind=kind, variant=variant, count=count))
    await _click(session, owner, [one for one in done if one[2] is ResponseKind.CLICK], chance)


async def _click(
    session: Session,
    owner: dict[str, UUID],
    clicked: Sequence[tuple[UUID, int, ResponseKind, datetime]],
    chance: Random,
) -> None:
    followed: Counter[int] = Counter()
    links = [ShortLink(**owner, position=n, url=url) for n, url in enumerate(URLS, start=1)]
    session.add_all(links)
    await session.flush()
    for key, _, _, at in clicked:
        place = chance.choices((0, 1), (4, 1))[0]
        followed[place] += 1
        session.add(LinkClick(**owner, link_id=links[place].id, recipient_id=key, occurred_at=at))
    for place, link in enumerate(links):
        link.clicks, link.robots = followed[place], followed[place] // 9
