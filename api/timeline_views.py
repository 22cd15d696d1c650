"""Entries of a timeline as the API shows them."""

from collections.abc import Mapping, Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from api.errors import translate
from db.session import Session
from schemas.api import ids
from schemas.api.conversations import EntryRead, FileRead, MarkRead, QuoteRead
from schemas.media import MediaFile
from schemas.reasons import reason
from schemas.timeline import Entry, Quote
from services import media
from services.media import MediaLibrary

_CAMPAIGN = "campaign"
# What only the sender needs of a message that was frozen for it.
_INWARD = ("frozen", "fallback")


class TimelineViews:
    def __init__(self, request: Request) -> None:
        self._request = request
        self._library: MediaLibrary = request.app.state.media

    async def entries(self, session: Session, entries: Sequence[Entry]) -> list[EntryRead]:
        files = await self.files(session, [entry.id for entry in entries])
        return [self._entry(entry, files.get(entry.id, [])) for entry in entries]

    async def files(
        self, session: Session, message_ids: Sequence[UUID]
    ) -> dict[UUID, list[FileRead]]:
        found = await media.of_messages(session, message_ids)
        return {key: [self._file(file) for file in files] for key, files in found.items()}

    def words(self, code: str | None) -> str | None:
        return translate(self._request, reason(code).text) if code else None

    def _entry(self, entry: Entry, files: list[FileRead]) -> EntryRead:
        moments = entry.moments
        return EntryRead(
            id=_written(entry.id, entry.kind),
            at=entry.at,
            direction=entry.direction,
            kind=entry.kind,
            body=entry.body,
            content=outward(entry.payload),
            author_id=entry.author_id,
            author_name=entry.author_name,
            source=entry.source,
            status=entry.status,
            reason=entry.reason,
            reason_text=self.words(entry.reason),
            accepted_at=moments.accepted_at,
            sent_at=moments.sent_at,
            delivered_at=moments.delivered_at,
            read_at=moments.read_at,
            failed_at=moments.failed_at,
            reply_to=_quote(entry.quote) if entry.quote else None,
            reactions=[
                MarkRead(emoji=m.emoji, direction=m.direction, at=m.at) for m in entry.reactions
            ],
            files=files,
            edited_at=entry.edited_at,
            deleted_at=entry.deleted_at,
            campaign_id=entry.campaign_id,
        )

    def _file(self, file: MediaFile) -> FileRead:
        # A program has no session of the console: an address that needs none.
        address = self._library.public_address(file) if file.stored else None
        return FileRead(
            id=file.id,
            kind=file.kind,
            status=file.status,
            mime_type=file.mime_type,
            filename=file.filename,
            size=file.size,
            url=address,
        )


def outward(payload: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in payload.items() if key not in _INWARD}


def _written(key: UUID, kind: str) -> str:
    return (ids.RECIPIENT if kind == _CAMPAIGN else ids.MESSAGE).format(key)


def _quote(quote: Quote) -> QuoteRead:
    return QuoteRead(
        id=_written(quote.id, quote.kind) if quote.id else None, kind=quote.kind, body=quote.body
    )


TimelineViewsDep = Annotated[TimelineViews, Depends()]
