"""Uploading, fetching and deleting media, and the upload sessions of template headers."""

import base64
import hashlib
import hmac
import secrets
import time

from starlette.datastructures import UploadFile
from starlette.responses import Response

from sandbox.meta.endpoints import MESSAGING, Call, answer, success
from sandbox.meta.errors import GraphError, invalid, numbered, unknown_object
from sandbox.meta.model import Media
from sandbox.meta.world import World

_MEGABYTE = 1_000_000
# What may be uploaded, and how big, by the start of its type.
_LIMITS = {
    "image/webp": _MEGABYTE // 2,
    "image/": 5 * _MEGABYTE,
    "video/": 16 * _MEGABYTE,
    "audio/": 16 * _MEGABYTE,
    "application/": 100 * _MEGABYTE,
    "text/plain": 100 * _MEGABYTE,
}


async def upload(call: Call) -> Response:
    number = call.reached(
        call.world.numbers.get(call.node), lambda n: n.account_id, call.token(MESSAGING)
    )
    async with call.request.form() as form:
        file = form.get("file")
        if form.get("messaging_product") != "whatsapp":
            raise invalid("The parameter messaging_product is required.")
        if not isinstance(file, UploadFile):
            raise invalid("The parameter file is required.")
        mime_type = str(form.get("type") or file.content_type or "")
        content = await file.read()
    _check(mime_type, len(content))
    media = keep(call.world, number.id, mime_type, content)
    return answer({"id": media.id})


def keep(world: World, number_id: str, mime_type: str, content: bytes) -> Media:
    """Store media of a number, whether the business uploaded it or a customer sent it."""
    number = world.numbers[number_id]
    media = Media(
        world.new_id("4490"),
        number_id,
        mime_type,
        content,
        base64.b64encode(hashlib.sha256(content).digest()).decode(),
        number.account_id,
    )
    world.media[media.id] = media
    return media


async def read(call: Call) -> Response:
    media = _owned(call)
    return answer(
        {
            "messaging_product": "whatsapp",
            "url": _address(call, media),
            "mime_type": media.mime_type,
            "sha256": media.sha256,
            "file_size": str(len(media.content)),
            "id": media.id,
        }
    )


async def download(call: Call) -> Response:
    """The address from `read`: Meta, too, asks for the token here, and for some minutes only."""
    media = _owned(call)
    query = call.request.query_params
    end = query.get("ext", "")
    right = hmac.compare_digest(query.get("hash", ""), _signed(call.world, media.id, end))
    if not right or int(end) < time.time():
        return Response("URL signature expired", 404)
    return Response(media.content, media_type=media.mime_type)


async def delete(call: Call) -> Response:
    del call.world.media[_owned(call).id]
    return success()


async def open_session(call: Call) -> Response:
    """`POST /{app-id}/uploads`: where the example of a template's header goes."""
    call.token()
    if call.node not in (call.world.options.app_id, "app"):
        raise unknown_object(call.node, "POST")
    wanted = {**call.request.query_params, **await call.body()}
    for name in ("file_length", "file_type"):
        if not wanted.get(name):
            raise invalid(f"The parameter {name} is required.")
    session = "upload:" + secrets.token_urlsafe(24)
    call.world.uploads[session] = {**wanted, "received": b""}
    return answer({"id": session})


async def continue_session(call: Call) -> Response:
    call.token()
    session = call.world.uploads[call.node]
    offset = int(call.request.headers.get("file_offset", "0"))
    if offset != len(session["received"]):
        raise GraphError(1, "(#1) The file offset does not continue what was received.", status=400)
    session["received"] += await call.request.body()
    if len(session["received"]) < int(session["file_length"]):
        return answer({"id": call.node, "file_offset": len(session["received"])})
    kind = base64.b64encode(str(session["file_type"]).encode()).decode()
    return answer({"h": f"4::{kind}:{secrets.token_urlsafe(32)}"})


async def session_offset(call: Call) -> Response:
    call.token()
    session = call.world.uploads[call.node]
    return answer({"id": call.node, "file_offset": len(session["received"])})


def _address(call: Call, media: Media) -> str:
    """Signed and with an end: a new one for each question."""
    end = str(int(time.time() + call.world.behaviour.media_address_lives))
    address = call.request.url_for("media_content", node=media.id)
    signed = _signed(call.world, media.id, end)
    return str(address.include_query_params(mid=media.id, ext=end, hash=signed))


def _signed(world: World, media_id: str, end: str) -> str:
    key = world.options.app_secret.encode()
    return hmac.new(key, f"{media_id}|{end}".encode(), hashlib.sha256).hexdigest()


def _owned(call: Call) -> Media:
    token = call.token(MESSAGING)
    return call.reached(call.world.media.get(call.node), lambda m: m.account_id, token)


def _check(mime_type: str, size: int) -> None:
    limit = next((most for start, most in _LIMITS.items() if mime_type.startswith(start)), None)
    if limit is None:
        raise invalid(
            f'Param file must be a file with one of the supported types - got "{mime_type}".'
        )
    if size > limit:
        raise numbered(
            131053, f"Media file size too big. Max file size we currently support: {limit} bytes."
        )
