"""Queue, timeouts and retries by kind of work, so that no call site invents its own."""

from datetime import timedelta

from temporalio.common import RetryPolicy
from temporalio.workflow import ActivityConfig

from schemas.enums import Channel, TaskQueue

# For work that is safe to repeat: our own failures are retried without end.
_UNTIL_IT_WORKS = RetryPolicy(
    initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=30)
)

# A short statement on our own database: retry until it is back.
DATA = ActivityConfig(
    task_queue=TaskQueue.DATA,
    start_to_close_timeout=timedelta(seconds=30),
    retry_policy=RetryPolicy(maximum_interval=timedelta(seconds=30)),
)

# One big statement over a whole audience; it heartbeats while the database works.
BULK_DATA = ActivityConfig(
    task_queue=TaskQueue.DATA,
    start_to_close_timeout=timedelta(minutes=30),
    heartbeat_timeout=timedelta(seconds=20),
    retry_policy=RetryPolicy(maximum_interval=timedelta(seconds=30)),
)


def send(channel: Channel) -> ActivityConfig:
    """A batch of provider calls. It heartbeats, and claims make a second attempt safe."""
    return ActivityConfig(
        task_queue=TaskQueue.for_channel(channel),
        start_to_close_timeout=timedelta(minutes=10),
        heartbeat_timeout=timedelta(seconds=10),
        retry_policy=_UNTIL_IT_WORKS,
    )


# The next sweep is a minute away: no long retries.
SWEEP = ActivityConfig(
    task_queue=TaskQueue.DATA,
    start_to_close_timeout=timedelta(minutes=5),
    heartbeat_timeout=timedelta(minutes=1),
    retry_policy=RetryPolicy(maximum_attempts=3),
)

# A whole file; it heartbeats, and every page is committed with its progress.
IMPORT = ActivityConfig(
    task_queue=TaskQueue.IMPORTS,
    start_to_close_timeout=timedelta(hours=12),
    heartbeat_timeout=timedelta(seconds=20),
    retry_policy=_UNTIL_IT_WORKS,
)

# A call or two about a number that costs money; the row makes a second attempt safe.
NUMBERS = ActivityConfig(
    task_queue=TaskQueue.DATA,
    start_to_close_timeout=timedelta(minutes=3),
    heartbeat_timeout=timedelta(seconds=10),
    retry_policy=_UNTIL_IT_WORKS,
)

# One file from the provider, of up to 100 MB; it heartbeats, and it is stored under its own key.
MEDIA = ActivityConfig(
    task_queue=TaskQueue.MEDIA,
    start_to_close_timeout=timedelta(minutes=15),
    heartbeat_timeout=timedelta(seconds=20),
    retry_policy=_UNTIL_IT_WORKS,
)

# What is claimed is not claimed again, so a second attempt only takes what the first left.
NOTIFICATIONS = ActivityConfig(
    task_queue=TaskQueue.NOTIFICATIONS,
    start_to_close_timeout=timedelta(minutes=10),
    heartbeat_timeout=timedelta(seconds=20),
    retry_policy=_UNTIL_IT_WORKS,
)

# One conversation's messages. It heartbeats; claims make a second attempt safe, and a person waits.
REPLIES = ActivityConfig(
    task_queue=TaskQueue.REPLIES,
    start_to_close_timeout=timedelta(minutes=10),
    heartbeat_timeout=timedelta(seconds=10),
    retry_policy=RetryPolicy(
        initial_interval=timedelta(milliseconds=500), maximum_interval=timedelta(seconds=30)
    ),
)

# A page of what rules do, each run in a transaction of its own. It heartbeats; what a lost worker
# had done is not done again.
RULES = ActivityConfig(
    task_queue=TaskQueue.DATA,
    start_to_close_timeout=timedelta(minutes=10),
    heartbeat_timeout=timedelta(seconds=20),
    retry_policy=_UNTIL_IT_WORKS,
)

# What one endpoint is to hear. It heartbeats; what a lost worker held is sent again.
DELIVERIES = ActivityConfig(
    task_queue=TaskQueue.DELIVERIES,
    start_to_close_timeout=timedelta(minutes=5),
    heartbeat_timeout=timedelta(seconds=10),
    retry_policy=_UNTIL_IT_WORKS,
)

# A page of what a hook was sent. It heartbeats; each call is a transaction of its own.
HOOKS = ActivityConfig(
    task_queue=TaskQueue.DATA,
    start_to_close_timeout=timedelta(minutes=10),
    heartbeat_timeout=timedelta(seconds=20),
    retry_policy=_UNTIL_IT_WORKS,
)

# Nothing hangs on it.
MARK_READ = ActivityConfig(
    task_queue=TaskQueue.REPLIES,
    schedule_to_close_timeout=timedelta(minutes=2),
    start_to_close_timeout=timedelta(seconds=45),
    retry_policy=RetryPolicy(maximum_attempts=2),
)
