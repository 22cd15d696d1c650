"""What is done with everybody of a cadence, in the background."""

from enum import StrEnum


class JobKind(StrEnum):
    PAUSE = "pause"
    RESUME = "resume"
    SKIP = "skip"
    REMOVE = "remove"
    # Those in older versions go on in a newer one.
    MOVE = "move"
    # Whoever is on their way in a cadence that was archived is stopped.
    ARCHIVE = "archive"


class JobStatus(StrEnum):
    # Nobody has been looked at; another job of the cadence may be before it.
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    # By a person, or because the cadence was archived; what was done stays done.
    CANCELLED = "cancelled"
