"""Twilio's API where a person waits, or a sweep: the account, its numbers, what it sent."""

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import httpx

from providers import twilio_codes, twilio_reader
from providers.base import OutcomeUnknown, ProviderError, Recovery, Rejected, Throttled, Unavailable
from providers.management import Refused
from providers.meta_json import Json, items, mapping, text
from providers.sms import Login, RemoteAccount, SentSms, SmsNumber
from providers.sms_numbers import ORDER_MARK
from providers.twilio_calls import API, twilio_error
from schemas.accounts import RemoteNumber
from schemas.enums import DeliveryStatus

_PAGE = "100"
_MOST_PAGES = 50
# Of what one person got from one number in the last day.
_MOST_SENT_PAGES = 5
_SERVER_ERROR, _TOO_MANY = 500, 429
_NOT_FOUND = "20404"
# Segments a second Twilio sends by itself: a long code of the US or Canada, one that is free to
# call; others differ by country, and a person may say more.
_LONG_CODE, _TOLL_FREE, _ABROAD = 1, 3, 10
_FREE_TO_CALL = tuple(f"+1{code}" for code in (800, 833, 844, 855, 866, 877, 888))


class TwilioManagement:
    """Implements SmsManagement."""

    def __init__(self, http: httpx.AsyncClient, base_url: str, messaging_url: str) -> None:
        self._http = http
        self._base = base_url.rstrip("/")
        self._messaging = messaging_url.rstrip("/")

    async def account(self, login: Login) -> RemoteAccount:
        found = await self.call(
            "GET", f"{self._base}/{API}/Accounts/{login.account_sid}.json", login
        )
        return RemoteAccount(text(found.get("friendly_name")), text(found.get("status")))

    async def numbers(self, login: Login) -> list[RemoteNumber]:
        path = f"/{API}/Accounts/{login.account_sid}/IncomingPhoneNumbers.json?PageSize={_PAGE}"
        rows = [row async for row in self._all(login, path, "incoming_phone_numbers")]
        return [_number(row) for row in rows if _can_sms(row)]

    async def services(self, login: Login) -> list[RemoteNumber]:
        found: list[RemoteNumber] = []
        uri: str | None = f"/v1/Services?PageSize={_PAGE}"
        for _ in range(_MOST_PAGES):
            if uri is None:
                break
            page = await self.call("GET", self._messaging + uri, login)
            found += [_service(row) for row in items(page.get("services"))]
            uri = _uri(text(mapping(page.get("meta")).get("next_page_url")))
        return found

    async def sent(self, number: SmsNumber, to: str, since: datetime) -> list[SentSms]:
        # Not by DateSent: what still waits in Twilio's queue has none, and is what we look for.
        query = {"To": to, "PageSize": _PAGE}
        if not number.is_service:
            query["From"] = number.phone
        account = number.login.account_sid
        path = f"/{API}/Accounts/{account}/Messages.json?{httpx.QueryParams(query)}"
        found = []
        async for row in self._all(number.login, path, "messages", most=_MOST_SENT_PAGES):
            created_at = _when(row)
            if created_at < since:
                break
            if _is_ours(row, number):
                found.append(_sent(row, created_at))
        return found

    async def message(self, login: Login, provider_id: str) -> SentSms | None:
        account = f"{self._base}/{API}/Accounts/{login.account_sid}"
        try:
            row = await self.call("GET", f"{account}/Messages/{provider_id}.json", login)
        except Refused as refusal:
            if refusal.code == _NOT_FOUND:
                return None
            raise
        return _sent(row, _when(row))

    async def call(
        self, method: str, url: str, login: Login, form: Mapping[str, str] | None = None
    ) -> Json:
        """The answer's JSON; every failure is one of the ProviderErrors."""
        headers = {"Authorization": login.authorization}
        try:
            response = await self._http.request(method, url, data=form, headers=headers)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise Unavailable(str(error)) from error
        except httpx.HTTPError as error:
            raise OutcomeUnknown(str(error)) from error
        if response.is_success:
            return _json(response)
        raise _failure(response.status_code, response.content)

    async def _all(
        self, login: Login, path: str, key: str, *, most: int = _MOST_PAGES
    ) -> AsyncIterator[Json]:
        """The rows of a list, page after page, by its own links."""
        uri: str | None = path
        for _ in range(most):
            if uri is None:
                return
            page = await self.call("GET", self._base + uri, login)
            for row in items(page.get(key)):
                yield row
            uri = _uri(text(page.get("next_page_uri")))


def _uri(link: str) -> str | None:
    """Path and query alone: whatever host a link names, our credentials go to the one we know."""
    parts = urlsplit(link)
    return f"{parts.path}?{parts.query}" if parts.path else None


def _json(response: httpx.Response) -> Json:
    if not response.content:
        return {}
    try:
        return mapping(response.json())
    except ValueError as error:
        raise OutcomeUnknown("the answer is unreadable") from error


def _failure(status: int, content: bytes) -> ProviderError:
    error = twilio_error(content)
    if status >= _SERVER_ERROR:
        return OutcomeUnknown(f"HTTP {status}")
    if error is None and status == _TOO_MANY:
        return Throttled("http_429", twilio_codes.DEFAULT_PAUSE)
    if error is None:
        return Refused(
            f"http_{status}", "The answer did not come from Twilio", Recovery.PAUSE_CONNECTION
        )
    verdict = twilio_codes.failure(*error)
    if isinstance(verdict, Rejected):
        return Refused(verdict.code, verdict.detail, verdict.recovery)
    return verdict


def _can_sms(row: Json) -> bool:
    """Capabilities are spelled in either case; where none are told, nothing forbids it."""
    told = {name.lower(): value for name, value in mapping(row.get("capabilities")).items()}
    return told.get("sms") is not False


def _number(row: Json) -> RemoteNumber:
    phone, name = text(row.get("phone_number")), text(row.get("friendly_name"))
    # The name of one that was bought here says which order it was: nothing for people.
    shown = "" if name == phone or name.startswith(ORDER_MARK) else name
    return RemoteNumber(text(row.get("sid")), phone, shown, "UNKNOWN", rate_of(phone))


def rate_of(phone: str) -> int:
    """Segments a second a number may send by itself."""
    if phone.startswith(_FREE_TO_CALL):
        return _TOLL_FREE
    return _LONG_CODE if phone.startswith("+1") else _ABROAD


def _service(row: Json) -> RemoteNumber:
    sid = text(row.get("sid"))
    return RemoteNumber(sid, text(row.get("friendly_name")) or sid, "", "UNKNOWN", _ABROAD)


def _is_ours(row: Json, number: SmsNumber) -> bool:
    if text(row.get("direction")) == "inbound":
        return False
    return not number.is_service or text(row.get("messaging_service_sid")) == number.sid


def _when(row: Json, name: str = "date_created") -> datetime:
    try:
        moment = parsedate_to_datetime(text(row.get(name)))
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _sent(row: Json, created_at: datetime) -> SentSms:
    code, status = row.get("error_code"), twilio_reader.STATUSES.get(text(row.get("status")))
    failed = status is DeliveryStatus.FAILED
    return SentSms(
        provider_id=text(row.get("sid")),
        body=text(row.get("body")),
        status=status,
        error_code=(str(code) if code else text(row.get("status"))) if failed else None,
        recovery=twilio_reader.recovery(str(code or "")) if failed else None,
        created_at=created_at,
        changed_at=max(created_at, _when(row, "date_updated")),
    )
