"""Makes the environment in LIBRETTO_HOME: virtual environment, pinned packages, Chromium.

Runs with the machine's own Python before anything of ours is installed, so: standard library only.
Usage: setup.py server|dev. Again with nothing changed, it takes a fraction of a second.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

CHECKOUT = Path(__file__).resolve().parent.parent
HOME = Path(os.environ["LIBRETTO_HOME"])
VENV = HOME / "venv"
PYTHON = VENV / "bin" / "python"
LOG = HOME / "log" / "setup.log"
REQUIREMENTS = {"server": "requirements.txt", "dev": "requirements-dev.txt"}
OF_WORKFLOWS = ["playwright", "pydantic", "pydantic_core", "annotated_types", "typing_inspection", "typing_extensions"]
CHROMIUM_PACKAGES = ["chromium", "fonts-liberation", "bubblewrap"]
SYSTEM_CHROMIUMS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]


def main(kind: str) -> None:
    LOG.parent.mkdir(parents=True, exist_ok=True)
    stamp = VENV / "installed-requirements"
    wanted = fingerprint(kind)
    if not already_holds(stamp, kind, wanted):
        make_environment()
        install_packages(kind)
        stamp.write_text(f"{kind} {wanted}\n")
    ensure_chromium()


def fingerprint(kind: str) -> str:
    """Changes with the pinned packages, the Python that holds them, and the checkout they point at."""
    digest = hashlib.sha256(f"{CHECKOUT} {sys.version}".encode())
    for name in (REQUIREMENTS["server"], REQUIREMENTS[kind], "pyproject.toml"):
        digest.update((CHECKOUT / name).read_bytes())
    return digest.hexdigest()


def already_holds(stamp: Path, kind: str, wanted: str) -> bool:
    """The development environment holds all that the server needs, so it serves for both."""
    if not stamp.exists() or not PYTHON.exists():
        return False
    held_kind, _, held = stamp.read_text().strip().partition(" ")
    return held == wanted or (kind == "server" and held_kind == "dev" and held == fingerprint("dev"))


def make_environment() -> None:
    if PYTHON.exists() and version_of(PYTHON) == sys.version:
        return
    with step("Making a Python environment"):
        shutil.rmtree(VENV, ignore_errors=True)
        if run([sys.executable, "-m", "venv", str(VENV)]):
            return
        # Debian keeps the part of venv that installs pip in a package of its own.
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        shutil.rmtree(VENV, ignore_errors=True)
        if can_install_packages() and apt_install([package]) and run([sys.executable, "-m", "venv", str(VENV)]):
            return
        stop(f"Python's venv module does not work here. Install it (Debian: apt-get install {package}) and try again.")


def version_of(python: Path) -> str:
    command = [str(python), "-c", "import sys; print(sys.version, end='')"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def install_packages(kind: str) -> None:
    with step("Installing pinned packages"):
        pip = [str(PYTHON), "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--quiet"]
        if not run([*pip, "--require-hashes", "--only-binary=:all:", "-r", str(CHECKOUT / REQUIREMENTS[kind])]):
            stop(f"The packages could not be installed. The reason is at the end of {LOG}.")
        if not run([*pip, "--no-deps", "--no-build-isolation", "--editable", str(CHECKOUT)]):
            stop(f"The `libretto` command could not be installed. The reason is at the end of {LOG}.")
        if not compile_for_workflows():
            stop(f"The packages could not be compiled. The reason is at the end of {LOG}.")


def compile_for_workflows() -> bool:
    """Workflow code sees only bytecode that lies beside the modules: without it, each run compiles for a second."""
    [folder] = VENV.glob("lib/python*/site-packages")
    modules = [str(path) for name in OF_WORKFLOWS for path in (folder / name, folder / f"{name}.py") if path.exists()]
    return run(["env", "-u", "PYTHONPYCACHEPREFIX", str(PYTHON), "-m", "compileall", "-q", *modules])


def ensure_chromium() -> None:
    if chromium() is not None:
        return
    with step("Installing Chromium"):
        if can_install_packages():
            apt_install(CHROMIUM_PACKAGES)
        if chromium() is None:
            run([str(PYTHON), "-m", "playwright", "install", "chromium"])
        if chromium() is None:
            stop(
                "Chromium was not found and could not be installed. Install it (Debian: apt-get install chromium), "
                "or set LIBRETTO_CHROMIUM to its path."
            )


def chromium() -> str | None:
    """The same places as `runtime.chromium`, which cannot be imported before packages are installed."""
    if explicit := os.environ.get("LIBRETTO_CHROMIUM"):
        if not os.access(explicit, os.X_OK):
            stop(f"LIBRETTO_CHROMIUM is {explicit!r}, which is not a program. Set it to Chromium's path, or unset it.")
        return explicit
    browsers = [Path(os.environ["PLAYWRIGHT_BROWSERS_PATH"]), Path.home() / ".cache" / "ms-playwright"]
    for folder in browsers:
        for found in sorted(folder.glob("chromium-*/chrome-linux*/chrome")):
            return str(found)
    return next((path for name in SYSTEM_CHROMIUMS if (path := shutil.which(name))), None)


def can_install_packages() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(packages: list[str]) -> bool:
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    return run(install) or (run(["apt-get", "update"]) and run(install))


def run(command: list[str]) -> bool:
    """True when it succeeded. What it printed is in the log."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with LOG.open("ab") as log:
        log.write(f"\n$ {' '.join(command)}\n".encode())
        log.flush()
        return subprocess.run(command, stdout=log, stderr=log, env=environment, check=False).returncode == 0


class step:
    """Says what is being done and how long it took."""

    def __init__(self, title: str) -> None:
        self.title = title

    def __enter__(self) -> None:
        self.started = time.monotonic()
        print(f"{self.title} … ", end="", flush=True)

    def __exit__(self, kind: object, *rest: object) -> None:
        print("failed" if kind else f"{time.monotonic() - self.started:.0f} s", flush=True)


def stop(sentence: str) -> NoReturn:
    print(f"\n{sentence}", file=sys.stderr)
    raise SystemExit(1)


if __name__ == "__main__":
    main(sys.argv[1])
