"""Steps for the runners' contract: they must be importable by spawned workers."""

import os
import signal
import time
from pathlib import Path


def double(number: int) -> int:
    """The plain case."""
    return number * 2


def touchy(number: int) -> int:
    """Raises on 3."""
    if number == 3:
        raise ValueError("three")
    return number


def deadly(number: int) -> int:
    """Kills its worker on 3."""
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def sleepy(number: int) -> int:
    """Hangs on 3."""
    if number == 3:
        time.sleep(60)
    return number


def touch(path: str) -> bool:
    """Leaves a file behind."""
    Path(path).touch()
    return True


def process_id(_item: int) -> int:
    """Who did it."""
    return os.getpid()
