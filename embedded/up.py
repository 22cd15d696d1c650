"""The start command: checks, servers, database, programs, and the address at the end."""

import argparse
import os
import shlex
import signal
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from dotenv import dotenv_values

from embedded import checks, credentials, plan
from embedded.accounts import unprivileged
from embedded.console import Console
from embedded.plan import Plan
from embedded.postgres import Postgres
from embedded.process import CannotStart, Child
from embedded.supervisor import Supervisor

_ROOT = Path(__file__).resolve().parent.parent


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parse(arguments)
    # The programs are started by their names in the repository.
    os.chdir(_ROOT)
    # Closing the terminal and a service manager's stop are the same wish as Ctrl-C.
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    console = Console()
    supervisor = Supervisor(console)
    try:
        _start(options.data.absolute(), options.only, console, supervisor)
        supervisor.watch()
    except CannotStart as error:
        console.error(str(error))
        return 1
    except OSError as error:
        console.error(
            f"Cannot use {error.filename} ({error.strerror}). Does it belong to another user, "
            "or is the disk full?"
        )
        return 1
    except KeyboardInterrupt:
        console.note("Stopping …")
    finally:
        supervisor.stop()
    console.done("Stopped. Your data is kept.")
    return 0


def _start(data: Path, only: list[str], console: Console, supervisor: Supervisor) -> None:
    began = time.monotonic()
    given = _given()
    console.heading("Master IA")
    the_plan = _check(given, data, only)
    _tell_whose(the_plan, given, only, console)
    _write_environment(the_plan)
    if only:
        supervisor.start(*_chosen(the_plan, only))
        console.box(_service_rows(the_plan), "Ctrl-C stops them.")
        return
    _start_all(the_plan, supervisor)
    console.done("Everything is ready", time.monotonic() - began)
    console.box(_rows(the_plan), "Ctrl-C stops everything. Your data stays for the next start.")


def _start_all(the_plan: Plan, supervisor: Supervisor) -> None:
    beside = [the_plan.sandbox] if the_plan.sandbox else []
    # The sandbox needs none of the servers, so it starts beside them.
    supervisor.launch(*the_plan.servers, *beside)
    supervisor.wait(*the_plan.servers)
    supervisor.run(the_plan.setup)
    supervisor.launch(*the_plan.programs)
    supervisor.wait(*beside)
    if the_plan.seed:
        supervisor.run(the_plan.seed)
    supervisor.wait(*the_plan.programs)


def _check(given: dict[str, str], data: Path, only: list[str]) -> Plan:
    """Everything that can be known to fail, before anything is started."""
    checks.writable(data)
    port = given.get("PORT", plan.DEFAULT_PORT)
    checks.only_one(data, f"http://localhost:{port}")
    the_plan = plan.make(given, credentials.load(data / "secrets.env"), data)
    for child in _chosen(the_plan, only):
        child.check()
    if not only:
        host = the_plan.settings["HOST"]
        checks.port_is_free("PORT", port, host, "the console")
        if the_plan.sandbox:
            checks.port_is_free("SANDBOX_PORT", plan.sandbox_port(given), host, "the sandbox")
    return the_plan


def _given() -> dict[str, str]:
    """What the user has set: the environment, then `.env`. An empty value is no value."""
    file = dotenv_values(_ROOT / ".env")
    return {name: value for name, value in {**file, **os.environ}.items() if value}


def _tell_whose(the_plan: Plan, given: dict[str, str], only: list[str], console: Console) -> None:
    """Say what is not as usual: parts of the user's own, and another owner of the data."""
    for part, setting in plan.SETTING_OF_PART.items():
        if setting in given and (not only or part in only):
            console.note(f"{setting} is set: your own {part} is used.")
    account = unprivileged()
    for server in the_plan.servers:
        if account and isinstance(server, Postgres) and server in _chosen(the_plan, only):
            console.note(
                f"PostgreSQL refuses to run as root: it runs as {account.name}, in {server.home}."
            )


def _write_environment(the_plan: Plan) -> None:
    """For a shell or a debugger: `set -a; . .data/environment.env` and run any program."""
    path = the_plan.data / "environment.env"
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
        lines = (f"{name}={shlex.quote(value)}\n" for name, value in the_plan.settings.items())
        file.writelines(lines)


def _chosen(the_plan: Plan, only: list[str]) -> list[Child]:
    """Of the parts that stand alone those asked for, or all."""
    children = [*the_plan.servers, *([the_plan.sandbox] if the_plan.sandbox else [])]
    return [child for child in children if not only or child.name in only]


def _rows(the_plan: Plan) -> list[tuple[str, str]]:
    settings = the_plan.settings
    rows = [("Open", settings["PUBLIC_URL"])]
    if the_plan.seed:
        rows.append(("Sign in", f"{settings['DEMO_EMAIL']}  {settings['DEMO_PASSWORD']}"))
    if the_plan.sandbox:
        port = settings["SANDBOX_PORT"]
        rows.append(("Phones", f"http://localhost:{port}  (the sandbox's WhatsApp)"))
    if "TEMPORAL_UI_URL" in settings:
        rows.append(("Temporal", settings["TEMPORAL_UI_URL"]))
    rows.append(("Logs", str(the_plan.data / "logs")))
    return rows


def _service_rows(the_plan: Plan) -> list[tuple[str, str]]:
    environment = the_plan.data / "environment.env"
    return [
        ("Settings", f"set -a; . {environment}; set +a"),
        ("Logs", str(the_plan.data / "logs")),
    ]


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m embedded", description=__doc__)
    parser.add_argument(
        "--data", type=Path, default=_ROOT / ".data", help="where everything is kept (.data)"
    )
    parser.add_argument(
        "--only",
        type=_parts,
        default=[],
        metavar="PARTS",
        help=f"start these alone, by comma: {', '.join(plan.SETTING_OF_PART)}",
    )
    return parser.parse_args(arguments)


def _parts(text: str) -> list[str]:
    names = text.split(",")
    for name in names:
        if name not in plan.SETTING_OF_PART:
            msg = f"no part {name!r}; there are {', '.join(plan.SETTING_OF_PART)}"
            raise argparse.ArgumentTypeError(msg)
    return names


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt
