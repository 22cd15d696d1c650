"""`python seed_demo.py`: a company to look around in, connected to the sandbox.

Does only what is missing, so that it may run at every start and never undoes a person's changes.
"""

import asyncio
import sys
from datetime import date
from uuid import UUID

import httpx

import seed_campaign
import seed_inbox
from bootstrap import Resources, open_resources
from db.models.limits import Rate
from db.queries import overview, people, rates
from schemas.enums import ConnectionKind, FieldType
from schemas.errors import AppError
from services import contacts, fields, tags
from services.connections import NewConnection
from services.people import NewAccount, sign_up
from services.sms_connections import NewSmsConnection
from settings import Settings

COMPANY = "Loja Aurora"
PERSON = "Marina Duarte"
# What the sandbox prints for everybody; they open nothing else.
ACCOUNT_ID = "100200300400500"
TOKEN = "sandbox-token"  # noqa: S105
TWILIO_ACCOUNT = "AC" + "5a" * 16
TWILIO_TOKEN = "sandbox-twilio-auth-token"  # noqa: S105
TAGS = (("VIP", "violet"), ("Newsletter", "teal"), ("Loja física", "orange"))
CITIES = ("São Paulo", "Rio de Janeiro", "Belo Horizonte", "Curitiba", "Salvador")
# The area code of each city, so that number and city agree.
AREA_CODES = ("11", "21", "31", "41", "71")
# Channel, country ("": every other), category ("": any), millionths of a real.
PRICES = (
    ("whatsapp", "BR", "marketing", 350_000),
    ("whatsapp", "BR", "utility", 45_000),
    ("whatsapp", "BR", "authentication", 45_000),
    ("whatsapp", "", "", 600_000),
    ("sms", "BR", "", 120_000),
    ("sms", "", "", 450_000),
)
NAMES = (
    "Ana Beatriz Souza",
    "Bruno Carvalho",
    "Camila Rocha",
    "Diego Fernandes",
    "Eduarda Lima",
    "Felipe Nogueira",
    "Gabriela Martins",
    "Heitor Barbosa",
    "Isabela Freitas",
    "João Pedro Alves",
    "Karina Teixeira",
    "Lucas Moreira",
    "Mariana Campos",
    "Nicolas Ribeiro",
    "Olívia Cardoso",
    "Paulo Henrique Dias",
    "Rafaela Pinto",
    "Sérgio Monteiro",
    "Tatiana Lopes",
    "Vinícius Araújo",
)


async def seed(resources: Resources, email: str, password: str) -> None:
    company_id = await _company(resources, email, password)
    async with resources.database.company(company_id) as session:
        has_contacts = (await overview.totals(session)).contacts > 0
        was_connected = await overview.was_ever_connected(session, ConnectionKind.META_CLOUD)
        had_sms = await overview.was_ever_connected(session, ConnectionKind.TWILIO)
    if not has_contacts:
        await _contacts(resources, company_id)
        await _prices(resources, company_id)
    if not was_connected and "facebook.com" not in resources.settings.meta_graph_base_url:
        await _connect(resources, company_id, email, password)
    if not had_sms and "twilio.com" not in resources.settings.twilio_api_base_url:
        await _connect_sms(resources, company_id)


async def _company(resources: Resources, email: str, password: str) -> UUID:
    async with resources.database.system() as session:
        user = await people.user_by_email(session, email)
        places = await people.workplaces(session, user.id) if user else []
    if user and places:
        return places[0].id
    account = NewAccount(COMPANY, PERSON, email, password)
    _, company_id = await sign_up(resources.database, account)
    return company_id


async def _connect(resources: Resources, company_id: UUID, email: str, password: str) -> None:
    """The account the sandbox starts with, the templates it has approved, and customers who write.

    Not worth failing for: a person can connect in the console too.
    """
    account = NewConnection(name=COMPANY, account_id=ACCOUNT_ID, access_token=TOKEN)
    try:
        connection = await resources.connections.connect(company_id, account)
        await resources.templates.sync(company_id, connection.id)
        await seed_inbox.seed(resources, company_id, connection.id, email, password)
        async with resources.database.company(company_id) as session:
            await seed_campaign.seed(session, company_id)
    except (AppError, httpx.HTTPError) as error:
        sys.stderr.write(f"The sandbox does not answer the demo company: {error}\n")


async def _connect_sms(resources: Resources, company_id: UUID) -> None:
    """The sandbox's Twilio account: two numbers and a messaging service."""
    account = NewSmsConnection(
        name=f"{COMPANY} SMS", account_sid=TWILIO_ACCOUNT, auth_token=TWILIO_TOKEN
    )
    try:
        await resources.sms_connections.connect(company_id, account)
    except (AppError, httpx.HTTPError) as error:
        sys.stderr.write(f"The sandbox's Twilio does not answer the demo company: {error}\n")


async def _contacts(resources: Resources, company_id: UUID) -> None:
    """Made-up people; their numbers end in digits that mean nothing to the sandbox."""
    async with resources.database.company(company_id) as session:
        await fields.create(session, company_id, label="Cidade", type_=FieldType.TEXT)
        await fields.create(session, company_id, label="Última compra", type_=FieldType.DATE)
        made = [await tags.create(session, company_id, name, colour) for name, colour in TAGS]
        for index, name in enumerate(NAMES):
            place = index % len(CITIES)
            await contacts.create(
                session,
                company_id,
                {
                    "name": name,
                    "phone": f"+55{AREA_CODES[place]}98{1000120 + index * 37}",
                    "tag_ids": [made[index % len(made)].id],
                    "fields": {
                        "cidade": CITIES[place],
                        "ultima_compra": f"2026-{1 + index % 9:02}-{3 + index:02}",
                    },
                },
                source="demo",
            )


async def _prices(resources: Resources, company_id: UUID) -> None:
    """Made up, and marked so: what a provider really bills only the company knows."""
    async with resources.database.company(company_id) as session:
        if await rates.card(session):
            return
        session.add_all(
            Rate(
                company_id=company_id,
                channel=channel,
                country=country,
                category=category,
                price_micros=price,
                valid_from=date(2026, 1, 1),
                example=True,
            )
            for channel, country, category, price in PRICES
        )


async def main() -> int:
    settings = Settings()
    if not settings.demo_email or settings.demo_password is None:
        sys.stderr.write("Set DEMO_EMAIL and DEMO_PASSWORD: the sign-in of the demo company.\n")
        return 1
    async with open_resources(settings) as resources:
        await seed(resources, settings.demo_email, settings.demo_password.get_secret_value())
    return 0


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main()))
