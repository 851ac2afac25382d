"""Real servers for the tests, from Debian's packages: Redis and nginx, each on a free port."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

_PATIENCE = 10


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def program(name: str) -> str:
    """Return the path of the program; skip the test where it is not installed, but fail in CI."""
    path = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if path is None:
        reason = f"{name} is not installed (Debian: apt-get install redis-server nginx)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return path


class RedisServer:
    """A server that keeps nothing on disk; can be stopped and started again on the same port."""

    def __init__(self, folder: Path) -> None:
        self._program = program("redis-server")
        self._folder = folder
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        options = ("--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self._folder))
        self._process = subprocess.Popen([self._program, *options], stdout=subprocess.DEVNULL)  # noqa: S603  # ours
        wait_for_port(self.port)

    def empty(self) -> None:
        """Delete everything."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=_PATIENCE) as connection:
            connection.sendall(b"FLUSHALL\r\n")
            assert connection.recv(5) == b"+OK\r\n"

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(_PATIENCE)
            self._process = None


@contextmanager
def redis_server(folder: Path) -> Iterator[RedisServer]:
    """Run a Redis server beside the block."""
    server = RedisServer(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()


_CONF = Path(__file__).parent.parent.parent / "deploy" / "nginx.conf"


@contextmanager
def nginx(folder: Path, port: int, upstreams: Sequence[int]) -> Iterator[None]:
    """Run nginx with the project's own configuration, on this port before these ports, beside the block."""
    path = program("nginx")
    text = _CONF.read_text(encoding="utf-8").replace("listen 8080;", f"listen 127.0.0.1:{port};")
    for number, upstream in enumerate(upstreams, 1):
        assert f"server bot-{number}:8443" in text
        text = text.replace(f"server bot-{number}:8443", f"server 127.0.0.1:{upstream}")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    text = text.replace("http {", f"http {{ {paths}", 1)
    conf = folder / "nginx.conf"
    conf.write_text(f"daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;\n{text}", encoding="utf-8")
    process = subprocess.Popen([path, "-e", f"{folder}/error.log", "-p", folder, "-c", conf])  # noqa: S603  # ours
    try:
        wait_for_port(port)
        yield
    finally:
        process.terminate()
        process.wait(_PATIENCE)


def wait_for_port(port: int) -> None:
    """Return when something listens."""
    for _ in range(_PATIENCE * 100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.01)
        else:
            return
    raise TimeoutError(f"nothing listens on port {port}")
