"""Short links in messages: registered when a campaign is frozen, written out as each goes.

A frozen value carries a marker (schemas.links) in place of the address: one statement writes the
ledger's rows, and each recipient's address is their own.
"""

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign
from db.queries import links
from db.session import Database
from schemas.errors import InvalidInput
from schemas.links import address_marker, code_marker, filled
from services import link_codes

_POSITION = (1 << 64) - 1
LONGEST_URL = 2_000

__all__ = [
    "LONGEST_URL",
    "address_marker",
    "check_url",
    "code_marker",
    "fill",
    "prefix",
    "recipient",
    "register",
]


async def register(
    session: AsyncSession, campaign: Campaign, urls: Iterable[str]
) -> dict[str, int]:
    """The serial of each address a campaign leads to; the caller holds the campaign locked.

    Raises InvalidInput for what is no address of a web page. Repeating it changes nothing.
    """
    wanted = list(dict.fromkeys(urls))
    for url in wanted:
        check_url(url)
    if not wanted:
        return {}
    return await links.register(session, campaign.company_id, campaign.id, wanted)


def check_url(url: str) -> None:
    """Raises InvalidInput unless a browser may be sent there: a plain http(s) address."""
    try:
        parts = urlsplit(url)
        leads_somewhere = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        leads_somewhere = False
    odd = any(character.isspace() or ord(character) < ord(" ") for character in url)
    if not leads_somewhere or odd or "\\" in url or len(url) > LONGEST_URL:
        raise InvalidInput("A link has to be the address of a web page, with https:// in front.")


async def prefix(database: Database, company_id: UUID, public_url: str) -> str:
    """What stands before a code in this company's short addresses: its own host name, or ours."""
    async with database.system() as session:
        host = await links.host_of(session, company_id)
    scheme = public_url.partition("://")[0]
    return f"{scheme}://{host}/" if host else f"{public_url.rstrip('/')}/l/"


def fill(
    parameters: Sequence[str], recipient_id: UUID, *, key: bytes, prefix: str
) -> tuple[str, ...]:
    """The values with this recipient's own addresses in place of the markers.

    `key` is settings.key_for("links"). Costs next to nothing where there is no marker.
    """
    position = recipient_id.int & _POSITION

    def written(alone: bool, serial: int) -> str:
        code = link_codes.code(key, serial, position)
        return code if alone else prefix + code

    return filled(parameters, written)


def recipient(campaign_id: UUID, position: int) -> UUID:
    """The recipient a code speaks of: see db.models.campaigns.CampaignRecipient."""
    return UUID(int=(campaign_id.int & _POSITION) << 64 | position)
