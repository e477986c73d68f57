"""`dev.py run`: prepares what has changed, starts web, worker and beat, stops them together."""

import fcntl
import ipaddress
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devtools.children import Children
from devtools.console import GiveUp, say, tail
from devtools.environment import PYTHON, data_dir, kept_secret, local_environment
from devtools.install import ensure_installed
from devtools.steps import Steps

START_SECONDS = 180
DEMO_PEOPLE = (
    ("enterprise", ("owner", "member", "subscriber"), "demo-enterprise.example"),
    ("centre", ("officer", "reviewer", "head"), "demo-centre.example"),
    ("expert", ("expert", "shen"), "demo-expert.example"),
    ("portal", ("author", "issuer", "editor", "legal", "publisher", "admin"), "demo-portal.example"),
)


def run(host: str, port: int, *, demo: bool) -> None:
    """Serve until interrupted. Raises GiveUp when it cannot start or a child stops by itself."""
    local = is_loopback(host)
    if demo and not local:
        raise GiveUp(
            f"--demo is refused on {host}: its people share a known password; "
            "leave out --host to show the demonstration on this machine only."
        )
    folder = data_dir()
    with only_one(folder):
        port = free_port(host, port)
        env = server_environment(folder, host, port, local=local, demo=demo)
        ensure_installed(folder / "log", development=False)
        steps = Steps(folder, env)
        if not local:
            steps.run("check", "Checking the settings for other machines to reach", ["check"], inputs="", again=True)
        steps.prepare(demo=demo)
        with Children() as children:
            start(children, folder, host, port, env)
            wait_until_served(children, host, port)
            greet(folder, env["BASE_URL"], demo=demo)
            try:
                while not (ended := children.ended()):
                    time.sleep(0.3)
                raise GiveUp(
                    f"The {ended.name} stopped by itself (exit status {ended.process.returncode}), so everything was "
                    f"stopped; the end of {ended.log} says why.\n{tail(ended.log)}"
                )
            except KeyboardInterrupt:
                say("\nStopping (once more Ctrl-C ends it at once) …")
        say("Stopped.")


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def server_environment(folder: Path, host: str, port: int, *, local: bool, demo: bool) -> dict[str, str]:
    """The environment of the three programs. Raises GiveUp when other machines may come and settings are missing."""
    env = local_environment(folder)
    env["DEMO"] = "1" if demo else env.get("DEMO", "0")
    if local:
        env["LOCAL_RUN"] = "1"
        env.setdefault("BASE_URL", f"http://{bracketed(host)}:{port}")
    else:
        # Other machines can reach this: it is production, with the checks of production.
        env.pop("LOCAL_RUN", None)
        missing = [name for name in ("BASE_URL", "EMAIL_URL") if not env.get(name)]
        if missing:
            raise GiveUp(
                f"{host} opens the portal to other machines, so set {' and '.join(missing)} first "
                "(docs/operations.md), or leave out --host to stay on this machine."
            )
    # Browsers share cookies between the ports of a host: two copies would log each other out.
    env.setdefault("SESSION_COOKIE_NAME", f"portal_session_{port}")
    if demo:
        kept_secret(folder / "demo-password", 9)
    return env


def start(children: Children, folder: Path, host: str, port: int, env: dict[str, str]) -> None:
    """Start the three programs, each with its own log; `children` stops them together."""
    say("Starting web server, worker and beat …")
    python, logs = str(PYTHON), folder / "log"
    web = ["--bind", f"{bracketed(host)}:{port}", "--workers", "2", "--threads", "4", "--preload"]
    # No access log: addresses of pages say who asked for help with what.
    web += ["--graceful-timeout", "10", "--no-control-socket", "--log-level", "warning"]
    celery = [python, "-m", "celery", "-A", "portal"]
    worker = ["worker", "--concurrency", "1", "--without-gossip", "--without-mingle", "--hostname", f"portal-{port}@%h"]
    beat = ["beat", "--pidfile", ""]
    children.start("web server", [python, "-m", "gunicorn", "portal.wsgi", *web], env=env, log=logs / "web.log")
    children.start("worker", [*celery, *worker, "--loglevel", "WARNING"], env=env, log=logs / "worker.log")
    children.start("beat", [*celery, *beat, "--loglevel", "WARNING"], env=env, log=logs / "beat.log")


def wait_until_served(children: Children, host: str, port: int) -> None:
    """Until /healthz answers. Raises GiveUp when a child stops or the time is up."""
    reach = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  # compared, not bound
    address = f"http://{bracketed(reach)}:{port}/healthz"
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if ended := children.ended():
            raise GiveUp(f"The {ended.name} did not start; the end of {ended.log} says why.\n{tail(ended.log)}")
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # always http, see above
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(0.1)
    raise GiveUp(f"{address} did not answer within {START_SECONDS} seconds; see {children.children[0].log}.")


def greet(folder: Path, address: str, *, demo: bool) -> None:
    """Say where the portal is and where its mails and logs are; in a demonstration also who may log in."""
    say(f"\nThe portal is at {address}/ (in English: {address}/en/)")
    if demo:
        say(f"Mails that were sent: {address}/_/mail/ (files in {folder / 'mail'})")
        say(f"Demonstration people, all with the password {kept_secret(folder / 'demo-password', 9)}")
        for place, names, domain in DEMO_PEOPLE:
            say(f"  {place + ':':<12}" + "  ".join(f"{name}@{domain}" for name in names))
    else:
        say(f"Mails are written as files to {folder / 'mail'} unless EMAIL_URL names a server.")
        say("The first administrator: sign up on the page, follow the link in the mail, then run")
        say("  python3 dev.py manage grant_role YOUR-EMAIL administrator")
    say("No law text ships with the code: each comes from its publisher, with its licence. To begin, beside this:")
    say("  python3 dev.py manage harvest_laws ca-justice-en --limit 8")
    say("brings Canada's acts on patents, trademarks, copyright, designs, plants, circuits, competition and labels.")
    say(f"All sources, their size and schedule: {address}/editorial/imports/sources/ (docs/harvesting.md)")
    say(f"Logs: {folder / 'log'}. Ctrl-C stops everything.")


def bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def free_port(host: str, port: int) -> int:
    """`port` when it can be bound (any free one for 0). Raises GiveUp otherwise."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            return int(probe.getsockname()[1])
    except socket.gaierror as error:
        raise GiveUp(f"The host {host!r} is not known on this machine; use 127.0.0.1 or an own address.") from error
    except PermissionError as error:
        raise GiveUp(f"Port {port} may only be used by root; choose one above 1023 with --port.") from error
    except OSError as error:
        raise GiveUp(
            f"Port {port} on {host} cannot be used ({error.strerror}); "
            f"stop what uses it, or choose another one with --port, for example --port {min(port + 1, 65535)}."
        ) from error


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Two servers on one DATA_DIR would send digests twice; the second one is told so. Raises GiveUp."""
    with (folder / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise GiveUp(
                f"A portal already runs on the data in {folder}; stop it, "
                "or set DATA_DIR to another folder and --port to another port for a second copy."
            ) from error
        yield
