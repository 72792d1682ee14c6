"""Where every command begins and ends: one line for what went wrong, an exit code, and never a bare traceback.

Nothing heavy is imported here: an interrupt in the first second, while the rest is being loaded, must find this in place.
"""

import errno
import os
import signal
import sys

MISTAKE, UNFORESEEN, STOPPED, CLOSED = 2, 1, 130, 141
"""Exit codes: a mistake in what was given, an error of Khabar's own, Ctrl-C, the reader of the output gone."""
_OUTPUT = (errno.ENOSPC, errno.EIO, errno.EFBIG, errno.EDQUOT, errno.EBADF)
"""What a write to standard output may meet; it has no name in the error."""


def run() -> None:
    """Entry point of the command line."""
    interrupt = _Interrupt()
    try:
        from khabar.cli.commands import main

        interrupt.loading = False
        code = _command(main)
    except BaseException as error:
        code = _ended(error, interrupt)
    interrupt.ignore()
    _let_go_of_output()
    sys.exit(code)


class _Interrupt:
    """Ctrl-C. While the commands are loaded it ends the process at once; later it is raised, and remembered, since what it hits may take it
    for something else (a broken import)."""

    def __init__(self) -> None:
        self.loading, self.came = True, False
        self._heeded = signal.getsignal(signal.SIGINT) is not signal.SIG_IGN
        if self._heeded:
            signal.signal(signal.SIGINT, self._raise)
        sys.unraisablehook = self._lost

    def _raise(self, number: int, frame: object) -> None:
        if self.loading:
            _stop_at_once()
        self.came = True
        raise KeyboardInterrupt

    def _lost(self, what: "sys.UnraisableHookArgs") -> None:
        # Raised where Python cannot pass it on (a destructor): the process would go on as if nothing had been asked.
        if isinstance(what.exc_value, KeyboardInterrupt):
            _stop_at_once()
        sys.__unraisablehook__(what)

    def ignore(self) -> None:
        """What comes while the process ends anyway changes nothing."""
        if self._heeded:
            signal.signal(signal.SIGINT, signal.SIG_IGN)


def _stop_at_once() -> None:
    os.write(2, b"khabar: stopped\n")
    os._exit(STOPPED)


def _command(main: object) -> int:
    """Run the command that was given. Not click's own main(): it has its own ways with interrupts and closed pipes."""
    import click

    assert isinstance(main, click.Group)
    with main.make_context("khabar", sys.argv[1:]) as context:
        main.invoke(context)
    if sys.stdout is not None:
        sys.stdout.flush()
    return 0


def _ended(error: BaseException, interrupt: _Interrupt) -> int:
    """Say in one line how a command ended, and return its exit code."""
    if interrupt.came or isinstance(error, KeyboardInterrupt):
        interrupt.ignore()
        return _line("stopped", STOPPED)
    import click

    from khabar.data_files import DataFileError
    from khabar.errors import InputError, StoreError

    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else UNFORESEEN
    if isinstance(error, click.Abort):
        return _line("stopped", STOPPED)
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        print(error.format_message(), file=sys.stderr)
        return MISTAKE
    if isinstance(error, click.ClickException):
        help_for = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "khabar"
        return _line(f"{error.format_message()} ({help_for} --help tells more)", error.exit_code)
    if isinstance(error, BrokenPipeError):
        return CLOSED
    if isinstance(error, InputError | DataFileError | StoreError | FileNotFoundError):
        return _line(str(error), MISTAKE)
    return _unforeseen(error)


def _line(message: str, code: int) -> int:
    from contextlib import suppress

    from khabar.cli.terminal import say

    with suppress(OSError):
        say(message)
    return code


def _unforeseen(error: BaseException) -> int:
    """One line for the user; the traceback, without passwords, in a file that only the user can read."""
    import tempfile
    import traceback

    from khabar.masking import masked

    told = f"{type(error).__name__}: {error}".splitlines()[0]
    if isinstance(error, OSError) and (error.filename or error.errno in _OUTPUT):
        return _line(f"{error.filename or 'standard output'}: {error.strerror or error}", MISTAKE)
    try:
        handle, name = tempfile.mkstemp(prefix="khabar-error-", suffix=".log")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as log:
            log.write(masked("".join(traceback.format_exception(error)), *sys.argv[1:]))
        where = f"; the details are in {name}: please report this with that file"
    except OSError as unwritable:
        where = f"; the details could not be written ({unwritable.strerror}): please report this"
    return _line(f"an unforeseen error, {told}{where}", UNFORESEEN)


def _let_go_of_output() -> None:
    """Write what is held back for standard output, or drop it where it cannot be written: Python would complain of it while it ends."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except (OSError, ValueError):
        from contextlib import suppress

        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
