"""Ids as programs outside see them: a prefix that says what it is, then the UUID's 32 hex digits."""

import re
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import PydanticCustomError, core_schema

from schemas.errors import NotFound

_EXAMPLE = "0199b3c8f0a77c31a5d20e4b6f8c9d10"


@dataclass(frozen=True, slots=True)
class Prefixed:
    """A UUID inside, `ct_0199b3c8…` outside. Python code may also pass a UUID."""

    prefix: str

    def __get_pydantic_core_schema__(
        self, _source: object, _handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self.parse,
            serialization=core_schema.plain_serializer_function_ser_schema(
                self.format, return_schema=core_schema.str_schema()
            ),
        )

    def __get_pydantic_json_schema__(
        self, _schema: core_schema.CoreSchema, _handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {
            "type": "string",
            "pattern": f"^{self.prefix}_[0-9a-f]{{32}}$",
            "examples": [f"{self.prefix}_{_EXAMPLE}"],
        }

    def parse(self, value: object) -> UUID:
        if isinstance(value, UUID):
            return value
        if isinstance(value, str):
            found = re.fullmatch(rf"{self.prefix}_([0-9a-f]{{32}})", value)
            if found:
                return UUID(hex=found[1])
        raise PydanticCustomError(
            "invalid_id",
            "Not an id of this kind; it looks like {example}.",
            {"example": f"{self.prefix}_{_EXAMPLE}"},
        )

    def format(self, value: UUID) -> str:
        return f"{self.prefix}_{value.hex}"


COMPANY = Prefixed("co")
USER = Prefixed("usr")
API_KEY = Prefixed("key")
CONTACT = Prefixed("ct")
CONTACT_FIELD = Prefixed("fld")
TAG = Prefixed("tag")
SEGMENT = Prefixed("seg")
IMPORT = Prefixed("imp")
CONNECTION = Prefixed("con")
NUMBER = Prefixed("num")
NUMBER_ORDER = Prefixed("nord")
TEMPLATE = Prefixed("tpl")
CAMPAIGN = Prefixed("cmp")
RECIPIENT = Prefixed("rcp")
EVENT = Prefixed("evt")
CONVERSATION = Prefixed("conv")
MESSAGE = Prefixed("msg")
LABEL = Prefixed("lbl")
CANNED_REPLY = Prefixed("canned")
TEAM = Prefixed("team")
MEDIA = Prefixed("med")
MERGE = Prefixed("mrg")
RATE = Prefixed("rate")
TOPIC = Prefixed("top")
SERIES = Prefixed("srs")
PORTFOLIO = Prefixed("pf")
# By the number, connection or template that stopped.
BREAKER = Prefixed("brk")
CADENCE = Prefixed("cad")
ENROLMENT = Prefixed("enr")
CADENCE_SOURCE = Prefixed("csrc")
CADENCE_JOB = Prefixed("cjob")
STAGE = Prefixed("stg")
HOOK = Prefixed("hook")
HOOK_REQUEST = Prefixed("hreq")
ENDPOINT = Prefixed("we")
RULE = Prefixed("rule")
RULE_RUN = Prefixed("run")
# Also what a receiver knows a message by: its webhook-id.
DELIVERY = Prefixed("whd")

CompanyId = Annotated[UUID, COMPANY]
UserId = Annotated[UUID, USER]
ApiKeyId = Annotated[UUID, API_KEY]
ContactId = Annotated[UUID, CONTACT]
FieldId = Annotated[UUID, CONTACT_FIELD]
TagId = Annotated[UUID, TAG]
SegmentId = Annotated[UUID, SEGMENT]
ImportId = Annotated[UUID, IMPORT]
ConnectionId = Annotated[UUID, CONNECTION]
NumberId = Annotated[UUID, NUMBER]
NumberOrderId = Annotated[UUID, NUMBER_ORDER]
TemplateId = Annotated[UUID, TEMPLATE]
CampaignId = Annotated[UUID, CAMPAIGN]
RecipientId = Annotated[UUID, RECIPIENT]
EventId = Annotated[UUID, EVENT]
ConversationId = Annotated[UUID, CONVERSATION]
MessageId = Annotated[UUID, MESSAGE]
LabelId = Annotated[UUID, LABEL]
CannedReplyId = Annotated[UUID, CANNED_REPLY]
TeamId = Annotated[UUID, TEAM]
MediaId = Annotated[UUID, MEDIA]
MergeId = Annotated[UUID, MERGE]
RateId = Annotated[UUID, RATE]
TopicId = Annotated[UUID, TOPIC]
SeriesId = Annotated[UUID, SERIES]
PortfolioId = Annotated[UUID, PORTFOLIO]
BreakerId = Annotated[UUID, BREAKER]
CadenceId = Annotated[UUID, CADENCE]
EnrolmentId = Annotated[UUID, ENROLMENT]
SourceId = Annotated[UUID, CADENCE_SOURCE]
CadenceJobId = Annotated[UUID, CADENCE_JOB]
StageId = Annotated[UUID, STAGE]
HookId = Annotated[UUID, HOOK]
HookRequestId = Annotated[UUID, HOOK_REQUEST]
EndpointId = Annotated[UUID, ENDPOINT]
RuleId = Annotated[UUID, RULE]
RuleRunId = Annotated[UUID, RULE_RUN]
DeliveryId = Annotated[UUID, DELIVERY]


def parse_or_missing(kind: Prefixed, what: str, value: str) -> UUID:
    """An id from an address; one of another shape names nothing."""
    try:
        return kind.parse(value)
    except PydanticCustomError as error:
        raise NotFound(what, value) from error
