"""The process that imports a bundle to see which workflows it defines. Started by runtime/discovery.py.

Arguments: bundle, entry point, dependencies (or ""), seconds it may take.
"""

from __future__ import annotations

import resource
import sys
import threading
import warnings
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import PydanticJsonSchemaWarning

from libretto import registry
from libretto.protocol import ErrorCode, WorkflowInfo
from runtime.child_protocol import Event
from runtime.python_child import async_run, sync_run
from runtime.python_child.bundle import (
    UnusableEntryPoint,
    enter,
    entry_point_path,
    hidden_names,
    import_entry_point,
)
from runtime.python_child.channel import Channel, end
from runtime.python_child.failures import RunFailed, describe_failure
from runtime.python_child.json_values import NotJson, TooLarge, json_value
from runtime.python_child.output import LogHandler, LogWriter, prepare_streams
from runtime.python_child.places import Places
from runtime.python_child.whereabouts import Whereabouts

MEMORY_BYTES = 8 * 1024**3
LOG_LINE_BYTES = 64 * 1024
SCHEMA_BYTES = 200 * 1024
# Imported so that the names of modules mean the same here as in a run.
RUNNERS = (async_run, sync_run)
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def main() -> None:
    bundle, entry_point, dependencies, seconds = sys.argv[1:]
    prepare_streams()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    channel = Channel()
    log = LogWriter(channel, LOG_LINE_BYTES)
    LogHandler(log).install()
    path = Path(bundle).resolve()
    enter(path, Path(dependencies).resolve() if dependencies else None)
    for name in hidden_names(path):
        remedy = "that name is taken. Rename it if it matters."
        log("warn", f"The bundle's own {name} is not what `import {name}` finds: {remedy}")
    places = Places(path)
    _give_up_after(float(seconds), entry_point, places, channel)
    channel.send(_outcome(path, entry_point, places, log))
    end()


def _outcome(bundle: Path, entry_point: str, places: Places, log: LogWriter) -> Event:
    try:
        _import(bundle, entry_point)
        definitions = registry.all_by_name()
        if not definitions:
            remedy = 'Put @workflow("name") above a function in it, or import one there.'
            raise RunFailed(ErrorCode.WORKFLOW_NOT_FOUND, f"{entry_point} defines no workflow. {remedy}")
        return {"event": "discovered", "workflows": [_info(one, places, entry_point, log) for one in definitions]}
    except RunFailed as failure:
        return {"event": "failed", "error": describe_failure(failure, places)}


def _import(bundle: Path, entry_point: str) -> None:
    try:
        import_entry_point(bundle, entry_point_path(bundle, entry_point))
    except UnusableEntryPoint as problem:
        raise RunFailed(ErrorCode.WORKFLOW_NOT_FOUND, str(problem)) from None
    except SystemExit as error:
        message = f'{entry_point} calls sys.exit() when it is imported. Put that under if __name__ == "__main__":'
        raise RunFailed(ErrorCode.WORKFLOW_ERROR, message, error) from None
    except BaseException as error:  # noqa: BLE001 - whatever the bundle raises is its author's news
        raise RunFailed(ErrorCode.WORKFLOW_ERROR, f"{entry_point} could not be imported.", error) from None


def _give_up_after(seconds: float, entry_point: str, places: Places, channel: Channel) -> None:
    whereabouts = Whereabouts(places)
    whereabouts.watch_sync()

    def give_up() -> None:
        message = (
            f"{entry_point} was still being imported after {seconds:g} seconds. "
            "Move what takes long into the workflow's function."
        )
        error = describe_failure(RunFailed(ErrorCode.TIMEOUT, message), places)
        channel.send({"event": "failed", "error": {**error, "mapped_stack": whereabouts.describe()["mapped_stack"]}})
        end()

    timer = threading.Timer(seconds, give_up)
    timer.daemon = True
    timer.start()


def _info(definition: registry.Definition, places: Places, entry_point: str, log: LogWriter) -> WorkflowInfo:
    file = places.relative(definition.place[0])
    return {
        "name": definition.name,
        "input_schema": _schema(definition, definition.input_model, "input", log),
        "output_schema": _schema(definition, definition.output_model, "output", log),
        "credential_names": list(definition.credential_names),
        "start_url": definition.start_url,
        "viewport": definition.viewport,
        "source_file": file if (Path(places.bundle) / file).is_file() else entry_point,
        "rerun": definition.rerun,
    }


def _schema(
    definition: registry.Definition,
    model: type[BaseModel] | None,
    which: Literal["input", "output"],
    log: LogWriter,
) -> dict[str, Any] | None:
    """JSON Schema of what the workflow takes or gives; None, and a line in the log, when there is none."""
    if model is None:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PydanticJsonSchemaWarning)
            schema = model.model_json_schema(mode="validation" if which == "input" else "serialization")
        value: dict[str, Any] = json_value({"$schema": DIALECT, **schema}, "schema", SCHEMA_BYTES)
    except TooLarge as problem:
        reason = f"it has {problem.size}; at most {SCHEMA_BYTES:,} are kept"
    except NotJson as problem:
        reason = str(problem)
    except Exception as error:  # noqa: BLE001 - models may bring code of their own
        reason = str(error).partition("\n")[0]
    else:
        return value
    log("warn", f'Workflow "{definition.name}": no JSON Schema of its {which} ({model.__name__}): {reason}')
    return None


if __name__ == "__main__":
    main()
