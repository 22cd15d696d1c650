"""If-Match: a change is made only to the version the caller has seen."""

import re
from typing import Annotated

from fastapi import Depends, Header

from schemas.errors import PreconditionFailed


def _seen_version(
    if_match: Annotated[
        str | None,
        Header(max_length=100, description="The ETag you saw; 412 when it has changed since."),
    ] = None,
) -> int | None:
    if if_match is None or if_match.strip() == "*":
        return None
    found = re.fullmatch(r'(?:W/)?"?(\d{1,9})"?', if_match.strip())
    if found is None:
        raise PreconditionFailed("If-Match must be an ETag of this resource.")
    return int(found[1])


SeenVersion = Annotated[int | None, Depends(_seen_version)]
