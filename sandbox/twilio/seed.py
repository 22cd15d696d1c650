"""The account a fresh sandbox has: two numbers and a messaging service."""

import time
from typing import TYPE_CHECKING

from sandbox.twilio.model import Account, ApiKey, Number, Service

if TYPE_CHECKING:
    from sandbox.twilio.world import TwilioWorld

# Of a stand-in, printed in its documentation: they protect nothing.
ACCOUNT_SID = "AC" + "5a" * 16
API_KEY_SID = "SK" + "5a" * 16
API_KEY_SECRET = "sandbox-twilio-api-key-secret"  # noqa: S105
NUMBERS = (("PN" + "51" * 16, "+551150550006"), ("PN" + "52" * 16, "+15005550006"))
SERVICE_SID = "MG" + "5a" * 16


def plant(twilio: "TwilioWorld") -> None:
    now = time.time()
    account = Account(ACCOUNT_SID, twilio.world.options.twilio_auth_token, "Padaria do Bairro")
    twilio.accounts[account.sid] = account
    twilio.keys[API_KEY_SID] = ApiKey(API_KEY_SID, API_KEY_SECRET, account.sid)
    for sid, phone in NUMBERS:
        twilio.numbers[sid] = Number(sid, account.sid, phone, phone, created_at=now)
    service = Service(SERVICE_SID, account.sid, "Padaria: avisos", created_at=now)
    twilio.services[service.sid] = service
    twilio.numbers[NUMBERS[1][0]].service_sid = service.sid
