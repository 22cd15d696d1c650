"""Why somebody of an audience is left out, as joins over the whole audience."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    FromClause,
    Subquery,
    and_,
    case,
    cast,
    column,
    exists,
    func,
    literal,
    not_,
    null,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, array, distinct_on
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign, CampaignRecipient
from db.models.consents import ConsentEntry
from db.models.contacts import Contact, ContactIdentity, Suppression
from db.queries.ledger import id_range
from schemas.enums import CampaignStatus, Channel, IdentityKind, Purpose
from schemas.policies import ALL, MARKETING, UNREACHABLE, Policy, scopes_of, topic_scope
from schemas.templates import FrozenTemplate, component, text_of
from services.contents import Contents

# A number that is one contact's main number and another's further identity is one phone.
_PHONE_IDENTITIES = (IdentityKind.PHONE, IdentityKind.WHATSAPP)
# Meta delivers no marketing templates to numbers of the United States since 2025-04-01.
_NO_MARKETING = ("US",)
# A campaign of earlier days may still have sent yesterday.
_LONG_CAMPAIGN = timedelta(days=30)
_WENT_OUT = ("sending", "unknown", "accepted", "sent", "delivered", "read")


@dataclass(frozen=True, slots=True)
class Recent:
    """A campaign that may have sent lately."""

    id: UUID
    purpose: Purpose


async def recent_campaigns(
    session: AsyncSession, campaign_id: UUID, policy: Policy, *, now: datetime
) -> list[Recent]:
    """The campaigns whose messages count for frequency and repeats."""
    days = timedelta(days=policy.frequency_days if policy.frequency_cap is not None else 0)
    since = now - max(days, timedelta(hours=policy.duplicate_hours)) - _LONG_CAMPAIGN
    rows = await session.execute(
        select(Campaign.id, Campaign.purpose).where(
            Campaign.id != campaign_id,
            Campaign.frozen_at > since,
            Campaign.status != CampaignStatus.DRAFT,
        )
    )
    return [Recent(*row) for row in rows]


def had_marketing_sms() -> ColumnElement[bool]:
    """Whether a marketing SMS went to the contact before."""
    return exists(
        select(CampaignRecipient.id)
        .join(Campaign, Campaign.id == CampaignRecipient.campaign_id)
        .where(
            CampaignRecipient.contact_id == Contact.id,
            CampaignRecipient.status.in_(_WENT_OUT),
            Campaign.channel == Channel.SMS,
            Campaign.purpose == Purpose.MARKETING,
        )
    )


def body_key(campaign: Campaign, said: Contents, people: CTE | Subquery) -> ColumnElement[UUID]:
    """Sender and words in one; NULL while the words are not decided."""
    a = people.c
    number = str(campaign.phone_number_id)
    if said.channel is Channel.SMS:
        words = func.concat(number, a.body)
    else:
        names = [f"{number}{_name(one)}/{one.language}/{one.version}" for one in said.frozen]
        ways = [(a.variant == place, literal(one)) for place, one in enumerate(names, start=1)]
        name: ColumnElement[str] = case(*ways, else_="") if len(ways) > 1 else literal(names[0])
        words = func.concat(name, func.array_to_string(a.parameters, "\x1f"))
    key = cast(func.md5(words), PG_UUID)
    return key if said.experiment is None else case((a.variant != 0, key))


def _name(frozen: FrozenTemplate) -> str:
    """Free words have no name; they are their own."""
    return frozen.name or text_of(component(frozen.components, "BODY"))


@dataclass(frozen=True, slots=True)
class Exclusions:
    """What a campaign's audience is looked at for."""

    campaign: Campaign
    said: Contents
    policy: Policy
    recent: Sequence[Recent]
    now: datetime

    def join(
        self,
        joined: FromClause,
        audience: CTE,
        country: ColumnElement[str],
    ) -> tuple[FromClause, ColumnElement[Any]]:
        """The audience with what speaks against somebody, and the first reason of each."""
        a = audience.c
        refused, holders = self._refused(), _other_holders(audience)
        joined = joined.outerjoin(refused, refused.c.match_key == a.phone_key).outerjoin(
            holders,
            # Held by somebody else of the audience, whoever else holds it.
            and_(
                holders.c.match_key == a.phone_key,
                not_(holders.c.contact_ids.contained_by(array([a.id]))),
            ),
        )
        reasons: list[tuple[ColumnElement[bool], str]] = [
            (a.phone.is_(None), "no_phone"),
            (refused.c.scope == UNREACHABLE, "unreachable"),
            (refused.c.scope.is_not(None), "opted_out"),
        ]
        joined = self._consent(joined, a, reasons)
        if self.said.channel is Channel.WHATSAPP and self._marketing:
            reasons.append((country.in_(_NO_MARKETING), "country_blocked"))
        reasons.append((holders.c.contact_ids.is_not(None), "duplicate_address"))
        joined = self._repeats(joined, a, reasons)
        reasons += [(a.missing, "missing_variable"), (a.held_out, "hold_out")]
        return joined, case(*reasons, else_=null())

    def of_few(self, a: Any, country: ColumnElement[str]) -> ColumnElement[Any]:
        """The first reason of each of a few people, looked up one by one along the keys.

        What the claim looks at anyway, opt-outs and repeats, is left to it.
        """
        reasons: list[tuple[ColumnElement[bool], str]] = [(a.phone.is_(None), "no_phone")]
        if self.policy.require_consent and self._marketing:
            reasons.append((self._latest_word(a).is_not(True), "no_consent"))
        if self.said.channel is Channel.WHATSAPP and self._marketing:
            reasons.append((country.in_(_NO_MARKETING), "country_blocked"))
        reasons.append((a.missing, "missing_variable"))
        return case(*reasons, else_=null())

    def _latest_word(self, a: Any) -> ColumnElement[bool]:
        rows = ConsentEntry
        return (
            select(rows.granted)
            .where(
                rows.channel == self.said.channel,
                rows.match_key == a.phone_key,
                rows.scope.in_(self._consent_scopes()),
            )
            .order_by(rows.occurred_at.desc())
            .limit(1)
            .scalar_subquery()
        )

    def _consent_scopes(self) -> list[str]:
        scopes = [ALL, MARKETING]
        if self.campaign.topic_id is not None:
            scopes.append(topic_scope(self.campaign.topic_id))
        return scopes

    @property
    def _marketing(self) -> bool:
        return self.said.purpose is Purpose.MARKETING

    def _refused(self) -> Subquery:
        """Addresses that refused it; of several scopes the one that says more of the person."""
        rows = Suppression
        return (
            select(rows.match_key, func.min(rows.scope).label("scope"))
            .where(
                rows.channel == self.said.channel,
                rows.scope.in_(scopes_of(self.said.purpose, self.campaign.topic_id)),
            )
            .group_by(rows.match_key)
            .subquery("refused")
        )

    def _consent(
        self, joined: FromClause, a: Any, reasons: list[tuple[ColumnElement[bool], str]]
    ) -> FromClause:
        """Where consent has to be on record: the latest word of each address."""
        if not (self.policy.require_consent and self._marketing):
            return joined
        rows = ConsentEntry
        latest = (
            select(rows.match_key, rows.granted)
            .ext(distinct_on(rows.match_key))
            .where(rows.channel == self.said.channel, rows.scope.in_(self._consent_scopes()))
            .order_by(rows.match_key, rows.occurred_at.desc())
            .subquery("consent")
        )
        reasons.append((latest.c.granted.is_not(True), "no_consent"))
        return joined.outerjoin(latest, latest.c.match_key == a.phone_key)

    def _repeats(
        self,
        joined: FromClause,
        a: Any,
        reasons: list[tuple[ColumnElement[bool], str]],
    ) -> FromClause:
        """Who got the same words lately, or enough marketing."""
        hours, cap = self.policy.duplicate_hours, self.policy.frequency_cap
        capped = cap is not None and self._marketing
        if not self.recent or not (hours or capped):
            return joined
        days = self.policy.frequency_days if capped else 0
        got = _recent_sends(
            self.recent,
            repeats_since=self.now - timedelta(hours=hours),
            marketing_since=self.now - timedelta(days=days),
        )
        if hours:
            reasons.append((a.body_key == func.any(got.c.body_keys), "duplicate_message"))
        if capped:
            reasons.append((got.c.marketing >= cap, "frequency_cap"))
        return joined.outerjoin(got, got.c.contact_id == a.id)


# By the ranges of their ids, which no other index knows; once over them for both questions.
_RECENT_SENDS = """
    SELECT r.contact_id,
           array_agg(r.body_key) FILTER (WHERE r.claimed_at > :repeats_since) AS body_keys,
           count(*) FILTER (WHERE c.marketing AND r.claimed_at > :marketing_since) AS marketing
    FROM unnest(CAST(:recent_first AS uuid[]), CAST(:recent_last AS uuid[]),
                CAST(:recent_marketing AS boolean[])) AS c (first, last, marketing)
    JOIN campaign_recipients r ON r.id > c.first AND r.id <= c.last
    WHERE r.claimed_at > least(:repeats_since, :marketing_since)
      AND r.status IN ('sending', 'unknown', 'accepted', 'sent', 'delivered', 'read')
    GROUP BY r.contact_id
"""


def _recent_sends(
    campaigns: Sequence[Recent], *, repeats_since: datetime, marketing_since: datetime
) -> Subquery:
    """What each contact got of these campaigns lately."""
    ranges = [id_range(one.id) for one in campaigns]
    rows = text(_RECENT_SENDS).bindparams(
        recent_first=[first for first, _ in ranges],
        recent_last=[last for _, last in ranges],
        recent_marketing=[one.purpose is Purpose.MARKETING for one in campaigns],
        repeats_since=repeats_since,
        marketing_since=marketing_since,
    )
    return rows.columns(
        column("contact_id", PG_UUID(as_uuid=True)),
        column("body_keys", ARRAY(PG_UUID(as_uuid=True))),
        column("marketing", BigInteger),
    ).subquery("got")


def _other_holders(audience: CTE) -> Subquery:
    """Numbers that people of the audience have as a further identity, and who they are."""
    # Of its own name: a statement may judge two audiences.
    other = audience.alias(f"other_{audience.name}")
    return (
        select(
            ContactIdentity.match_key,
            func.array_agg(ContactIdentity.contact_id, type_=ARRAY(PG_UUID)).label("contact_ids"),
        )
        .join(other, other.c.id == ContactIdentity.contact_id)
        .where(ContactIdentity.kind.in_(_PHONE_IDENTITIES))
        .group_by(ContactIdentity.match_key)
        .subquery("holders")
    )
