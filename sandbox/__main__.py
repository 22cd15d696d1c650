"""`python -m sandbox`: the sandbox as a program."""

import argparse
import os
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import uvloop

from sandbox import bare, snapshot
from sandbox.app import create_app, create_world
from sandbox.options import Options
from sandbox.server import Server, configuration


def main() -> None:
    arguments = _parser().parse_args()
    if arguments.bare:
        with suppress(KeyboardInterrupt):
            uvloop.run(bare.serve(arguments.host, arguments.port, arguments.latency))
        return
    options = _options(arguments)
    world = create_world(options)
    when_stopped = None
    if options.state_file is not None:
        snapshot.load(world, options.state_file)
        # While the app stops: uvicorn passes a SIGTERM on, after which nothing runs any more.
        when_stopped = partial(snapshot.save, world, options.state_file)
    app = create_app(world=world, when_stopped=when_stopped)
    Server(configuration(app, arguments.host, arguments.port)).run()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox",
        description="A stand-in of WhatsApp's Cloud API and Twilio's SMS, with phones to answer on.",
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5050)
    parser.add_argument("--webhook-url", help="where webhooks go (SANDBOX_WEBHOOK_URL)")
    parser.add_argument("--app-secret", help="signs the webhooks (META_APP_SECRET)")
    parser.add_argument("--rate", type=float, default=80.0, help="messages/s a number; 0: no limit")
    parser.add_argument(
        "--twilio-rate", type=float, default=100.0, help="SMS/s an account; 0: no limit"
    )
    parser.add_argument("--latency", type=float, default=0.05, help="seconds before each answer")
    parser.add_argument("--seed", type=int, default=1, help="of what is left to chance")
    parser.add_argument("--state", type=Path, help="keep phones and templates in this file")
    parser.add_argument("--bare", action="store_true", help="only accept messages, fast: for load")
    return parser


def _options(arguments: argparse.Namespace) -> Options:
    options = Options.from_environment(os.environ)
    return replace(
        options,
        webhook_url=arguments.webhook_url or options.webhook_url,
        app_secret=arguments.app_secret or options.app_secret,
        throughput=arguments.rate,
        twilio_throughput=arguments.twilio_rate,
        latency=arguments.latency,
        seed=arguments.seed,
        state_file=arguments.state,
    )


if __name__ == "__main__":
    main()
