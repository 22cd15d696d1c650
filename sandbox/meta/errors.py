"""Meta's error body, and the errors the stand-in answers with."""

import json
import secrets
from typing import Any

from starlette.responses import Response

_DOCS = "https://developers.facebook.com/docs/graph-api"

# code → (HTTP status, title). The title is also what asynchronous failures carry.
TITLES: dict[int, tuple[int, str]] = {
    2: (500, "Service temporarily unavailable"),
    10: (403, "Application does not have permission for this action"),
    100: (400, "Invalid parameter"),
    190: (401, "Access token has expired"),
    200: (403, "You do not have the necessary permissions required"),
    130429: (429, "Rate limit hit"),
    130472: (400, "User's number is part of an experiment"),
    131000: (500, "Something went wrong"),
    131008: (400, "Required parameter is missing"),
    131009: (400, "Parameter value is not valid"),
    131021: (400, "Recipient cannot be sender"),
    131026: (400, "Message undeliverable"),
    131042: (400, "Business eligibility payment issue"),
    131047: (400, "Re-engagement message"),
    131048: (429, "Spam rate limit hit"),
    131049: (400, "This message was not delivered to maintain healthy ecosystem engagement."),
    131050: (400, "User has stopped receiving marketing messages from this business"),
    131051: (400, "Unsupported message type"),
    131052: (400, "Media download error"),
    131053: (400, "Media upload error"),
    131056: (429, "(Business Account, Consumer Account) pair rate limit hit"),
    132000: (400, "Number of parameters does not match the expected number of params"),
    132001: (404, "Template name does not exist in the translation"),
    132005: (400, "Translated text too long"),
    132012: (400, "Parameter format does not match format in the created template"),
    132015: (400, "Template is paused"),
    132016: (400, "Template is disabled"),
    133010: (400, "Phone number not registered"),
}

DETAILS: dict[int, str] = {
    130429: "Message failed to send because there were too many messages sent from this "
    "phone number in a short period of time.",
    130472: "Failed to send message because this user's phone number is part of an experiment.",
    131026: "Message undeliverable.",
    131042: "Message failed to send because there were one or more errors related to your "
    "payment method.",
    131047: "Message failed to send because more than 24 hours have passed since the customer "
    "last replied to this number.",
    131048: "Message failed to send because there are restrictions on how many messages can be "
    "sent from this phone number.",
    131049: "In order to maintain a healthy ecosystem engagement, the message failed to be "
    "delivered.",
    131050: "Message failed to send because the user has stopped receiving marketing messages "
    "from your business on WhatsApp.",
    131056: "Message failed to send because there were too many messages sent from this phone "
    "number to the same phone number in a short period of time.",
    132015: "Template is paused due to low quality so it cannot be sent in a template message.",
    132016: "Template is disabled due to low quality.",
    133010: "The business phone number is not registered on the WhatsApp Business Platform.",
}


class GraphError(Exception):
    """An answer in Meta's error shape."""

    def __init__(
        self,
        code: int,
        message: str,
        *,
        status: int = 400,
        kind: str = "OAuthException",
        **members: Any,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        self.body: dict[str, Any] = {
            "error": {
                "message": message,
                "type": kind,
                "code": code,
                **members,
                "fbtrace_id": "A" + secrets.token_urlsafe(16),
            }
        }

    def response(self) -> Response:
        headers = {}
        if self.status == TITLES[190][0]:
            headers["WWW-Authenticate"] = f'OAuth "Facebook Platform" "invalid_token" "{self}"'
        content = json.dumps(self.body, ensure_ascii=False).encode()
        return Response(content, self.status, headers, "application/json")


def numbered(code: int, details: str | None = None) -> GraphError:
    """A Cloud API error of the table, such as (#132000), with its details in words."""
    status, title = TITLES[code]
    return GraphError(
        code,
        f"(#{code}) {title}",
        status=status,
        error_data={
            "messaging_product": "whatsapp",
            "details": details or DETAILS.get(code, title),
        },
    )


def invalid(message: str) -> GraphError:
    """(#100) for a parameter that is missing, unknown or of the wrong kind."""
    return GraphError(100, f"(#100) {message}")


def unknown_object(node: str, method: str) -> GraphError:
    return GraphError(
        100,
        f"Unsupported {method.lower()} request. Object with ID '{node}' does not exist, cannot "
        "be loaded due to missing permissions, or does not support this operation. Please read "
        f"the Graph API documentation at {_DOCS}",
        kind="GraphMethodException",
        error_subcode=33,
    )


def template_rule(subcode: int, title: str, words: str) -> GraphError:
    """A refused template: code 100, what is wrong in the subcode and in words."""
    return GraphError(
        100,
        "Invalid parameter",
        error_subcode=subcode,
        is_transient=False,
        error_user_title=title,
        error_user_msg=words,
    )


def status_error(code: int) -> dict[str, Any]:
    """The same error as a failed status carries it."""
    title = TITLES[code][1]
    return {
        "code": code,
        "title": title,
        "message": title,
        "error_data": {"details": DETAILS.get(code, title)},
        "href": "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
    }
