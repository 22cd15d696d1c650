"""The one-machine default: PostgreSQL, Redis and Temporal as child processes.

`python -m embedded` starts the whole product. Tests and the chaos harness use the three servers
on their own: `embedded.postgres.Postgres`, `embedded.redis.Redis`, `embedded.temporal.Temporal`.
Nothing here imports another package of this repository.
"""
