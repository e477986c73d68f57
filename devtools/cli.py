"""The commands of dev.py."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType

from devtools import checking, locking, measures, serve, testing
from devtools.console import GiveUp, complain, say
from devtools.environment import PYTHON, ROOT, data_dir, local_environment
from devtools.install import ensure_installed
from devtools.steps import Steps

INTERRUPTED = 130


def parser() -> argparse.ArgumentParser:
    """The commands and options of dev.py, for reading the command line and for `--help`."""
    result = argparse.ArgumentParser(prog="dev.py", description="Runs and checks the portal on this machine.")
    commands = result.add_subparsers(dest="command", required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="serve the portal here; installs and prepares what is missing")
    run.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    run.add_argument("--port", type=port_number, default=8000, help="port (default 8000; 0 takes a free one)")
    run.add_argument("--demo", action="store_true", help="with demonstration people and cases")

    test = commands.add_parser("test", allow_abbrev=False, help="run the tests; further arguments go to pytest")
    test.add_argument("--db", choices=("sqlite", "postgres"), default="", help="only this database")
    test.add_argument("--require-services", action="store_true", help="fail without PostgreSQL, Redis and Chromium")

    commands.add_parser("setup", help="make the environment and install everything, also for tests")
    commands.add_parser("check", help="style, types, templates, imports, migrations, translations, settings")
    for kind, what in (("bench", "benchmark"), ("drill", "drill")):
        each = commands.add_parser(kind, help=f"run one {what}, or all, on private services")
        each.add_argument("name", metavar="NAME|all")
        each.add_argument("--json", action="store_true", help="one JSON object a line")
        if kind == "bench":
            each.add_argument("--corpus", default="", metavar="FILE", help="provisions for `library`, as JSON Lines")
    lock = commands.add_parser("lock", help="pin everything the requirements pull in (constraints.txt)")
    lock.add_argument("--upgrade", action="store_true", help="take newer versions where the requirements allow")
    for name, what in (("manage", "run manage.py here"), ("messages", "update the translation catalogues")):
        commands.add_parser(name, help=f"{what}; further arguments go to it", add_help=False)
    return result


def parse(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """The command with its options, and what it hands on to another program untouched."""
    if arguments[:1] in (["manage"], ["messages"]):
        return argparse.Namespace(command=arguments[0]), arguments[1:]
    chosen, rest = parser().parse_known_args(arguments)
    if rest and chosen.command != "test":
        parser().error(f"unrecognized arguments: {' '.join(rest)}")
    return chosen, rest


def port_number(text: str) -> int:
    if not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port (0 to 65535)")
    return int(text)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    if not sys.platform.startswith(("linux", "darwin")):
        complain("the portal runs on Linux and macOS; on Windows use it inside WSL.")
        return 1
    listen_to_requests_to_stop()
    chosen, rest = parse(sys.argv[1:] if arguments is None else list(arguments))
    try:
        return perform(chosen, rest)
    except GiveUp as error:
        complain(str(error))
        return 1
    except KeyboardInterrupt:
        complain("interrupted.")
        return INTERRUPTED


def perform(chosen: argparse.Namespace, rest: list[str]) -> int:
    """Do what was chosen and return its exit status; `rest` goes on to pytest or manage.py."""
    match chosen.command:
        case "run":
            serve.run(chosen.host, chosen.port, demo=chosen.demo)
        case "test":
            return testing.run_tests(rest, database=chosen.db, require_services=chosen.require_services)
        case "check":
            return checking.check()
        case "setup":
            set_up()
        case "bench" | "drill":
            return measures.measure(
                chosen.command, chosen.name, as_json=chosen.json, corpus=getattr(chosen, "corpus", "")
            )
        case "lock":
            locking.lock(upgrade=chosen.upgrade)
        case "messages" | "manage":
            return manage(rest if chosen.command == "manage" else ["messages", *rest])
    return 0


def set_up() -> None:
    """Environment and packages; the catalogues are compiled, because Django reads nothing else."""
    folder = data_dir()
    ensure_installed(folder / "log", development=True)
    Steps(folder, local_environment(folder)).translations()
    say(f"Ready: {PYTHON}")


def manage(arguments: list[str]) -> int:
    """Become `manage.py` with the settings of this checkout, so that signals and terminal are its own."""
    folder = data_dir()
    ensure_installed(folder / "log", development=False)
    env = local_environment(folder)
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execve(PYTHON, [str(PYTHON), "manage.py", *arguments], env)  # noqa: S606  # our own manage.py


def listen_to_requests_to_stop() -> None:
    """Ctrl-C, a polite end and a closed terminal all stop what runs and clean up.

    SIGINT is set too, because a shell starts its background jobs with it ignored; SIGHUP is left ignored for nohup.
    """
    signal.signal(signal.SIGINT, interrupt)
    signal.signal(signal.SIGTERM, interrupt)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, interrupt)


def interrupt(number: int, frame: FrameType | None) -> None:
    """Every request to stop is treated like Ctrl-C."""
    raise KeyboardInterrupt
