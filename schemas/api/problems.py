"""RFC 9457 problem details: the one shape of every error of the API."""

from pydantic import BaseModel, Field


class ProblemError(BaseModel):
    """One wrong part of the request."""

    pointer: str = Field(description="JSON pointer into the body, or `query/…`, `path/…`.")
    code: str
    detail: str


class Problem(BaseModel):
    type: str = Field(description="A stable address that names this kind of problem.")
    title: str
    status: int
    detail: str = Field(description="For people, in the language of Accept-Language.")
    instance: str
    code: str = Field(description="For programs; never translated, never changed.")
    errors: list[ProblemError] = []
    request_id: str = Field(description="Quote it when asking for help; also in X-Request-Id.")
