"""Companies from before there were stages get those that new ones begin with."""

from uuid import uuid4

from sqlalchemy import Connection, text

from tests.consents.test_migration import _migrate, older

__all__ = ["older"]


def test_companies_that_were_there_get_stages_in_their_language(older: Connection) -> None:
    _migrate(older, "0060")
    ours, theirs = uuid4(), uuid4()
    for company, locale in ((ours, "pt_BR"), (theirs, "en")):
        older.execute(
            text("INSERT INTO companies (id, name, locale) VALUES (:id, 'Loja', :locale)"),
            {"id": company, "locale": locale},
        )
    older.commit()
    _migrate(older, "0070")
    names = "SELECT name FROM stages WHERE company_id = :id ORDER BY position"
    assert older.scalars(text(names), {"id": ours}).all() == [
        "Novo",
        "Em conversa",
        "Qualificado",
        "Ganho",
        "Perdido",
    ]
    assert older.scalars(text(names), {"id": theirs}).all() == [
        "New",
        "In conversation",
        "Qualified",
        "Won",
        "Lost",
    ]
    outcomes = "SELECT outcome FROM stages WHERE company_id = :id ORDER BY position"
    assert older.scalars(text(outcomes), {"id": ours}).all() == ["open"] * 3 + ["won", "lost"]
    forced = "SELECT relforcerowsecurity FROM pg_class WHERE relname = 'companies'"
    assert older.scalar(text(forced)) is True
