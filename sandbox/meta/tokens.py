"""`/debug_token` and `/oauth/access_token`."""

import secrets
import time

from starlette.responses import Response

from sandbox.meta.endpoints import Call, answer, bearer
from sandbox.meta.errors import GraphError, invalid
from sandbox.meta.model import Token

_TWO_MONTHS = 5_184_000


async def debug_token(call: Call) -> Response:
    """What a token may do; asked for with the app's own token or any good one."""
    options = call.world.options
    if bearer(call.request) != f"{options.app_id}|{options.app_secret}":
        call.token()
    value = call.request.query_params.get("input_token")
    if not value:
        raise invalid("The parameter input_token is required.")
    token = call.world.tokens.get(value)
    return answer({"data": _bad(call, value) if token is None else _facts(call, token)})


async def exchange(call: Call) -> Response:
    """A long-lived token for a short one, the app's own token, or one for a sign-up code."""
    options, query = call.world.options, {**call.request.query_params, **await call.body()}
    if query.get("client_id") != options.app_id:
        raise GraphError(
            101, "Error validating application. Cannot get application info due to a system error."
        )
    if query.get("client_secret") != options.app_secret:
        raise GraphError(1, "Error validating client secret.")
    if query.get("grant_type") == "client_credentials":
        token_value = f"{options.app_id}|{options.app_secret}"
        return answer({"access_token": token_value, "token_type": "bearer"})
    old = None
    if query.get("grant_type") == "fb_exchange_token":
        old = call.world.tokens.get(str(query.get("fb_exchange_token")))
        if old is None:
            raise GraphError(190, "Invalid OAuth access token - Cannot parse access token")
    elif not query.get("code"):
        raise invalid("The parameter code is required.")
    fresh = _fresh(call, old)
    return answer({"access_token": fresh.value, "token_type": "bearer", "expires_in": _TWO_MONTHS})


def _fresh(call: Call, old: Token | None) -> Token:
    now = int(time.time())
    token = Token("EAA" + secrets.token_hex(24), issued_at=now, expires_at=now + _TWO_MONTHS)
    if old is not None:
        token.scopes, token.accounts = old.scopes, old.accounts
    call.world.tokens[token.value] = token
    return token


def _facts(call: Call, token: Token) -> dict[str, object]:
    valid = not token.revoked and not 0 < token.expires_at < time.time()
    return {
        "app_id": call.world.options.app_id,
        "type": "SYSTEM_USER",
        "application": "Master IA",
        "data_access_expires_at": 0,
        "expires_at": token.expires_at,
        "is_valid": valid,
        "issued_at": token.issued_at,
        "scopes": list(token.scopes),
        "granular_scopes": [
            {"scope": scope, **({"target_ids": list(token.accounts)} if token.accounts else {})}
            for scope in token.scopes
        ],
        "user_id": "122100000000000001",
    }


def _bad(call: Call, value: str) -> dict[str, object]:
    expired = value.startswith("expired-")
    error: dict[str, object] = {"code": 190, "message": "Invalid OAuth access token."}
    if expired:
        error |= {"message": "Error validating access token: Session has expired.", "subcode": 463}
    facts: dict[str, object] = {"error": error, "is_valid": False, "scopes": []}
    if expired:
        facts |= {"app_id": call.world.options.app_id, "expires_at": int(time.time()) - 3600}
    return facts
