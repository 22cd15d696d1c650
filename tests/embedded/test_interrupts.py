import os
import signal
from collections.abc import Iterator

import pytest

from embedded.interrupts import held_back


@pytest.fixture
def pythons_own_handler() -> Iterator[None]:
    """A server that another test runs in this process may have put in its own."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("pythons_own_handler")
def test_an_interrupt_waits_for_the_end_of_the_block() -> None:
    done = []

    def interrupted() -> None:
        with held_back():
            os.kill(os.getpid(), signal.SIGINT)
            done.append("the whole block")

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert done


def test_handlers_are_as_they_were() -> None:
    before = [signal.getsignal(name) for name in (signal.SIGINT, signal.SIGTERM)]
    with held_back():
        pass
    assert [signal.getsignal(name) for name in (signal.SIGINT, signal.SIGTERM)] == before
