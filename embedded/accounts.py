"""Who owns the database's files: PostgreSQL refuses to run as root."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

# A system that has PostgreSQL's own account gets to use it; every system has the other one.
_CANDIDATES = ("postgres", "nobody")


@dataclass(frozen=True, slots=True)
class Account:
    name: str
    uid: int
    gid: int


class Identity(TypedDict):
    """What `subprocess` has to be told to start a process as somebody else."""

    user: int | None
    group: int | None
    extra_groups: list[int] | None
    cwd: str | None


def identity(account: Account | None) -> Identity:
    if account is None:
        return Identity(user=None, group=None, extra_groups=None, cwd=None)
    # The account may not be allowed to enter the folder that we were started in.
    return Identity(user=account.uid, group=account.gid, extra_groups=[], cwd="/")


def unprivileged() -> Account | None:
    """The account PostgreSQL runs under when we are root; None when we are not."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = next(known[name] for name in _CANDIDATES if name in known)
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def reachable(path: Path, account: Account) -> bool:
    """Whether the account may enter every folder down to the path.

    Group rights are not counted: too little is safe here, too much is not.
    """
    return all(_may_enter(folder, account) for folder in [path, *path.parents])


def _may_enter(folder: Path, account: Account) -> bool:
    status = folder.stat()
    bit = stat.S_IXUSR if status.st_uid == account.uid else stat.S_IXOTH
    return bool(status.st_mode & bit)


def give(path: Path, account: Account | None) -> None:
    """Make the account the owner of a file or an empty folder; nothing when there is none."""
    if account is not None:
        os.chown(path, account.uid, account.gid)
