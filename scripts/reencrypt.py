"""`python -m scripts.reencrypt`: move every stored credential to the first key of ENCRYPTION_KEYS.

May be stopped and repeated at any time. When it says 0, no credential needs an older key.
"""

import asyncio

from db.session import Database
from services.credentials import reencrypt
from services.keyring import Keyring
from settings import Settings


async def main() -> int:
    settings = Settings()
    keyring = Keyring.parse(settings.encryption_keys.get_secret_value())
    database = Database.connect(settings.app_database, settings.system_database)
    try:
        result = await reencrypt(database, keyring)
    finally:
        await database.close()
    print(f"{result.moved} credentials were moved to the key {keyring.current}.")
    if result.unreadable:
        print(f"{result.unreadable} cannot be read with any key given: see the log, and enter them")
        print("again in the console. Keep the old keys until then.")
    return 1 if result.unreadable else 0


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main()))
