"""An inbox with as many conversations and messages as wanted, written by the database itself."""

from uuid import UUID

from sqlalchemy import create_engine, text

# Made anew at the end: a million rows through a finished index take many times as long.
_INDEXES = (
    "ix_messages_search",
    "ix_messages_timeline",
    "ix_messages_outbox",
    "uq_messages_client_key",
    "ix_messages_modifies",
)
_DEFINITIONS = text(
    "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'messages' "
    "AND indexname = ANY(:names)"
)
_CONTACTS = text(
    """
    INSERT INTO contacts (company_id, id, name, phone, phone_key, last_inbound_at)
    SELECT :company_id, ('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid,
           (ARRAY['Ana', 'Bruno', 'Carla', 'Davi', 'Elisa', 'Fábio'])[1 + i % 6] || ' ' || i,
           '+55119' || lpad(i::text, 8, '0'), '5511' || lpad(i::text, 8, '0'), now()
    FROM generate_series(CAST(:first AS int), :last) i
    """
)
_CONVERSATIONS = text(
    """
    INSERT INTO conversations (company_id, id, contact_id, phone_number_id, status, assignee_id,
                               last_message_at, last_message_id, unread_count, last_inbound_at)
    SELECT :company_id, ('00000000-0000-7000-8001-' || lpad(to_hex(i), 12, '0'))::uuid,
           ('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, :number_id,
           CASE WHEN i % 5 = 0 THEN 'open' ELSE 'closed' END,
           CASE WHEN i % 15 = 0 THEN CAST(:user_id AS uuid) END,
           at, ('00000000-0000-7000-8002-' || lpad(to_hex(i * 1000 + :each - 1), 12, '0'))::uuid,
           i % 3, at
    FROM generate_series(CAST(:first AS int), :last) i,
         LATERAL (SELECT now() - make_interval(secs => (i * 7919) % 2000000) AS at) t
    """
)
# Each conversation's messages go back from its last one, an hour apart; a third are ours.
_MESSAGES = text(
    """
    INSERT INTO messages (company_id, id, conversation_id, contact_id, phone_number_id, direction,
                          kind, body, provider_id, occurred_at, status)
    SELECT c.company_id,
           ('00000000-0000-7000-8002-' || lpad(to_hex(i * 1000 + n), 12, '0'))::uuid,
           c.id, c.contact_id, c.phone_number_id, CASE WHEN n % 3 = 1 THEN 'out' ELSE 'in' END,
           'text',
           (ARRAY['Oi, tudo bem? Qual é o preço da promoção', 'Obrigado! O pedido chegou',
                  'Podemos marcar uma visita amanhã às', 'Quero cancelar a assinatura número',
                  'Boa tarde, vocês entregam no bairro'])[1 + (i + n) % 5] || ' ' || i || '?',
           'wamid.' || i || '.' || n, c.last_message_at - make_interval(hours => :each - 1 - n),
           CASE WHEN n % 3 = 1 THEN 'read' END
    FROM generate_series(CAST(:first AS int), :last) i
    JOIN conversations c
      ON c.company_id = :company_id
     AND c.id = ('00000000-0000-7000-8001-' || lpad(to_hex(i), 12, '0'))::uuid,
    generate_series(0, :each - 1) n
    """
)


def conversation_id(i: int) -> UUID:
    return UUID(f"00000000-0000-7000-8001-{i:012x}")


def fill(
    owner_url: str,
    company_id: UUID,
    number_id: UUID,
    user_id: UUID,
    *,
    first: int,
    last: int,
    each: int,
) -> None:
    """Conversations `first` to `last` with `each` messages, as the login that owns everything."""
    values = {
        "company_id": company_id,
        "number_id": number_id,
        "user_id": user_id,
        "first": first,
        "last": last,
        "each": each,
    }
    engine = create_engine(owner_url)
    with engine.begin() as connection:
        rows = connection.execute(_DEFINITIONS, {"names": list(_INDEXES)})
        kept = {row.indexname: row.indexdef for row in rows}
        connection.execute(_CONTACTS, values)
        connection.execute(_CONVERSATIONS, values)
        for name in kept:
            connection.execute(text(f"DROP INDEX {name}"))
        connection.execute(_MESSAGES, values)
        connection.execute(text("SET LOCAL maintenance_work_mem = '1GB'"))
        for definition in kept.values():
            connection.execute(text(definition))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE contacts, conversations, messages"))
    engine.dispose()
