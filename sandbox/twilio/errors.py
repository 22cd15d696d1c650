"""Errors in Twilio's shape."""

from starlette.responses import JSONResponse, Response

MESSAGES: dict[int, tuple[int, str]] = {
    20001: (400, "Invalid parameter: {}"),
    20003: (401, "Authenticate"),
    20404: (404, "The requested resource {} was not found"),
    20429: (429, "Too Many Requests"),
    20500: (500, "An internal server error has occurred"),
    21211: (400, "The 'To' number {} is not a valid phone number."),
    21266: (400, "'To' and 'From' number cannot be the same: {}"),
    21408: (400, "Permission to send an SMS has not been enabled for the region indicated by {}."),
    21602: (400, "Message body is required."),
    21603: (400, "A 'From' phone number is required."),
    21604: (400, "A 'To' phone number is required."),
    21421: (400, "The phone number {} is invalid"),
    21422: (400, "The phone number {} is not available"),
    21606: (400, "The 'From' phone number {} is not a valid, SMS-capable number of your account."),
    21609: (400, "The 'StatusCallback' URL {} is not a valid URL."),
    21610: (400, "Attempt to send to unsubscribed recipient"),
    21611: (429, "This 'From' number has exceeded the maximum number of queued messages"),
    21614: (400, "'To' number {} is not a valid mobile number"),
    21617: (400, "The concatenated message body exceeds the 1600 character limit"),
    21631: (400, "Phone Number Requires an Address but the 'AddressSid' parameter was empty"),
    21701: (400, "The Messaging Service does not exist"),
    21703: (400, "The Messaging Service contains no phone numbers"),
    21710: (409, "Phone Number or Short Code is already in the Messaging Service."),
}
# What a status callback's codes mean, for the page.
LATER: dict[int, str] = {
    30001: "Queue overflow",
    30003: "Unreachable destination handset",
    30004: "Message blocked",
    30005: "Unknown destination handset",
    30006: "Landline or unreachable carrier",
    30007: "Message filtered",
    30008: "Unknown error",
    30034: "Message from an unregistered number",
}


class TwilioError(Exception):
    def __init__(self, code: int, about: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.status, words = MESSAGES[code]
        self.words = words.format(about)

    def response(self) -> Response:
        body = {
            "code": self.code,
            "message": self.words,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }
        return JSONResponse(body, self.status)
