"""The list of campaigns, and the page of one: its progress, people, history and message."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse

from db.models.campaigns import Campaign
from db.queries import campaign_drafts, campaigns
from db.session import Session
from schemas.audiences import Audience
from schemas.enums import CampaignStatus, DeliveryStatus, Role
from schemas.tallies import Tally
from schemas.templates import FrozenTemplate, render, variables
from services import audiences, campaign_results, results
from services.contents import Contents
from web import campaign_views as views
from web import downloads, result_views
from web.dependencies import DatabaseDep, SettingsViewDep, SignedIn
from web.i18n import gettext
from web.render import page, redirect
from web.speeds import Speeds
from workflows.starters import campaign_workflow_id

router = APIRouter(prefix="/campaigns")
one = APIRouter(prefix="/campaigns/{campaign_id}")
_PAGE = 25
_PEOPLE = 50
_DRAFTS = (CampaignStatus.DRAFT,)


@router.get("", name="campaigns")
async def list_campaigns(
    *,
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    q: Annotated[str, Query(max_length=200)] = "",
    status: str = "",
    after: str = "",
) -> Response:
    wanted = CampaignStatus(status) if status in set(CampaignStatus) else None
    async with database.company(user.company_id) as session:
        found = await campaigns.page(
            session, limit=_PAGE + 1, before=_place(after), status=wanted, search=q.strip()
        )
        tallies = await campaigns.tallies(session, [row.id for row in found])
        any_at_all = bool(found) or bool(await campaigns.page(session, limit=1))
    shown = found[:_PAGE]
    context = {
        "rows": [views.row(row, tallies[row.id], _waits(row)) for row in shown],
        "q": q,
        "status": wanted.value if wanted else "",
        "statuses": [status.value for status in CampaignStatus],
        "after": after,
        "older": _place_of(shown[-1]) if len(found) > _PAGE else "",
        "any_at_all": any_at_all,
        "may_act": user.may(Role.ADMIN),
    }
    return page(request, "campaigns/index.html", context, fragment="campaign_list")


def _waits(campaign: Campaign) -> str:
    found = result_views.waits(campaign) if campaign.status is CampaignStatus.RUNNING else None
    return found[0] if found else ""


def _place_of(campaign: Campaign) -> str:
    return f"{campaign.created_at.isoformat()}_{campaign.id.hex}"


def _place(text: str) -> tuple[datetime, UUID] | None:
    """Where the page before ended; an address somebody edited begins at the top."""
    moment, _, key = text.partition("_")
    try:
        found = datetime.fromisoformat(moment), UUID(hex=key)
    except ValueError:
        return None
    return found if found[0].tzinfo else None


class Shown:
    """What every tab of a campaign's page needs, read in one transaction."""

    def __init__(
        self,
        request: Request,
        campaign_id: UUID,
        user: SignedIn,
        database: DatabaseDep,
        view: SettingsViewDep,
    ) -> None:
        self._request = request
        self.campaign_id = campaign_id
        self.user = user
        self.database = database
        self._view = view

    async def context(self, session: Session, tab: str) -> dict[str, Any]:
        campaign = await campaigns.get(session, self.campaign_id)
        tally = await campaigns.tally(session, self.campaign_id)
        template, number = await campaigns.sending_parts(session, campaign)
        parent = await results.parent_of(session, campaign)
        run = self._view.run_url(campaign_workflow_id(str(campaign.id)))
        return {
            "campaign": campaign,
            "tab": tab,
            "progress": views.progress(campaign, tally, self._speed(campaign, tally)),
            "why": views.words(campaign.status_code, campaign.status_detail),
            "template_name": _template_name(campaign) or (template.name if template else ""),
            "number": number,
            "waits": result_views.waits(campaign),
            "parent": parent,
            "may_act": self.user.may(Role.ADMIN),
            "run_url": run if campaign.launched_at else None,
            "phones_url": self._phones(),
            "here": self._here(),
            "now": datetime.now(UTC),
        }

    def _here(self) -> str:
        url = self._request.url
        return f"{url.path}?{url.query}" if url.query else url.path

    def _phones(self) -> str | None:
        """The sandbox's wall of phones, in development."""
        base = self._view.meta_graph_base_url
        sandboxed = self._view.development and "graph.facebook.com" not in base
        return base.rstrip("/") + "/" if sandboxed and base else None

    def _speed(self, campaign: Campaign, tally: Tally) -> float | None:
        if campaign.status is not CampaignStatus.RUNNING or campaign.frozen_at is None:
            return None
        speeds: Speeds = self._request.app.state.speeds
        seconds = (datetime.now(UTC) - campaign.frozen_at).total_seconds()
        average = tally.settled / seconds if seconds > 1 else None
        return speeds.observe(campaign.id, tally.settled, average=average)


ShownDep = Annotated[Shown, Depends()]


def _template_name(campaign: Campaign) -> str:
    return str(campaign.frozen_template["name"]) if campaign.frozen_template else ""


@one.get("", name="campaign")
async def show_campaign(
    *,
    request: Request,
    shown: ShownDep,
    show: str = "",
    reason: Annotated[str, Query(max_length=100)] = "",
    after: str = "",
    q: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    async with shown.database.company(shown.user.company_id) as session:
        context = await shown.context(session, "people")
        if cadence_id := context["campaign"].cadence_id:
            # The messages of a step: they are told on the picture of its cadence.
            return redirect(request, f"/cadences/{cadence_id}")
        if context["may_act"] and context["campaign"].status in _DRAFTS:
            return redirect(request, f"/campaigns/{shown.campaign_id}/edit")
        tally: Tally = context["progress"].tally
        statuses = views.SHOWN.get(show, ())
        responded = views.RESPONDED.get(show)
        # Nobody there is known without looking through a million rows.
        found = (
            await campaigns.recipients(
                session,
                shown.campaign_id,
                limit=_PEOPLE + 1,
                after=_key(after),
                statuses=statuses,
                reason=reason or None,
                responded=responded,
                q=" ".join(q.split()),
            )
            if tally.at(*(statuses or DeliveryStatus))
            else []
        )
    context |= {
        "lines": [views.line(row) for row in found[:_PEOPLE]],
        "show": show if statuses or responded else "",
        "shown_label": views.label(show) if statuses or responded else "",
        "reason": reason,
        "reasons": _reasons(tally, show),
        "after": after,
        "q": q,
        "older": found[_PEOPLE - 1].id.hex if len(found) > _PEOPLE else "",
    }
    return page(request, "campaigns/show.html", context, fragment="campaign_body")


def _key(text: str) -> UUID | None:
    try:
        return UUID(hex=text) if text else None
    except ValueError:
        return None


def _reasons(tally: Tally, show: str) -> list[tuple[str, str, int]]:
    """The reasons to choose from: (code, words, how many)."""
    statuses = views.SHOWN.get(show, ())
    pairs = [pair for status in statuses for pair in tally.reasons(status)]
    found = [(code, views.words(code), count) for code, count in pairs]
    return [(code, words.text, count) for code, words, count in found if words]


@one.get("/history", name="campaign_history")
async def show_history(request: Request, shown: ShownDep) -> Response:
    async with shown.database.company(shown.user.company_id) as session:
        context = await shown.context(session, "history")
        events = await campaigns.events(session, shown.campaign_id)
    context["events"] = [
        (event, views.words(event.code, event.detail), views.note(event)) for event in events
    ]
    return page(request, "campaigns/show.html", context, fragment="campaign_body")


@one.get("/message", name="campaign_message")
async def show_message(request: Request, shown: ShownDep) -> Response:
    async with shown.database.company(shown.user.company_id) as session:
        context = await shown.context(session, "message")
        campaign: Campaign = context["campaign"]
        template = await _template(session, campaign)
        example = (
            await audiences.example_values(session, Contents.of(template)) if template else None
        )
        context["audience"] = await audience_names(session, Audience.from_json(campaign.audience))
    slots = variables(template.components, template.parameter_format) if template else []
    values = example[1] if example else [None] * len(slots)
    filled = [value or f"{{{{{slot.name}}}}}" for slot, value in zip(slots, values, strict=True)]
    context["message"] = (
        render(template.components, template.parameter_format, filled) if template else None
    )
    context["example_name"] = example[0].name if example else ""
    return page(request, "campaigns/show.html", context, fragment="campaign_body")


async def _template(session: Session, campaign: Campaign) -> FrozenTemplate | None:
    """As it was launched, else as it would be now."""
    if campaign.frozen_template is not None:
        return FrozenTemplate.from_json(campaign.frozen_template)
    stored, _ = await campaigns.sending_parts(session, campaign)
    return campaigns.as_sent(stored, campaign.bindings) if stored else None


async def audience_names(session: Session, audience: Audience) -> dict[str, list[str] | int | bool]:
    """An audience in words: names of what is included and what is not."""
    names = await campaign_drafts.audience_names(
        session,
        segments=(*audience.segment_ids, *audience.exclude_segment_ids),
        tags=(*audience.tag_ids, *audience.exclude_tag_ids),
    )
    gone = gettext("deleted")

    def said(*groups: tuple[UUID, ...]) -> list[str]:
        return [names.get(key, gone) for group in groups for key in group]

    return {
        "everyone": audience.everyone,
        "contacts": len(audience.contact_ids),
        "included": said(audience.segment_ids, audience.tag_ids),
        "excluded": said(audience.exclude_segment_ids, audience.exclude_tag_ids),
    }


@one.get("/results.csv", name="campaign_results")
async def download_results(
    campaign_id: UUID, user: SignedIn, database: DatabaseDep, show: str = ""
) -> StreamingResponse:
    async with database.company(user.company_id) as session:
        campaign = await campaigns.get(session, campaign_id)
    lines = campaign_results.as_csv(
        database,
        user.company_id,
        campaign.id,
        gettext,
        statuses=views.SHOWN.get(show, ()),
        responded=views.RESPONDED.get(show),
        separator=downloads.separator(),
    )
    return downloads.csv_file(lines, f"campaign-{campaign.id}.csv")
