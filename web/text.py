"""Refuses forms and addresses with text that no table can hold."""

from fastapi import Request

from schemas.errors import InvalidInput
from schemas.text import storable
from web.i18n import mark


async def refuse_unstorable_text(request: Request) -> None:
    """Uploads are left to their own routes: reading them here would load them twice."""
    texts = [str(value) for value in request.path_params.values()]
    texts += [part for pair in request.query_params.multi_items() for part in pair]
    if request.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded"):
        form = await request.form()
        texts += [part for pair in form.multi_items() for part in pair if isinstance(part, str)]
    if not all(map(storable, texts)):
        raise InvalidInput(mark("This text contains characters that cannot be stored."))
