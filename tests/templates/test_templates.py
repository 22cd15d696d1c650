"""A template's life: written, submitted, changed, synchronised, deleted."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from db.models.campaigns import Campaign
from db.models.connections import Connection, PhoneNumber
from db.models.templates import Template, TemplateEvent
from db.queries import templates
from db.session import Database
from sandbox.meta import reviews
from schemas.enums import CampaignStatus, ConnectionKind, TemplateCategory, TemplateStatus
from schemas.errors import (
    Conflict,
    InvalidInput,
    InvalidState,
    NotFound,
    PreconditionFailed,
    ProviderProblem,
)
from services.templates import TemplateContent, Templates, content_of
from tests.fixtures.meta import Business

BODY: dict[str, object] = {
    "type": "BODY",
    "text": "Oi {{1}}, seu pedido {{2}} já saiu para entrega.",
    "example": {"body_text": [["Ana", "#42"]]},
}
NAME = {"source": "first_name", "fallback": "cliente"}


def content(*components: object, **changes: object) -> TemplateContent:
    values: dict[str, object] = {
        "name": "pedido_saiu",
        "language": "pt_BR",
        "category": TemplateCategory.UTILITY,
        "components": list(components) or [BODY],
        "bindings": {"body.1": NAME},
    }
    return TemplateContent(**{**values, **changes})  # type: ignore[arg-type]


async def history(database: Database, template: Template) -> list[tuple[str, str | None]]:
    async with database.company(template.company_id) as session:
        query = select(TemplateEvent).where(TemplateEvent.template_id == template.id)
        rows = await session.scalars(query.order_by(TemplateEvent.id))
        return [(row.kind, row.after) for row in rows]


async def test_a_draft_becomes_metas_with_its_history(
    templating: Templates,
    database: Database,
    company_id: UUID,
    connection_id: UUID,
    business: Business,
) -> None:
    draft = await templating.create(company_id, connection_id, content())
    assert draft.status is TemplateStatus.DRAFT
    sent = await templating.submit(company_id, draft.id)
    assert sent.status is TemplateStatus.PENDING
    there = business.world.templates[str(sent.provider_template_id)]
    assert (there.name, there.language, there.components) == ("pedido_saiu", "pt_BR", [BODY])
    assert await history(database, sent) == [("status", "pending")]


async def test_a_new_category_of_metas_is_taken_over(
    templating: Templates, company_id: UUID, connection_id: UUID
) -> None:
    selling = {
        "type": "BODY",
        "text": "Oi {{1}}, hoje tem desconto em tudo para você, venha ver.",
        "example": {"body_text": [["Ana"]]},
    }
    draft = await templating.create(company_id, connection_id, content(selling))
    sent = await templating.submit(company_id, draft.id)
    assert sent.category is TemplateCategory.MARKETING


async def test_an_approved_template_goes_to_review_again_when_its_words_change(
    templating: Templates,
    database: Database,
    company_id: UUID,
    connection_id: UUID,
    business: Business,
) -> None:
    draft = await templating.create(company_id, connection_id, content())
    sent = await templating.submit(company_id, draft.id)
    reviews.set_status(
        business.world, business.world.templates[str(sent.provider_template_id)], "APPROVED"
    )
    await templating.sync(company_id, connection_id)
    footer = {"type": "FOOTER", "text": "Loja Aurora"}
    changed = await templating.change(company_id, draft.id, content(BODY, footer))
    assert changed.status is TemplateStatus.PENDING
    assert business.world.templates[str(sent.provider_template_id)].components == [BODY, footer]


async def test_new_bindings_alone_need_no_review(
    templating: Templates, company_id: UUID, connection_id: UUID, business: Business
) -> None:
    draft = await templating.create(company_id, connection_id, content())
    sent = await templating.submit(company_id, draft.id)
    changed = await templating.change(
        company_id, draft.id, content(bindings={"body.2": {"source": "external_id"}})
    )
    assert changed.status is sent.status
    assert changed.bindings == {"body.2": {"source": "external_id"}}


async def test_two_people_changing_it_do_not_overwrite_each_other(
    templating: Templates, company_id: UUID, connection_id: UUID
) -> None:
    draft = await templating.create(company_id, connection_id, content())
    footer = {"type": "FOOTER", "text": "Loja"}
    await templating.change(company_id, draft.id, content(BODY, footer), version=1)
    with pytest.raises(PreconditionFailed):
        await templating.change(company_id, draft.id, content(BODY), version=1)


async def test_name_and_language_are_fixed_once_meta_knows_them(
    templating: Templates, company_id: UUID, connection_id: UUID
) -> None:
    draft = await templating.create(company_id, connection_id, content())
    await templating.submit(company_id, draft.id)
    with pytest.raises(InvalidState, match="Name and language"):
        await templating.change(company_id, draft.id, content(name="other"))


async def test_sync_adds_changes_and_removes(
    templating: Templates,
    database: Database,
    company_id: UUID,
    connection_id: UUID,
    business: Business,
) -> None:
    first = await templating.sync(company_id, connection_id)
    assert (first.added, first.changed, first.removed) == (1, 0, 0)
    assert (await templating.sync(company_id, connection_id)).changed == 0
    (there,) = business.world.templates_of(business.account_id)
    reviews.set_status(business.world, there, "PAUSED", "Too many blocks")
    assert (await templating.sync(company_id, connection_id)).changed == 1
    del business.world.templates[there.id]
    assert (await templating.sync(company_id, connection_id)).removed == 1
    async with database.company(company_id) as session:
        (ours,) = await templates.page(session, limit=9)
    assert ours.status is TemplateStatus.DELETED
    states = [after for kind, after in await history(database, ours) if kind == "status"]
    assert states == ["approved", "paused", "deleted"]


async def test_sync_pauses_the_campaigns_of_a_template_that_stopped(
    templating: Templates,
    database: Database,
    company_id: UUID,
    connection_id: UUID,
    business: Business,
) -> None:
    await templating.sync(company_id, connection_id)
    (there,) = business.world.templates_of(business.account_id)
    async with database.company(company_id) as session:
        (ours,) = await templates.page(session, limit=9)
        number = (await session.scalars(select(PhoneNumber).limit(1))).one()
        campaign = Campaign(
            company_id=company_id,
            name="Promo",
            status=CampaignStatus.RUNNING,
            phone_number_id=number.id,
            template_id=ours.id,
        )
        session.add(campaign)
    with pytest.raises(Conflict, match="campaign"):
        await templating.delete(company_id, ours.id)
    reviews.set_status(business.world, there, "DISABLED")
    await templating.sync(company_id, connection_id)
    async with database.company(company_id) as session:
        paused = await session.get_one(Campaign, campaign.id)
    assert (paused.status.value, paused.status_code) == ("auto_paused", "template_disabled")


async def test_many_pages_are_all_read(
    templating: Templates, company_id: UUID, connection_id: UUID, business: Business
) -> None:
    (one,) = business.world.templates_of(business.account_id)
    for n in range(230):
        copy = type(one)(
            f"{one.id}{n:04}", one.account_id, f"copy_{n}", "pt_BR", "UTILITY", one.components
        )
        business.world.templates[copy.id] = copy
    assert (await templating.sync(company_id, connection_id)).added == 231


async def test_a_deleted_template_is_gone_at_meta_too(
    templating: Templates,
    database: Database,
    company_id: UUID,
    connection_id: UUID,
    business: Business,
) -> None:
    draft = await templating.create(company_id, connection_id, content())
    sent = await templating.submit(company_id, draft.id)
    await templating.delete(company_id, draft.id)
    assert sent.provider_template_id not in business.world.templates
    async with database.company(company_id) as session:
        with pytest.raises(NotFound):
            await templates.get(session, draft.id)


async def test_a_media_header_needs_an_example_and_gets_it_by_upload(
    templating: Templates, company_id: UUID, connection_id: UUID
) -> None:
    header = {"type": "HEADER", "format": "IMAGE"}
    draft = await templating.create(company_id, connection_id, content(header, BODY))
    with pytest.raises(InvalidInput) as refused:
        await templating.submit(company_id, draft.id)
    assert refused.value.errors[0].code == "example_missing"
    png = b"\x89PNG\r\n\x1a\n" + b"0" * 64
    with_file = await templating.add_header_example(company_id, draft.id, "a.png", "image/png", png)
    assert "header_handle" in str(with_file.components)
    assert (await templating.submit(company_id, draft.id)).status is TemplateStatus.PENDING
    with pytest.raises(InvalidInput):
        await templating.add_header_example(company_id, draft.id, "a.exe", "text/x-sh", png)


async def test_metas_refusal_is_told_in_its_words(
    templating: Templates, company_id: UUID, connection_id: UUID, business: Business
) -> None:
    draft = await templating.create(company_id, connection_id, content())
    (there,) = business.world.templates_of(business.account_id)
    there.name, there.language = draft.name, draft.language
    with pytest.raises(ProviderProblem, match="already pt_BR content"):
        await templating.submit(company_id, draft.id)


async def test_only_accounts_of_whatsapp_have_templates(
    templating: Templates, database: Database, company_id: UUID, connection_id: UUID
) -> None:
    async with database.company(company_id) as session:
        sms = Connection(
            company_id=company_id,
            kind=ConnectionKind.TWILIO,
            name="SMS",
            account_id="AC1",
            access_token=b"never opened here",
        )
        session.add(sms)
        await session.flush()
        sms_id = sms.id
    with pytest.raises(InvalidInput, match="with WhatsApp"):
        await templating.create(company_id, sms_id, content())
    await templating.create(company_id, connection_id, content())


async def test_the_same_name_and_language_twice_is_a_conflict(
    templating: Templates, company_id: UUID, connection_id: UUID
) -> None:
    await templating.create(company_id, connection_id, content())
    with pytest.raises(Conflict):
        await templating.create(company_id, connection_id, content())


@pytest.mark.parametrize("act", ["submit", "delete", "change"])
async def test_another_companys_template_does_not_exist(
    templating: Templates, company_id: UUID, other_company_id: UUID, connection_id: UUID, act: str
) -> None:
    draft = await templating.create(company_id, connection_id, content())
    arguments = (content_of(draft),) if act == "change" else ()
    method: Callable[..., object] = getattr(templating, act)
    with pytest.raises(NotFound):
        await method(other_company_id, draft.id, *arguments)  # type: ignore[misc]
