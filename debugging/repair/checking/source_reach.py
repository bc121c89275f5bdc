"""What a workflow's code can do that a recording of its browser does not show: other services, other browsers."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final

# Of the standard library: what reaches beyond the process.
_REACHING: Final = frozenset(
    {
        *("socket", "socketserver", "http.client", "http.server", "urllib.request", "smtplib", "ftplib", "imaplib"),
        *("poplib", "nntplib", "telnetlib", "xmlrpc.client", "subprocess", "multiprocessing", "ctypes", "webbrowser"),
        *("asyncio.subprocess", "importlib", "runpy", "pty"),
    }
)
# Packages that only compute, and those whose doings are recorded.
_KNOWN: Final = frozenset(
    {
        *("libretto", "playwright", "pydantic", "pydantic_core", "typing_extensions", "annotated_types", "dateutil"),
        *("pytz", "tzdata", "lxml", "bs4", "cssselect", "numpy", "pandas", "openpyxl", "regex", "rapidfuzz", "babel"),
        *("phonenumbers", "pypdf", "pdfplumber", "PIL", "attr", "attrs", "yaml", "tomli", "orjson", "markdown"),
        *("unidecode", "slugify", "price_parser", "dateparser", "parsel", "html5lib", "more_itertools", "stdnum"),
    }
)
_SHELLS: Final = frozenset({"system", "popen", "startfile", "execv", "execve", "execvp", "posix_spawn", "spawnv"})
_BROWSERS: Final = frozenset({"launch", "launch_persistent_context", "connect", "connect_over_cdp"})
_ASKING: Final = frozenset({"post", "put", "patch", "delete", "fetch", "new_context"})  # of page.request
_OWNERS: Final = frozenset({"page", "context", "ctx", "playwright"})
_DYNAMIC: Final = frozenset({"exec", "eval", "__import__"})


def reach_of(sources: Mapping[str, str], *starts: str) -> list[str]:
    """A sentence about each thing in the files `starts`, and in those of the bundle that they import."""
    told: list[str] = []
    waiting, seen = list(dict.fromkeys(starts)), set(starts)
    while waiting:
        file = waiting.pop()
        try:
            tree = ast.parse(sources[file])
        except (KeyError, SyntaxError, ValueError, RecursionError, MemoryError):
            told.append(f"{file} could not be read, so what else it does is not known.")
            continue
        for module, line in _imports(tree, file):
            inner = _files_of(module, sources)
            waiting += [one for one in inner if one not in seen]
            seen.update(inner)
            is_own = bool(inner) and module.partition(".")[0] not in sys.stdlib_module_names  # those come first
            if not is_own and _reaches(module):
                told.append(f"Its code uses {module} ({file}:{line}), and what it does with that is not recorded.")
        told += [f"Its code {what} ({file}:{line}), and that is not recorded." for what, line in _calls(tree)]
    return list(dict.fromkeys(told))


def _imports(tree: ast.AST, file: str) -> Iterator[tuple[str, int]]:
    """Modules by their full names; of "from a import b" both "a" and "a.b", for b may be one."""
    package = PurePosixPath(file).parent.parts
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = [*package[: len(package) - node.level + 1]] if node.level else []
            name = ".".join([*base, *([node.module] if node.module else [])])
            if node.module and not node.level:
                yield name, node.lineno
            yield from ((f"{name}.{alias.name}".strip("."), node.lineno) for alias in node.names)


def _files_of(module: str, sources: Mapping[str, str]) -> list[str]:
    """The module and the packages it is in, as far as they are in the bundle."""
    parts = module.split(".")
    paths = ["/".join(parts[:count]) for count in range(1, len(parts) + 1)]
    return [file for path in paths for file in (f"{path}.py", f"{path}/__init__.py") if file in sources]


def _reaches(module: str) -> bool:
    top = module.partition(".")[0]
    if any(module == one or module.startswith(f"{one}.") for one in _REACHING):
        return True
    return bool(top) and top not in sys.stdlib_module_names and top not in _KNOWN


def _calls(tree: ast.AST) -> Iterator[tuple[str, int]]:
    read = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=name, value=ast.Name(id="os"))) if name in _SHELLS:
                yield f"starts other programs with os.{name}", node.lineno
            case ast.Call(func=ast.Attribute(attr=name)) if name in _BROWSERS:
                yield f"calls {name}(), perhaps of another browser", node.lineno
            case ast.Call(func=ast.Name(id=name)) if name in _DYNAMIC:
                yield f"runs text as code with {name}()", node.lineno
            case ast.Attribute(attr=name, value=ast.Attribute(attr="request")) if name in _ASKING:
                yield f"sends requests of its own with request.{name}()", node.lineno
            case ast.Attribute(attr="request", value=owner) if id(node) not in read and _name(owner) in _OWNERS:
                yield "may send requests of its own", node.lineno


def _name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
