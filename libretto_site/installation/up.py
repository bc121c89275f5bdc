"""`bin/up`: starts the installation, or finds it running, and says where to look."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
import traceback
from typing import NoReturn

import httpx
import psutil

from libretto_site import env
from libretto_site.installation import first_team, samples
from libretto_site.installation.layout import Layout, read, running_supervisor, write
from libretto_site.installation.supervise import supervise

READY_SECONDS = 120
READ_HERE = (  # not, or not only, by libretto_site.settings
    *("DATABASE_URL", "LIBRETTO_PUBLIC_URL", "LIBRETTO_HOST", "LIBRETTO_PORT"),
    *("LIBRETTO_BROWSERS", "LIBRETTO_ADMIN_EMAIL", "LIBRETTO_ADMIN_PASSWORD"),
)


def up(*, detach: bool, with_samples: bool) -> int:
    layout = Layout.from_environment()
    _read_files()
    supervisor = running_supervisor(layout)
    started_here = supervisor is None
    if supervisor is None:
        supervisor = _start(layout)
    url = _wait_ready(layout, supervisor)
    settings = {"DATABASE_URL": read(layout.supervisor_file)["database_url"], "LIBRETTO_PUBLIC_URL": url}
    os.environ.update({name: value for name, value in settings.items() if value})
    account = first_team.ensure(layout)
    write(layout.up_file, {"url": url, **account, "pid": supervisor.pid})
    if with_samples:
        samples.ensure(layout, url=url, api_key=account["api_key"])
    _say(layout)
    if detach or not started_here:
        return 0
    return _stay(supervisor)


def _read_files() -> None:
    """What is read here and lies in files (NAME_FILE) is put into the environment: to be seen here, and to be one
    setting, not two, for the server once we have set it."""
    try:
        for name in READ_HERE:
            if (value := env.optional(name)) is not None:
                os.environ[name] = value
            os.environ.pop(f"{name}_FILE", None)
    except env.SettingError as error:
        stop(str(error))


def _start(layout: Layout) -> psutil.Process:
    listening = _listen(layout)
    url = f"http://{_shown_host()}:{listening.getsockname()[1]}"
    portal_port = read(layout.samples_file).get("portal_port") or _free_port()
    print(f"Starting at {url} …", flush=True)
    layout.supervisor_file.unlink(missing_ok=True)
    pid = os.fork()
    if pid == 0:
        os.setsid()
        _become_quiet(layout)
        listening.set_inheritable(True)
        code = 1
        try:
            code = supervise(layout, listening=listening.fileno(), portal_port=portal_port, url=url)
        except Exception:  # noqa: BLE001 (the exit below would swallow it)
            traceback.print_exc()  # into supervisor.log
        finally:
            os._exit(code)
    listening.close()
    return psutil.Process(pid)


def _listen(layout: Layout) -> socket.socket:
    """Bound here, so that a taken port is found out before anything is started."""
    host = os.environ.get("LIBRETTO_HOST", "127.0.0.1")
    text = os.environ.get("LIBRETTO_PORT", "8000").strip() or "8000"
    if not text.isdigit() or int(text) > 65535:
        stop(f"LIBRETTO_PORT is {text!r}. Use a number from 0 (any free port) to 65535.")
    # With 0, the port of last time if it is still free: links that were sent keep working.
    earlier = read(layout.up_file).get("url", "").rpartition(":")[2]
    wanted = [int(earlier), 0] if int(text) == 0 and earlier.isdigit() else [int(text)]
    for port in wanted:
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
            listening.listen(1024)
            return listening
        except OSError as error:
            listening.close()
            reason = error.strerror
    if reason == "Address already in use":
        stop(f"Port {wanted[-1]} is taken by another program. Choose another one, for example: LIBRETTO_PORT=0 bin/up")
    stop(f"Cannot listen on {host}:{wanted[-1]}: {reason}. Set LIBRETTO_HOST and LIBRETTO_PORT to a free address.")


def _shown_host() -> str:
    host = os.environ.get("LIBRETTO_HOST", "127.0.0.1")
    return "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host  # noqa: S104 (compared, not bound)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _become_quiet(layout: Layout) -> None:
    """The supervisor outlives the terminal: its words go to a file."""
    log = os.open(layout.logs / "supervisor.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(log, 1)
    os.dup2(log, 2)


def _wait_ready(layout: Layout, supervisor: psutil.Process) -> str:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        said = read(layout.supervisor_file)
        if said.get("state") == "ready" and said.get("pid") == supervisor.pid and _healthy(said["url"]):
            return str(said["url"])
        if said.get("state") == "failed":
            stop(said["reason"])
        if not supervisor.is_running() or supervisor.status() == psutil.STATUS_ZOMBIE:
            stop(f"The server stopped while starting. See {layout.logs / 'supervisor.log'}.")
        time.sleep(0.05)
    stop(f"The server was not healthy after {READY_SECONDS} s. See the files in {layout.logs}.")


def _healthy(url: str) -> bool:
    try:
        return httpx.get(f"{url}/healthz", timeout=5, trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


def _say(layout: Layout) -> None:
    said, runs = read(layout.up_file), read(layout.samples_file)
    print(f"\nLibretto is running.\n\n  Address         {said['url']}")
    print(f"  Sign in         {said['email']}  {said['password']}")
    print(f"  API key         {said['api_key']}")
    if runs.get("finished_job"):
        print(f"  A finished run  {said['url']}/runs/{runs['finished_job']}   (with its recording)")
    if runs.get("failed_job"):
        print(f"  A failed run    {said['url']}/runs/{runs['failed_job']}   (and why it is not repaired)")
    if runs.get("repaired_job"):
        print(f"  A repaired one  {said['url']}/runs/{runs['repaired_job']}   (it takes a minute)")
    print(f"\nLogs are in {layout.logs}. Stop it with bin/down.\n", flush=True)


def _stay(supervisor: psutil.Process) -> int:
    """In the foreground: Ctrl-C stops the installation, and its end is ours."""

    def pass_on(number: int, frame: object) -> None:
        supervisor.send_signal(signal.SIGTERM)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, pass_on)
    print("Press Ctrl-C to stop.", flush=True)
    _, status = os.waitpid(supervisor.pid, 0)
    print("Stopped.", flush=True)
    return os.waitstatus_to_exitcode(status)


def stop(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr, flush=True)
    raise SystemExit(1)
