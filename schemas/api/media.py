"""Files of messages, as programs see them."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from schemas.api.ids import MediaId
from schemas.enums import MediaStatus

Kind = Literal["image", "video", "audio", "voice", "document", "sticker"]


class MediaRead(BaseModel):
    id: MediaId
    kind: str = Field(description="image, video, audio, voice, document or sticker.")
    status: MediaStatus = Field(
        description="`pending`: the provider is still asked for it. `refused` and `failed`: see"
        " `reason`."
    )
    reason: str | None = Field(description="Why it is not here: a stable code.")
    mime_type: str = Field(description="Found in the bytes; not what somebody claimed.")
    filename: str
    size: int | None
    width: int | None
    height: int | None
    seconds: int | None
    url: str | None = Field(
        description="Its bytes, without a key, for 15 to 30 minutes; ask again for a new one."
    )
    created_at: datetime
