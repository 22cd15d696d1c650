"""A company that is written to through Meta's webhooks."""

from tests.webhooks.conftest import (  # noqa: F401 - fixtures
    account,
    errands,
    hints,
    keyring,
    meta,
    other_account,
    webhooks,
)
