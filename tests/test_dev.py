"""dev.py from outside and from inside: what it refuses, what it skips, what it leaves behind."""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from devtools import checking, cli, environment, install, measures, serve, services, steps, testing
from devtools.children import Children
from devtools.console import GiveUp, run_logged

ROOT = environment.ROOT

PATIENCE = 240  # seconds; on a busy machine every start takes its time, and only a hang should fail

pytestmark = pytest.mark.once


def dev(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "dev.py", *arguments],
        cwd=ROOT,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().split()[2]


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


class TestRefusals:
    def test_a_port_in_use_is_named_and_nothing_starts(self, tmp_path: Path, busy_port: int) -> None:
        done = dev("run", "--port", str(busy_port), DATA_DIR=str(tmp_path / "data"))
        assert done.returncode == 1
        assert f"Port {busy_port} on 127.0.0.1 cannot be used" in done.stderr
        assert "--port" in done.stderr
        assert "Traceback" not in done.stderr

    def test_the_demonstration_is_refused_where_others_can_reach_it(self, tmp_path: Path) -> None:
        done = dev("run", "--demo", "--host", "0.0.0.0", DATA_DIR=str(tmp_path))  # noqa: S104  # refused
        assert done.returncode == 1
        assert "--demo is refused on 0.0.0.0" in done.stderr

    def test_other_machines_need_an_address_and_a_mail_server(self, tmp_path: Path) -> None:
        done = dev("run", "--host", "0.0.0.0", "--port", "0", DATA_DIR=str(tmp_path), BASE_URL="", EMAIL_URL="")  # noqa: S104
        assert done.returncode == 1
        assert "BASE_URL and EMAIL_URL" in done.stderr

    def test_a_folder_that_cannot_be_written_is_named(self, tmp_path: Path) -> None:
        in_the_way = tmp_path / "file"
        in_the_way.write_text("")
        done = dev("run", DATA_DIR=str(in_the_way / "data"))
        assert done.returncode == 1
        assert "cannot be written" in done.stderr
        assert "DATA_DIR" in done.stderr

    def test_an_unknown_broker_is_named_with_those_that_are_known(self, tmp_path: Path) -> None:
        done = dev("run", "--port", "0", DATA_DIR=str(tmp_path), BROKER_URL="amqp://localhost")
        assert done.returncode == 1
        assert "BROKER_URL='amqp://localhost' must start with one of" in done.stderr

    def test_a_host_this_machine_does_not_have_is_refused(self) -> None:
        with pytest.raises(GiveUp, match=r"192\.0\.2\.7 cannot be used"):
            serve.free_port("192.0.2.7", 8000)

    def test_a_second_server_on_the_same_data_is_refused(self, tmp_path: Path) -> None:
        with serve.only_one(tmp_path), pytest.raises(GiveUp, match="already runs"), serve.only_one(tmp_path):
            pass

    def test_an_unknown_drill_is_refused_with_the_known_ones(self) -> None:
        done = dev("drill", "no-such-thing")
        assert done.returncode == 1
        assert "There is no drill 'no-such-thing'" in done.stderr

    @pytest.mark.parametrize("port", ["-1", "65536", "http", ""])
    def test_what_is_no_port_is_refused(self, port: str) -> None:
        done = dev("run", f"--port={port}")
        assert done.returncode == 2
        assert "is not a port" in done.stderr

    def test_an_old_python_is_told_which_one_is_needed(self) -> None:
        source = (ROOT / "dev.py").read_text()
        # The lines before the check must be readable for any Python 3.
        head = source[: source.index("from devtools")].replace("sys.version_info <", "(3, 9) <")
        head = head.replace("*sys.version_info[:2]", "3, 9")
        done = subprocess.run([sys.executable, "-c", head], capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert done.stderr.startswith("dev.py: this is Python 3.9; the portal needs 3.11 or newer.")

    def test_a_python_without_venv_is_told_what_to_install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
        with pytest.raises(GiveUp, match="python3-venv"):
            install.require_venv_module()

    @pytest.mark.parametrize(
        "said",
        [
            "Failed to establish a new connection: [Errno -3] Temporary failure in name resolution",
            "error: Failed to fetch: `https://pypi.org/simple/django/`\n Caused by: dns error",
        ],
    )
    def test_no_network_is_called_no_network(self, tmp_path: Path, said: str) -> None:
        log = tmp_path / "install.log"
        log.write_text(said)
        assert "no package index answers" in install.why_install_failed(log, "runtime")

    def test_another_failure_shows_the_end_of_the_log(self, tmp_path: Path) -> None:
        log = tmp_path / "install.log"
        log.write_text("error: Microsoft compiler needed")
        assert "compiler needed" in install.why_install_failed(log, "runtime")


class TestSecrets:
    def test_the_secret_key_is_made_once_and_for_the_owner_only(self, tmp_path: Path) -> None:
        first = environment.kept_secret(tmp_path / "secret-key", 48)
        assert environment.kept_secret(tmp_path / "secret-key", 48) == first
        assert len(first) >= 48
        assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600

    def test_tests_see_nothing_of_the_shell(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/else")
        monkeypatch.setenv("DEMO", "1")
        env = environment.environment_for_tests(tmp_path)
        assert "DATABASE_URL" not in env
        assert "DEMO" not in env

    def test_two_copies_on_one_host_have_cookies_of_their_own(self, tmp_path: Path) -> None:
        names = {
            serve.server_environment(tmp_path, "127.0.0.1", port, local=True, demo=False)["SESSION_COOKIE_NAME"]
            for port in (8000, 8001)
        }
        assert len(names) == 2


class TestSteps:
    @pytest.fixture
    def fake_manage(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A manage.py that writes down its calls."""
        (tmp_path / "log").mkdir()
        (tmp_path / "manage.py").write_text(
            "import sys, pathlib\n"
            "if 'fail' in sys.argv: sys.exit('no such table')\n"
            "pathlib.Path('calls').open('a').write(' '.join(sys.argv[1:]) + '\\n')\n"
        )
        monkeypatch.setattr(steps, "ROOT", tmp_path)
        monkeypatch.setattr(steps, "PYTHON", Path(sys.executable))
        return tmp_path

    def test_a_step_runs_again_only_when_its_inputs_change(self, fake_manage: Path) -> None:
        for inputs in ("a", "a", "b"):
            steps.Steps(fake_manage, os.environ).run("migrate", "Migrating", ["migrate"], inputs=inputs)
        assert (fake_manage / "calls").read_text().splitlines() == ["migrate", "migrate"]

    def test_a_step_that_failed_is_explained_and_tried_again(self, fake_manage: Path) -> None:
        with pytest.raises(GiveUp, match="no such table"):
            steps.Steps(fake_manage, os.environ).run("seed", "Seeding", ["fail"], inputs="a")
        assert steps.Steps(fake_manage, os.environ).run("seed", "Seeding", ["seed"], inputs="a")

    def test_a_removed_database_is_prepared_again(self, fake_manage: Path) -> None:
        (fake_manage / "portal.sqlite3").touch()
        for _ in range(2):
            steps.Steps(fake_manage, {"PATH": os.environ["PATH"]}).prepare(demo=False)
        assert (fake_manage / "calls").read_text().count("migrate") == 1
        (fake_manage / "portal.sqlite3").unlink()
        steps.Steps(fake_manage, {"PATH": os.environ["PATH"]}).prepare(demo=False)
        assert (fake_manage / "calls").read_text().count("migrate") == 2

    def test_the_digest_knows_names_and_contents(self, tmp_path: Path) -> None:
        one, two = tmp_path / "one", tmp_path / "two"
        one.write_text("x")
        before = steps.digest([one])
        two.write_text("x")
        assert steps.digest([one, two]) != before
        two.unlink()
        assert steps.digest([one]) == before
        one.write_text("y")
        assert steps.digest([one]) != before

    def test_a_damaged_state_file_only_repeats_work(self, tmp_path: Path) -> None:
        (tmp_path / "steps.json").write_text("{")
        assert steps.Steps(tmp_path, {}).done == {}


class TestChildren:
    FAMILY = "import subprocess, time; print(subprocess.Popen(['sleep', '60']).pid, flush=True); time.sleep(60)"

    def start_family(self, children: Children, log: Path) -> int:
        """A program with a child of its own; returns the grandchild's process id."""
        children.start("family", [sys.executable, "-c", self.FAMILY], env=dict(os.environ), log=log)
        for _ in range(100):
            if log.exists() and log.read_text().strip():
                return int(log.read_text())
            time.sleep(0.05)
        raise AssertionError("the family did not start")

    def test_leaving_the_block_leaves_no_process_behind(self, tmp_path: Path) -> None:
        with Children(grace=2) as children:
            grandchild = self.start_family(children, tmp_path / "log")
            assert is_alive(grandchild)
        time.sleep(0.1)
        assert not is_alive(grandchild)

    def test_one_that_does_not_listen_is_killed_after_the_grace(self, tmp_path: Path) -> None:
        deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
        with Children(grace=0.5) as children:
            child = children.start("deaf", [sys.executable, "-c", deaf], env=dict(os.environ), log=tmp_path / "log")
            while "deaf" not in (tmp_path / "log").read_text():
                time.sleep(0.05)
            started = time.monotonic()
        assert child.process.returncode == -signal.SIGKILL
        assert 0.4 < time.monotonic() - started < 5

    def test_the_one_that_ended_by_itself_is_found(self, tmp_path: Path) -> None:
        with Children(grace=1) as children:
            children.start("steady", ["sleep", "60"], env=dict(os.environ), log=tmp_path / "a")
            assert children.ended() is None
            short = children.start("short", ["true"], env=dict(os.environ), log=tmp_path / "b")
            short.process.wait()
            assert children.ended() is short

    def test_a_logged_program_reports_its_status(self, tmp_path: Path) -> None:
        assert run_logged(["sh", "-c", "echo said; exit 3"], log=tmp_path / "log", cwd=tmp_path) == 3
        assert (tmp_path / "log").read_text() == "said\n"


class TestTestPasses:
    @pytest.mark.parametrize(
        ("arguments", "parallel"),
        [
            ([], True),
            (["-m", "browser"], True),
            (["tests/lib"], True),
            (["tests/test_dev.py"], False),
            (["tests/test_dev.py::TestChildren"], False),
            (["-n", "3"], False),
            (["--pdb"], False),
        ],
    )
    def test_a_whole_run_uses_both_cores(
        self, arguments: list[str], parallel: bool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(os, "cpu_count", lambda: 2)
        assert testing.parallel(arguments) == (["-n", "2"] if parallel else [])

    @pytest.mark.parametrize(("codes", "verdict"), [([0, 0], 0), ([0, 5], 0), ([5, 5], 5), ([1, 0], 1), ([5, 2], 2)])
    def test_the_verdict_is_the_first_failure(self, codes: list[int], verdict: int) -> None:
        assert testing.verdict(codes) == verdict

    def test_required_services_that_are_missing_are_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(services, "missing_binaries", lambda: ["redis-server"])
        monkeypatch.setattr(services, "find_chromium", lambda: "")
        with pytest.raises(GiveUp, match="apt-get install redis-server chromium"):
            testing.run_tests([], database="", require_services=True)

    def test_arguments_of_pytest_and_manage_are_handed_on_untouched(self) -> None:
        chosen, rest = cli.parse(["test", "--db", "sqlite", "tests/lib", "-k", "a or b", "-x"])
        assert (chosen.db, rest) == ("sqlite", ["tests/lib", "-k", "a or b", "-x"])
        assert cli.parse(["manage", "grant_role", "--help", "--", "-x"])[1] == ["grant_role", "--help", "--", "-x"]

    def test_every_check_names_a_program_that_is_installed(self) -> None:
        for title, command, _ in checking.checks():
            program = command[2] if command[1] == "-m" else command[1]
            found = (ROOT / program).exists() or subprocess.run(
                [sys.executable, "-c", f"import importlib.util as u; raise SystemExit(not u.find_spec({program!r}))"],
                check=False,
            ).returncode == 0
            assert found, title


class TestMeasures:
    def test_a_missed_goal_is_visible(self) -> None:
        line = measures.as_line(measures.Measure("lost", 3, "mails", "= 0", holds=False))
        assert "lost" in line
        assert line.endswith("MISSED")

    def test_names_are_written_with_dashes(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setattr(measures, "ROOT", tmp_path)
        (tmp_path / "tests" / "drills").mkdir(parents=True)
        for name in ("__init__.py", "_helper.py", "digest_kill.py"):
            (tmp_path / "tests" / "drills" / name).touch()
        assert measures.names("drill") == ["digest-kill"]

    def test_a_benchmark_takes_a_corpus_that_is_there_and_a_drill_none(self, tmp_path: Path) -> None:
        chosen, _ = cli.parse(["bench", "library", "--corpus", "x.jsonl.gz"])
        assert chosen.corpus == "x.jsonl.gz"
        with pytest.raises(GiveUp, match=r"There is no file .*nothing"):
            measures.measure("bench", "library", as_json=False, corpus=str(tmp_path / "nothing"))
        with pytest.raises(SystemExit):
            cli.parse(["drill", "digest-kill", "--corpus", "x.jsonl.gz"])


@pytest.mark.slow
def test_two_copies_run_side_by_side_and_leave_no_process_behind(tmp_path: Path) -> None:
    """The real thing, twice: one is stopped by Ctrl-C, the other because one of its programs dies."""
    folders = [tmp_path / "one", tmp_path / "two"]
    (folders[0] / "log").mkdir(parents=True)
    steps.Steps(folders[0], environment.environment_for_tests(folders[0])).prepare(demo=False)
    shutil.copytree(folders[0], folders[1])  # preparing once is enough
    copies = [start_copy(folder) for folder in folders]
    try:
        pages = [wait_for_address(copy) for copy in copies]
        assert pages[0] != pages[1]
        for page in pages:
            with urllib.request.urlopen(f"{page}/healthz", timeout=PATIENCE) as answer:  # noqa: S310  # always http
                assert answer.status == 200
        running = [processes_of(folder) for folder in folders]
        assert [len(found) >= 6 for found in running] == [True, True]  # dev.py, gunicorn 1 + 2, worker, beat
        copies[0].send_signal(signal.SIGINT)
        os.kill(next(pid for pid, command in running[1].items() if "beat" in command), signal.SIGKILL)
        said = [copy.communicate(timeout=PATIENCE) for copy in copies]
    finally:
        for copy in copies:
            copy.terminate()
            copy.communicate(timeout=PATIENCE)
    assert [copy.returncode for copy in copies] == [0, 1]
    assert said[0][0].rstrip().endswith("Stopped.")
    assert "The beat stopped by itself (exit status -9)" in said[1][1]
    assert [processes_of(folder) for folder in folders] == [{}, {}]


def start_copy(folder: Path) -> subprocess.Popen[str]:
    """As a shell starts a background job: with SIGINT ignored."""
    return subprocess.Popen(
        [sys.executable, "dev.py", "run", "--port", "0"],
        cwd=ROOT,
        env=environment.environment_for_tests(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
    )


def wait_for_address(copy: subprocess.Popen[str]) -> str:
    assert copy.stdout
    for line in copy.stdout:
        if line.startswith("The portal is at "):
            return line.split()[4].rstrip("/")
    raise AssertionError(f"it did not start: {copy.stderr.read() if copy.stderr else ''}")


def processes_of(folder: Path) -> dict[int, list[str]]:
    """Every process, however started, that works on the data in `folder`: its id and its command line."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"DATA_DIR={folder}".encode() in (process / "environ").read_bytes().split(b"\0"):
                found[int(process.name)] = (process / "cmdline").read_text().split("\0")
    return found
