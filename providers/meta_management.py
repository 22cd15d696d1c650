"""Meta's Graph API where a person waits: accounts, numbers, tokens, templates, uploads."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime

import httpx

from providers import meta_codes
from providers.base import OutcomeUnknown, ProviderError, Recovery, Rejected, Throttled, Unavailable
from providers.management import (
    AppCredentials,
    Refused,
    Submitted,
    TemplateDraft,
    TokenFacts,
)
from providers.meta_json import Json, items, mapping, text
from schemas.accounts import RemoteNumber, RemotePortfolio, RemoteTemplate

_NUMBER_FIELDS = "id,display_phone_number,verified_name,quality_rating,throughput"
# Meta's names for people a day: since portfolios share it, and before.
_LIMIT, _TIER = "whatsapp_business_manager_messaging_limit", "messaging_limit_tier"
_PORTFOLIO_FIELDS = f"id,name,owner_business_info,{_LIMIT}"
_TEMPLATE_FIELDS = (
    "id,name,language,category,status,components,parameter_format,rejected_reason,quality_score"
)
_PAGE = "100"
_MOST_PAGES = 200
_RATES = {"HIGH": 1_000}
_STANDARD_RATE = 80
_SERVER_ERROR = 500
# "Message template not found", of a deletion.
_GONE = {"2593002"}


class Graph:
    """Calls with a token; every failure is one of ours."""

    def __init__(self, http: httpx.AsyncClient, base_url: str) -> None:
        self._http = http
        self._base = base_url

    async def call(
        self,
        method: str,
        path: str,
        authorization: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Json | None = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Json:
        try:
            response = await self._http.request(
                method,
                f"{self._base}/{path}",
                params=query,
                json=body,
                content=content,
                headers={"Authorization": authorization, **(headers or {})},
            )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise Unavailable(type(error).__name__) from error
        except httpx.HTTPError as error:
            raise OutcomeUnknown(type(error).__name__) from error
        if response.is_success:
            return _object(response.content)
        raise _failure(response.status_code, _object(response.content))


class MetaManagement:
    """Implements Management and Uploads."""

    def __init__(self, http: httpx.AsyncClient, base_url: str) -> None:
        self._graph = Graph(http, base_url)

    def account(self, account_id: str, token: str) -> "MetaAccount":
        return MetaAccount(self._graph, account_id, token)

    def templates(self, account_id: str, token: str) -> "MetaTemplates":
        return MetaTemplates(self._graph, account_id, token)

    async def inspect(self, token: str, app: AppCredentials) -> TokenFacts:
        answer = await self._graph.call(
            "GET",
            "debug_token",
            f"Bearer {app.app_id}|{app.secret}",
            query={"input_token": token},
        )
        facts = mapping(answer.get("data"))
        scopes = facts.get("scopes")
        return TokenFacts(
            valid=facts.get("is_valid") is True,
            app_id=text(facts.get("app_id")),
            scopes=tuple(map(str, scopes)) if isinstance(scopes, list) else (),
            expires_at=_earliest(facts.get("expires_at"), facts.get("data_access_expires_at")),
        )

    async def upload(self, token: str, app_id: str, name: str, kind: str, content: bytes) -> str:
        size = {"file_name": name, "file_length": str(len(content)), "file_type": kind}
        session = await self._graph.call("POST", f"{app_id}/uploads", f"Bearer {token}", query=size)
        done = await self._graph.call(
            "POST",
            text(session.get("id")),
            f"OAuth {token}",
            content=content,
            headers={"file_offset": "0"},
        )
        return text(done.get("h"))


class MetaAccount:
    def __init__(self, graph: Graph, account_id: str, token: str) -> None:
        self._graph = graph
        self._id = account_id
        self._authorization = f"Bearer {token}"

    async def name(self) -> str:
        query = {"fields": "id,name"}
        answer = await self._graph.call("GET", self._id, self._authorization, query=query)
        return text(answer.get("name"))

    async def portfolio(self) -> RemotePortfolio | None:
        """None where this token may not ask; the account is well all the same."""
        query = {"fields": _PORTFOLIO_FIELDS}
        try:
            answer = await self._graph.call("GET", self._id, self._authorization, query=query)
            limit = text(answer.get(_LIMIT)) or await self._limit_of_a_number()
        except Rejected:
            return None
        owner = mapping(answer.get("owner_business_info"))
        return RemotePortfolio(
            provider_id=text(owner.get("id")) or self._id,
            name=text(owner.get("name")) or text(answer.get("name")),
            daily_limit=limit,
        )

    async def _limit_of_a_number(self) -> str:
        """Where the account does not tell it, any of its numbers does, by the new or the old name."""
        found = await _all_pages(
            self._graph, f"{self._id}/phone_numbers", self._authorization, f"id,{_LIMIT},{_TIER}"
        )
        told = [text(row.get(_LIMIT)) or text(row.get(_TIER)) for row in found]
        return next(filter(None, told), "")

    async def numbers(self) -> list[RemoteNumber]:
        found = await _all_pages(
            self._graph, f"{self._id}/phone_numbers", self._authorization, _NUMBER_FIELDS
        )
        return [_number(row) for row in found]

    async def subscribe(self, callback: str | None = None, verify_token: str = "") -> None:
        body = {"override_callback_uri": callback, "verify_token": verify_token}
        await self._graph.call(
            "POST",
            f"{self._id}/subscribed_apps",
            self._authorization,
            body=body if callback else {},
        )


class MetaTemplates:
    def __init__(self, graph: Graph, account_id: str, token: str) -> None:
        self._graph = graph
        self._path = f"{account_id}/message_templates"
        self._authorization = f"Bearer {token}"

    async def all(self) -> list[RemoteTemplate]:
        found = await _all_pages(self._graph, self._path, self._authorization, _TEMPLATE_FIELDS)
        return [_template(row) for row in found]

    async def submit(self, draft: TemplateDraft) -> Submitted:
        if draft.provider_id:
            body: dict[str, object] = {"components": draft.components}
            if draft.category:
                body["category"] = draft.category.upper()
            await self._graph.call("POST", draft.provider_id, self._authorization, body=body)
            return Submitted(draft.provider_id, "pending", draft.category)
        answer = await self._graph.call(
            "POST",
            self._path,
            self._authorization,
            body={
                "name": draft.name,
                "language": draft.language,
                "category": draft.category.upper(),
                "parameter_format": draft.parameter_format.upper(),
                "allow_category_change": True,
                "components": draft.components,
            },
        )
        return Submitted(
            text(answer.get("id")),
            text(answer.get("status")).lower() or "pending",
            text(answer.get("category")).lower() or draft.category,
        )

    async def delete(self, name: str, provider_id: str) -> None:
        query = {"name": name, "hsm_id": provider_id}
        try:
            await self._graph.call("DELETE", self._path, self._authorization, query=query)
        except Refused as error:
            if error.subcode not in _GONE:
                raise


async def _all_pages(graph: Graph, path: str, authorization: str, fields: str) -> list[Json]:
    query, rows = {"fields": fields, "limit": _PAGE}, []
    for _ in range(_MOST_PAGES):
        answer = await graph.call("GET", path, authorization, query=query)
        rows += items(answer.get("data"))
        paging = mapping(answer.get("paging"))
        after = text(mapping(paging.get("cursors")).get("after"))
        if not after or not paging.get("next"):
            return rows
        query = {**query, "after": after}
    return rows


def _number(row: Json) -> RemoteNumber:
    level = text(mapping(row.get("throughput")).get("level")).upper()
    return RemoteNumber(
        provider_id=text(row.get("id")),
        display_phone=text(row.get("display_phone_number")),
        verified_name=text(row.get("verified_name")),
        quality=text(row.get("quality_rating")).upper() or "UNKNOWN",
        rate_per_second=_RATES.get(level, _STANDARD_RATE),
    )


def _template(row: Json) -> RemoteTemplate:
    components = row.get("components")
    reason = text(row.get("rejected_reason"))
    quality = text(mapping(row.get("quality_score")).get("score"))
    return RemoteTemplate(
        provider_id=text(row.get("id")),
        name=text(row.get("name")),
        language=text(row.get("language")),
        category=text(row.get("category")).lower(),
        status=text(row.get("status")).lower(),
        components=list(components) if isinstance(components, list) else [],
        parameter_format=text(row.get("parameter_format")).lower() or "positional",
        rejected_reason=reason if reason and reason.upper() != "NONE" else None,
        quality=quality.upper() or "UNKNOWN",
    )


def _earliest(*seconds: object) -> datetime | None:
    """The first end that is one: 0 means never."""
    ends = [end for end in seconds if isinstance(end, int) and end > 0]
    return datetime.fromtimestamp(min(ends), UTC) if ends else None


def _object(content: bytes) -> Json:
    try:
        return mapping(json.loads(content))
    except ValueError:
        return {}


def _failure(status: int, answer: Json) -> ProviderError:
    error = mapping(answer.get("error"))
    code = error.get("code")
    if not isinstance(code, int):
        if status >= _SERVER_ERROR:
            return OutcomeUnknown(f"HTTP {status}")
        detail = "The answer did not come from Meta"
        return Refused(f"http_{status}", detail, Recovery.PAUSE_CONNECTION)
    details = text(mapping(error.get("error_data")).get("details"))
    words = text(error.get("error_user_msg")) or details or text(error.get("message"))
    failure = meta_codes.failure(code, words)
    if isinstance(failure, Throttled):
        return failure
    assert isinstance(failure, Rejected)
    return Refused(
        str(code),
        words[:500],
        failure.recovery,
        subcode=text(error.get("error_subcode")),
        trace_id=text(error.get("fbtrace_id")),
    )
