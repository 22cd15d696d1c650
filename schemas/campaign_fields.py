"""What people and programs may set on a campaign before it is launched."""

from collections.abc import Mapping
from typing import TypedDict
from uuid import UUID

from schemas.audiences import Audience


class DraftFields(TypedDict, total=False):
    """What may be set; a key that is absent leaves its value alone."""

    name: str
    external_id: str | None
    phone_number_id: UUID | None
    template_id: UUID | None
    audience: Audience
    bindings: Mapping[str, object]
    rate_per_second: int | None
