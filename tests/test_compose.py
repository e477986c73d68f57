"""docker-compose.yml and the image: valid, pinned, closed to the network, and its own commands really serve.

No container engine is needed; that the images build and start is what these tests cannot see.
"""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg2
import pytest
import yaml

from devtools.children import Children
from devtools.environment import settings_variables

ROOT = Path(__file__).resolve().parent.parent
GIVEN = {
    "SECRET_KEY": "Xm4-qT9wz_eB1kP7vLs2dRj8uYh3fCn6",
    "POSTGRES_PASSWORD": "letters0and1digits",
    "BASE_URL": "https://portal.example",
    "EMAIL_URL": "smtp://127.0.0.1:1",
}
OWN = ("prepare", "web", "worker", "beat")


def compose() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return content


def resolved(text: str, given: dict[str, str]) -> str:
    """The text as `docker compose` would read it: ${NAME:-default}, ${NAME:?message} and $$."""

    def value(match: re.Match[str]) -> str:
        name, operator, rest = match.group(1), match.group(2), match.group(3)
        if given.get(name):
            return given[name]
        if operator == ":?":
            raise KeyError(f"{name}: {rest}")
        return rest

    return re.sub(r"\$\{([A-Z_]+)(:-|:\?)([^}]*)\}", value, text).replace("$$", "$")


@pytest.mark.once
class TestFile:
    def test_it_follows_the_compose_specification(self) -> None:
        command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
        done = subprocess.run([*command, "docker-compose.yml"], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout

    def test_the_specification_would_find_a_slip(self, tmp_path: Path) -> None:
        broken = tmp_path / "docker-compose.yml"
        broken.write_text((ROOT / "docker-compose.yml").read_text().replace("depends_on:", "depend_on:"))
        command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
        assert subprocess.run([*command, str(broken)], capture_output=True, check=False).returncode == 1

    def test_it_has_all_parts_of_an_installation(self) -> None:
        parts = {"database", "redis", "prepare", "web", "worker", "beat", "proxy", "mailcatcher"}
        assert set(compose()["services"]) == parts
        assert compose()["services"]["mailcatcher"]["profiles"] == ["mailcatcher"]

    def test_every_image_is_pinned_to_a_minor_version(self) -> None:
        for name, service in compose()["services"].items():
            assert re.search(r":v?\d+\.\d+([.-][\w.-]+)?$", service["image"]), name
        froms = re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(), flags=re.M)
        assert len(froms) == 2
        assert all(re.search(r":\d+\.\d+-", image) for image in froms)

    def test_ports_are_open_on_this_machine_only(self) -> None:
        ports = [resolved(port, {}) for service in compose()["services"].values() for port in service.get("ports", [])]
        assert len(ports) == 3
        assert all(port.startswith("127.0.0.1:") for port in ports)

    def test_every_part_that_stays_has_a_health_check_and_comes_back(self) -> None:
        for name, service in compose()["services"].items():
            if name == "prepare":  # it ends
                assert service["healthcheck"] == {"disable": True}
                continue
            assert service["healthcheck"]["test"], name
            assert service["restart"] == "unless-stopped", name

    def test_every_variable_is_known_to_the_settings(self) -> None:
        for name in OWN:
            environment = compose()["services"][name]["environment"]
            assert set(environment) <= settings_variables(), name

    @pytest.mark.parametrize("name", sorted(GIVEN))
    def test_what_must_be_set_is_asked_for_by_name(self, name: str) -> None:
        text = (ROOT / "docker-compose.yml").read_text()
        with pytest.raises(KeyError, match=f"{name}: set {name} in .env"):
            resolved(text, {key: value for key, value in GIVEN.items() if key != name})
        assert f"\n{name}=" in (ROOT / ".env.example").read_text()

    def test_no_secret_is_written_into_the_repository(self) -> None:
        example = (ROOT / ".env.example").read_text()
        assert "\nSECRET_KEY=\n" in example
        assert "\nPOSTGRES_PASSWORD=\n" in example

    def test_the_image_runs_as_nobody_special_and_says_whether_it_is_well(self) -> None:
        last = (ROOT / "Dockerfile").read_text().split("FROM ")[-1]
        assert re.search(r"^USER portal$", last, flags=re.M)
        assert "HEALTHCHECK" in last
        assert "/healthz" in last

    def test_the_image_takes_no_data_and_no_secrets_along(self) -> None:
        ignored = (ROOT / ".dockerignore").read_text().splitlines()
        assert {".git", ".env", "var", ".venv"} <= set(ignored)


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.redis
class TestItsCommands:
    """The commands and the environment of the file, with only the addresses of the neighbours replaced."""

    @pytest.fixture
    def database_url(self) -> Iterator[str]:
        """An empty database beside the test's own."""
        server = os.environ["DATABASE_URL"]
        host = unquote(urlsplit(server).netloc.partition("@")[2])
        name = f"compose_{os.getpid()}"
        arguments = {"host": host, "user": "postgres", "dbname": "postgres"}
        connection = psycopg2.connect(**arguments)  # type: ignore[no-untyped-call]  # psycopg2 ships no types
        with closing(connection):
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(f"CREATE DATABASE {name}")
                yield server.removesuffix("postgres") + name
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")

    @pytest.fixture
    def environment(self, database_url: str, redis_url: str, tmp_path: Path) -> dict[str, str]:
        declared = compose()["services"]["web"]["environment"]
        redis = redis_url.rpartition("/")[0]
        return {
            **{name: resolved(str(value), GIVEN) for name, value in declared.items()},
            "DATABASE_URL": database_url,
            "BROKER_URL": f"{redis}/3",
            "CACHE_URL": f"{redis}/4",
            "DATA_DIR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        }

    def command(self, name: str, port: int = 0) -> list[str]:
        parts = compose()["services"][name]["command"]
        return [resolved(part, GIVEN).replace("0.0.0.0:8000", f"127.0.0.1:{port}") for part in parts]

    def test_web_worker_and_beat_work_together(self, environment: dict[str, str], tmp_path: Path) -> None:
        manage = [sys.executable, "manage.py"]
        for command in ([*manage, "collectstatic", "--noinput"], self.command("prepare")):
            done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr[-2000:]
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        with Children(grace=20) as children:
            for name in ("web", "worker", "beat"):
                children.start(name, self.command(name, port), env=environment, log=tmp_path / f"{name}.log")
            self.until_served(children, port)
            assert self.status(port, "/") == 301  # plain http is sent to https
            assert self.status(port, "/", {"Host": "portal.example", "X-Forwarded-Proto": "https"}) == 200
            assert self.status(port, "/", {"Host": "other.example", "X-Forwarded-Proto": "https"}) == 400
            self.until_worker_answers(environment)
            until(lambda: any(tmp_path.glob("beat-schedule*")))
            assert children.ended() is None

    def until_served(self, children: Children, port: int) -> None:
        def served() -> bool:
            ended = children.ended()
            assert ended is None, ended and ended.log.read_text()[-2000:]
            try:
                return self.status(port, "/healthz") == 200
            except OSError:  # not there yet, or too busy to answer in time
                return False

        until(served)

    def until_worker_answers(self, environment: dict[str, str]) -> None:
        ping = [*["celery", "-A", "portal", "inspect", "ping", "--json", "--timeout", "3"]]

        def answers() -> bool:
            done = subprocess.run(ping, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
            if done.returncode:
                return False
            return list(json.loads(done.stdout).values()) == [{"ok": "pong"}]

        until(answers)

    @staticmethod
    def status(port: int, path: str, headers: dict[str, str] | None = None) -> int:
        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *args: Any) -> None:
                return None

        request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers or {})
        try:
            with urllib.request.build_opener(Stay).open(request, timeout=60) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code


def until(holds: Any, seconds: float = 240) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.2)
