import os
import signal

import pytest

from embedded.interrupts import held_back


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
