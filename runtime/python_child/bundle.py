"""Makes a bundle importable in this process and imports its entry point."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from pathlib import Path, PurePosixPath


class UnusableEntryPoint(Exception):
    """The message says why, for the bundle's author."""


def entry_point_path(bundle: Path, entry_point: str) -> Path:
    """The absolute path of an entry point that can be imported. Raises UnusableEntryPoint."""
    relative = PurePosixPath(entry_point)
    if relative.suffix in {".js", ".mjs", ".cjs", ".ts", ".mts", ".cts"}:
        raise UnusableEntryPoint(
            f"TypeScript bundles are not supported yet: the entry point is {entry_point}. Deploy a Python file."
        )
    if relative.suffix != ".py":
        raise UnusableEntryPoint(f"The entry point must be a Python file such as workflows.py, not {entry_point!r}.")
    path = (bundle / relative).resolve()
    if relative.is_absolute() or not path.is_relative_to(bundle):
        raise UnusableEntryPoint(f"The entry point {entry_point} lies outside the bundle. Name a file inside it.")
    if not path.is_file():
        raise UnusableEntryPoint(f"The bundle has no file {entry_point}. Name the file that defines the workflows.")
    return path


def enter(bundle: Path, dependencies: Path | None) -> None:
    """The bundle comes first on the import path, then its dependencies, then what the server has.

    What is imported already stays as it is, so a json.py in the bundle harms nobody. Only our own
    package steps aside: `runtime` is a name a bundle may want to use.
    """
    sys.dont_write_bytecode = True
    own_folder = str(Path(__file__).resolve().parent.parent.parent)
    rest = [folder for folder in sys.path if folder not in {"", own_folder}]
    sys.path[:] = [str(bundle), *([str(dependencies)] if dependencies else []), *rest, own_folder]
    for name in [name for name in sys.modules if name == "runtime" or name.startswith("runtime.")]:
        del sys.modules[name]
    importlib.invalidate_caches()
    os.chdir(bundle)


def hidden_names(bundle: Path) -> list[str]:
    """Modules at the top of the bundle that `import` does not find, because something of that name is there already."""
    modules = {path.stem for path in bundle.glob("*.py")} | {path.parent.name for path in bundle.glob("*/__init__.py")}
    return sorted(modules & set(sys.modules))


def import_entry_point(bundle: Path, path: Path) -> None:
    """Runs the file as the module a colleague in the bundle would import, so that it never runs twice."""
    parts = list(path.relative_to(bundle).with_suffix("").parts)
    if parts[-1] == "__init__" and len(parts) > 1:
        parts.pop()
    sys.argv = [str(path)]
    taken = parts[0] in sys.modules or parts[0] in sys.stdlib_module_names
    if taken or not all(part.isidentifier() for part in parts):
        _import_file("entry_point_of_the_bundle", path)
    else:
        importlib.import_module(".".join(parts))


def _import_file(name: str, path: Path) -> None:
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path.name} cannot be imported.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
