"""The people of a campaign by what became of its message, as a condition over contacts."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, exists, not_, select

from db.models.campaigns import CampaignRecipient
from db.models.contacts import Contact
from db.models.links import CampaignResponse
from db.queries.ledger import id_range
from schemas.audiences import CampaignPart, Outcome
from schemas.enums import DeliveryStatus, ResponseKind

_TAKEN = (DeliveryStatus.ACCEPTED, DeliveryStatus.SENT)
_REACHED = (*_TAKEN, DeliveryStatus.DELIVERED, DeliveryStatus.READ)
# Nobody of an unknown outcome: they may have it, and whoever was not tried has none.
_STATUSES: Mapping[Outcome, tuple[DeliveryStatus, ...]] = {
    Outcome.NOT_READ: (*_TAKEN, DeliveryStatus.DELIVERED),
    Outcome.NOT_DELIVERED: (*_TAKEN, DeliveryStatus.FAILED),
    Outcome.NOT_REPLIED: _REACHED,
    Outcome.NOT_CLICKED: _REACHED,
    Outcome.FAILED: (DeliveryStatus.FAILED,),
}
_RESPONSES: Mapping[Outcome, ResponseKind] = {
    Outcome.NOT_REPLIED: ResponseKind.REPLY,
    Outcome.REPLIED: ResponseKind.REPLY,
    Outcome.NOT_CLICKED: ResponseKind.CLICK,
    Outcome.CLICKED: ResponseKind.CLICK,
}
_WITHOUT = (Outcome.NOT_REPLIED, Outcome.NOT_CLICKED)


def campaign_outcome(part: CampaignPart) -> ColumnElement[bool]:
    """Whoever the campaign's ledger has with this outcome; read once, along its key."""
    row = CampaignRecipient
    first, last = id_range(part.id)
    found = select(row.contact_id).where(row.id > first, row.id <= last, row.campaign_id == part.id)
    statuses, response = _STATUSES.get(part.outcome), _RESPONSES.get(part.outcome)
    if statuses is not None:
        found = found.where(row.status.in_(statuses))
    if response is not None:
        responded = _responded(part, response)
        found = found.where(not_(responded) if part.outcome in _WITHOUT else responded)
    return Contact.id.in_(found)


def _responded(part: CampaignPart, kind: ResponseKind) -> ColumnElement[bool]:
    response = CampaignResponse
    return exists().where(
        response.campaign_id == part.id,
        response.kind == kind,
        response.recipient_id == CampaignRecipient.id,
    )
