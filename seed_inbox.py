"""The conversations of the demo company: customers write through the sandbox, and people answer.

Each customer's message stands on a phone of the sandbox too. It is applied here at once, because
the server may not listen yet; the sandbox's own webhook, which comes later, changes nothing then.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import select

from bootstrap import Resources
from db.models.contacts import Contact
from db.models.conversations import Conversation
from db.models.people import Membership
from db.queries import people
from db.queries.conversations import Eyes
from schemas.contents import Button, Buttons, Content, Text
from schemas.enums import Priority, Role
from schemas.payloads.media import MediaRef
from schemas.payloads.replies import ConversationRef
from services import (
    canned_replies,
    conversations,
    inbound,
    labels,
    notes,
    passwords,
    replies,
    teams,
)
from services.inbound import Routed
from services.people import add_user
from workflows import starters

# Rafael may approve campaigns, so that a second person can be tried.
COLLEAGUES = (
    ("Rafael Prado", "rafael@master-ia.example", Role.ADMIN),
    ("Júlia Mendes", "julia@master-ia.example", Role.AGENT),
)
LABELS = (("Pedido", "blue"), ("Troca", "orange"), ("Elogio", "green"))
CANNED = (
    ("oi", "Oi, {{first_name}}! Aqui é {{agent}}, da Loja Aurora. Como posso ajudar?"),
    ("horario", "Abrimos de segunda a sábado, das 9h às 19h, e aos domingos das 10h às 16h."),
    (
        "troca",
        "{{first_name}}, a troca é grátis em até 30 dias. Basta trazer a peça com a etiqueta.",
    ),
)
# The second number of the sandbox's account.
_SERVICE = "111222333444556"
_DAY = 24 * 60
# A customer's times are whole seconds: what follows an answer is written in a later one.
_NEXT_SECOND = 1.1


@dataclass(frozen=True, slots=True)
class Said:
    """A message of a customer, so many minutes ago."""

    who: str
    ago: float
    kind: str = "text"
    body: str = ""
    more: Mapping[str, object] | None = None


FIRST = (
    Said("Eduarda Lima", 1.2 * _DAY, body="Oi, vocês abrem no domingo?"),
    Said("Diego Fernandes", 95, body="Chegou tudo certinho, obrigado! 😊"),
    Said("Camila Rocha", 48, body="Oi! Comprei um vestido na semana passada e ficou grande."),
    Said("Camila Rocha", 47, body="Consigo trocar por um *M*?"),
    Said("Gabriela Martins", 33, body="Meu pedido #1042 já pode ser retirado?"),
    Said("Heitor Barbosa", 26, body="Vou pensar e respondo na segunda, pode ser?"),
    Said("Bruno Carvalho", 14, "voice"),
    Said(
        "Bruno Carvalho",
        13,
        "location",
        more={"name": "Casa do Bruno", "address": "Av. Atlântica, 1702, Rio de Janeiro"},
    ),
    Said("Felipe Nogueira", 9, "document", more={"filename": "comprovante.pdf"}),
    Said("Felipe Nogueira", 8, body="Segue o comprovante do pagamento 👆"),
    Said(
        "Isabela Freitas",
        6,
        body="Boa tarde! Qual o prazo para Salvador?",
        more={"number": _SERVICE},
    ),
    Said("Ana Beatriz Souza", 4, body="Oi! Vi esta na vitrine ontem"),
    Said("Ana Beatriz Souza", 3, "image", more={"caption": "Ainda tem?"}),
)
LAST = (
    Said("Camila Rocha", 0, body="Perfeito, passo aí amanhã 💜"),
    Said("Gabriela Martins", 0, "button_reply", more={"id": "pick-up", "title": "Vou retirar"}),
)


@dataclass(frozen=True, slots=True)
class Demo:
    resources: Resources
    company_id: UUID
    connection_id: UUID
    me: UUID
    colleagues: Mapping[str, UUID]
    labels: Mapping[str, UUID]

    @property
    def eyes(self) -> Eyes:
        return Eyes(self.me, None)


async def seed(
    resources: Resources, company_id: UUID, connection_id: UUID, email: str, password: str
) -> None:
    """Raises httpx.HTTPError when the phones cannot be reached."""
    demo = await _desk(resources, company_id, connection_id, email, password)
    await _hear(demo, FIRST)
    await _answer(demo)
    await asyncio.sleep(_NEXT_SECOND)
    await _hear(demo, LAST)
    await _finish(demo)


async def _desk(
    resources: Resources, company_id: UUID, connection_id: UUID, email: str, password: str
) -> Demo:
    """Colleagues who sign in with the same password, their team, labels and canned replies."""
    hashed = await passwords.hash_new(password)
    colleagues: dict[str, UUID] = {}
    async with resources.database.system() as session:
        me = await people.user_by_email(session, email)
        assert me is not None
        for name, address, role in COLLEAGUES:
            if await people.user_by_email(session, address) is None:
                user = await add_user(session, name, address, hashed, locale=None)
                colleagues[name] = user.id
                place = Membership(company_id=company_id, user_id=user.id, role=role)
                await people.insert_membership(session, place)
    async with resources.database.company(company_id) as session:
        await teams.create(session, company_id, "Atendimento", list(colleagues.values()))
        made = {
            name: (await labels.create(session, company_id, name, colour)).id
            for name, colour in LABELS
        }
        for shortcut, body in CANNED:
            await canned_replies.create(session, company_id, shortcut, body, created_by=me.id)
    return Demo(resources, company_id, connection_id, me.id, colleagues, made)


async def _hear(demo: Demo, said: Sequence[Said]) -> None:
    async with demo.resources.database.company(demo.company_id) as session:
        rows = await session.execute(select(Contact.name, Contact.phone))
        phones = {name: phone for name, phone in rows if phone}
    parse = demo.resources.open_meta_reader([]).parse
    address = demo.resources.settings.meta_graph_base_url.rstrip("/") + "/sandbox/api/phones/"
    events = []
    async with httpx.AsyncClient(base_url=address, timeout=10) as sandbox:
        for one in said:
            if one.who in phones:
                answer = await sandbox.post(f"{phones[one.who]}/send", json=_wish(one))
                answer.raise_for_status()
                events += parse(json.dumps(answer.json()["webhook"]).encode())
    routed = [Routed(demo.connection_id, event) for event in events]
    if not routed:
        return
    changed = await inbound.accept(demo.resources.database, demo.company_id, routed)
    for media_id in changed.media_ids:
        await starters.follow_media(demo.resources.temporal, MediaRef(demo.company_id, media_id))


def _wish(said: Said) -> dict[str, Any]:
    words = {"type": said.kind, "body": said.body, "profile_name": said.who}
    return {**words, "seconds_ago": said.ago * 60, **(said.more or {})}


async def _answer(demo: Demo) -> None:
    await _reply(
        demo, "Diego Fernandes", Text("Que bom, Diego! Qualquer coisa, é só chamar por aqui.")
    )
    await _reply(
        demo,
        "Camila Rocha",
        Text("Consegue sim, Camila! Separei um M no seu nome."),
        Text("É só trazer o vestido com a etiqueta, até _sábado_."),
    )
    question = Buttons(
        "Já pode, Gabriela! Você prefere retirar ou receber em casa?",
        (Button("pick-up", "Vou retirar"), Button("deliver", "Quero receber")),
    )
    await _reply(demo, "Gabriela Martins", question)
    await _reply(demo, "Heitor Barbosa", Text("Claro, Heitor! Até segunda."))


async def _reply(demo: Demo, who: str, *contents: Content) -> None:
    async with demo.resources.database.company(demo.company_id) as session:
        row = await _conversation(session, who)
        if row is None:
            return
        await conversations.assign(session, demo.eyes, row.id, demo.me)
        await replies.compose(
            session,
            demo.company_id,
            row.id,
            contents,
            author_id=demo.me,
            source="console",
            client_keys=[None] * len(contents),
        )
        await conversations.mark_read(session, demo.eyes, row.id)
        ref = ConversationRef(demo.company_id, row.id)
    await starters.follow_replies(demo.resources.temporal, ref)


async def _finish(demo: Demo) -> None:
    """A closed one, a snoozed one, one given away with a note, one that is urgent."""
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    eyes = demo.eyes
    async with demo.resources.database.company(demo.company_id) as session:
        if row := await _conversation(session, "Diego Fernandes"):
            await conversations.set_labels(session, eyes, row.id, [demo.labels["Elogio"]])
            await conversations.close(session, eyes, row.id)
        if row := await _conversation(session, "Heitor Barbosa"):
            await conversations.snooze(session, eyes, row.id, tomorrow)
        if row := await _conversation(session, "Gabriela Martins"):
            await conversations.set_labels(session, eyes, row.id, [demo.labels["Pedido"]])
        if row := await _conversation(session, "Ana Beatriz Souza"):
            await conversations.set_priority(session, eyes, row.id, Priority.HIGH)
        if row := await _conversation(session, "Camila Rocha"):
            await conversations.set_labels(session, eyes, row.id, [demo.labels["Troca"]])
            await _call_for_help(demo, session, row)


async def _call_for_help(demo: Demo, session: Any, row: Conversation) -> None:
    """A note of a colleague's, so that the bell of whoever looks around has something to tell."""
    author = next(iter(demo.colleagues.values()), None)
    me = await people.member(session, demo.me)
    if author is None or me is None:
        return
    words = f"@{me.name} o vestido M está separado na prateleira 3 do estoque."
    await notes.write(session, row, words, author_id=author, mention_ids=[demo.me])


async def _conversation(session: Any, who: str) -> Conversation | None:
    """Theirs that was spoken in last; nobody's when somebody renamed the contact."""
    found: Conversation | None = await session.scalar(
        select(Conversation)
        .join(Contact, Contact.id == Conversation.contact_id)
        .where(Contact.name == who)
        .order_by(Conversation.last_message_at.desc())
        .limit(1)
    )
    return found
