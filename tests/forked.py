"""Commands in forks of one process that has loaded what they need: some hundred of them in seconds, each in a process of its own."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SECONDS = 60
"""How long one command may take."""


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code (negative: the signal that ended it), what it wrote."""

    code: int
    stdout: str
    stderr: str


class Commands:
    """Runs commands; see the module."""

    def __init__(self, server: "subprocess.Popen[str]") -> None:
        self._server = server

    def run(self, *arguments: str, cwd: Path) -> Ended:
        """Run khabar with the arguments in a folder."""
        assert self._server.stdin and self._server.stdout
        self._server.stdin.write(json.dumps([str(cwd), *arguments]) + "\n")
        self._server.stdin.flush()
        return Ended(*json.loads(self._server.stdout.readline()))


@contextmanager
def commands() -> Iterator[Commands]:
    """Start the process, and end it."""
    pipe, top = subprocess.PIPE, Path(__file__).parent.parent
    with subprocess.Popen([sys.executable, "-m", "tests.forked"], stdin=pipe, stdout=pipe, text=True, cwd=top) as server:
        yield Commands(server)
        assert server.stdin
        server.stdin.close()


def _serve() -> None:
    import khabar.cli.commands
    import khabar.ingest
    import khabar.store.store  # noqa: F401

    for line in sys.stdin:
        folder, *arguments = json.loads(line)
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            child = os.fork()
            if child == 0:
                _become(folder, arguments, out.fileno(), err.fileno())
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            told = []
            for stream in (out, err):
                stream.seek(0)
                told.append(stream.read().decode("utf-8", "replace"))
        print(json.dumps([code, *told]), flush=True)


def _become(folder: str, arguments: list[str], out: int, err: int) -> None:
    """The command itself, in the forked process."""
    from khabar.cli.main import run

    signal.alarm(SECONDS)
    os.chdir(folder)
    for source, target in ((os.open(os.devnull, os.O_RDONLY), 0), (out, 1), (err, 2)):
        os.dup2(source, target)
    sys.stdin, sys.argv = open(0, closefd=False), ["khabar", *arguments]  # noqa: SIM115
    code: object = 99
    try:
        run()
    except SystemExit as end:
        code = end.code
    finally:
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 98)


if __name__ == "__main__":
    _serve()
