"""CSV as the spreadsheet of the person who downloads it opens it."""

from collections.abc import AsyncIterator

from starlette.responses import Response, StreamingResponse

from web import i18n

# Without it Excel takes UTF-8 for the code page of the computer.
_MARK = "\ufeff"
# Where the comma parts decimals, Excel parts cells by the semicolon.
_SEPARATORS = {"pt_BR": ";"}


def separator() -> str:
    return _SEPARATORS.get(i18n.active_locale(), ",")


def csv_file(lines: AsyncIterator[str], name: str) -> StreamingResponse:
    return StreamingResponse(
        _marked(lines),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def csv_text(text: str, name: str) -> Response:
    """A short one, all at once."""
    return Response(
        _MARK + text,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


async def _marked(lines: AsyncIterator[str]) -> AsyncIterator[str]:
    yield _MARK
    async for line in lines:
        yield line
