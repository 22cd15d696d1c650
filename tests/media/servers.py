"""Stand-ins of S3 and Google Cloud Storage, from PyPI, each in a process of its own."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

REGION, BUCKET = "sa-east-1", "media"
KEY_ID, SECRET = "test-key", "test-secret"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def _running(name: str, *arguments: str, port: int) -> Iterator[str]:
    program = str(Path(sys.executable).with_name(name))
    process = subprocess.Popen(
        [program, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(port: int) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


@contextmanager
def s3() -> Iterator[str]:
    """moto, with our bucket."""
    port = _free_port()
    with _running("moto_server", "-H", "127.0.0.1", "-p", str(port), port=port) as url:
        # moto looks at the signature's presence only, and takes a bucket without one.
        httpx.put(
            f"{url}/{BUCKET}",
            content=f"<CreateBucketConfiguration><LocationConstraint>{REGION}"
            "</LocationConstraint></CreateBucketConfiguration>",
            headers={
                "Authorization": f"AWS4-HMAC-SHA256 Credential={KEY_ID}/20300101/{REGION}/s3/x"
            },
            timeout=30,
        ).raise_for_status()
        yield url


@contextmanager
def google() -> Iterator[str]:
    port = _free_port()
    arguments = ("start", "--host=127.0.0.1", f"--port={port}", "--in-memory")
    with _running(
        "gcp-storage-emulator", *arguments, f"--default-bucket={BUCKET}", port=port
    ) as url:
        yield url
