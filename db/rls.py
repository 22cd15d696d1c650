"""Row security as SQL for migrations: one policy for every company table.

Catalogued and tested by tests/architecture/test_tenancy.py.
"""

OWNER_ROLE = "master_ia_owner"
APP_ROLE = "master_ia_app"
SYSTEM_ROLE = "master_ia_system"

# Tables without company data, each with the reason it has no policy.
PLATFORM_TABLES = {
    "alembic_version": "migration bookkeeping; only the owner writes it",
    "sessions": "looked up before the company is known; only master_ia_system may touch it",
    "channel_routes": "says which company an inbound webhook belongs to; system role only",
    "hook_routes": "says whose hook a token is; system role only",
    "link_domains": "says whose short links a host name serves; system role only",
    "unrouted_events": "signed events of accounts nobody has connected; system role only",
}

# Platform tables keep out of the app role's reach altogether.
SYSTEM_ONLY_TABLES = (
    "sessions",
    "channel_routes",
    "hook_routes",
    "link_domains",
    "unrouted_events",
)

# NULLIF: a setting that was once set in a session reads '' after the transaction ends.
_CURRENT_COMPANY = "NULLIF(current_setting('app.company_id', true), '')::uuid"


def protect(table: str, *, condition: str | None = None) -> list[str]:
    """Statements that force row security on a table and add the company policy."""
    rule = condition or f"company_id = {_CURRENT_COMPANY}"
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY company_only ON {table} USING ({rule}) WITH CHECK ({rule})",
    ]


def protect_companies() -> list[str]:
    """A company sees its own row."""
    return protect("companies", condition=f"id = {_CURRENT_COMPANY}")


def protect_users() -> list[str]:
    """A company sees the people who work in it; memberships are filtered by their own policy."""
    return protect("users", condition="id IN (SELECT user_id FROM memberships)")


def grant_app(table: str) -> str:
    return f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP_ROLE}"


def grant_system(table: str) -> str:
    return f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {SYSTEM_ROLE}"
