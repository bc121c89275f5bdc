"""Provokes a seeded fault: runs its workflow through the engine on the site as it was, then as it is now, and assembles
the evidence as the server does."""

from __future__ import annotations

import os
import re
import signal
import uuid
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, Final

import psutil

from debugging.evidence import Evidence
from debugging.gathering.assembling import assemble
from debugging.gathering.recorded_run import RecordedRun
from tests.faults.fault import Fault, Violence
from tests.faults.heard_run import heard_run
from tests.faults.site import Site, standing
from tests.runtime.host_process import HostProcess

_TIMEOUT: Final = re.compile(r"(timeout[=(])(\d[\d_]*)")
LEFT_ALONE: Final = ("host", "worker")  # victims after which nobody hears of the run any more


def provoked(fault: Fault, folder: Path) -> Evidence:
    """`folder` is empty. Raises AssertionError when the good run fails, or when the fault is none."""
    with standing() as site, ExitStack() as traces:
        good = _good_run(fault, site, folder, traces) if fault.ran_before else None
        failed = _failed_run(fault, site, folder, traces, good)
        return assemble(failed, good=good)


def _good_run(fault: Fault, site: Site, folder: Path, traces: ExitStack) -> RecordedRun:
    site.show(fault.site)
    params = fault.params if fault.params_before is None else fault.params_before
    host = _host(fault, site, folder / "good", _patient(fault.workflow_before or fault.workflow), params)
    with host:
        _hear(host, None)
    [result] = host.of("result")
    assert result["outcome"] == "completed", f"{fault.name}: the good run failed: {result}"
    return heard_run(fault, host, deployment=uuid.uuid4(), traces=traces)


def _patient(workflow: str) -> str:
    """Waits longer, in the same lines: time-outs are short only so that a fault is soon there."""
    return _TIMEOUT.sub(lambda found: f"{found[1]}{int(found[2].replace('_', '')) * 10}", workflow)


def _failed_run(fault: Fault, site: Site, folder: Path, traces: ExitStack, good: RecordedRun | None) -> RecordedRun:
    site.show(fault.site_now)
    host = _host(fault, site, folder / "failed", fault.workflow, fault.params, **fault.spec)
    with host:
        _hear(host, fault.violence)
    deployment = good.run.deployment_id if good and not fault.workflow_before else uuid.uuid4()
    recorded = heard_run(fault, host, deployment=deployment, traces=traces)
    assert recorded.failure is not None, f"{fault.name}: the run did not fail"
    return recorded


def _host(fault: Fault, site: Site, folder: Path, source: str, given: Any, **spec: Any) -> HostProcess:
    folder.mkdir()
    params = {"site": site.addresses["site"], **{name: _filled(site, value) for name, value in given.items()}}
    if isinstance(spec.get("start_url"), str):
        spec["start_url"] = site.filled(spec["start_url"])
    spec = {"credentials": dict(fault.credentials), **spec}
    host = HostProcess(folder, "", workflow=fault.workflow_name, params=params, **spec)
    Path(host.spec.bundle, "workflows.py").write_text(site.filled(source), encoding="utf-8")
    return host


def _filled(site: Site, value: object) -> object:
    return site.filled(value) if isinstance(value, str) else value


def _hear(host: HostProcess, violence: Violence | None) -> None:
    """All that the host says; all that was heard of it, when it or the worker is the victim."""
    heard = None
    while host.next()["event"] != "closed":
        if violence is None or not _begun(host.events[-1], violence):
            continue
        heard = len(host.events) if violence.to in LEFT_ALONE else None
        _do(violence, host)
        if violence.to == "host":
            break
        violence = None
    del host.events[heard or len(host.events) :]


def _begun(event: dict[str, Any], violence: Violence) -> bool:
    is_step = event["event"] == "timeline" and event["kind"] == "step"
    return is_step and str(event["data"]["title"]).startswith(violence.at_step)


def _do(violence: Violence, host: HostProcess) -> None:
    match violence.to:
        case "renderer":
            for process in host.browser().children(recursive=True):
                with suppress(psutil.NoSuchProcess):
                    if any("--type=renderer" in word for word in process.cmdline()):
                        process.send_signal(signal.SIGSEGV)
        case "browser":
            host.browser().kill()
        case "workflow":
            host.child().kill()
        case "host":
            host.process.kill()
            host.process.wait()
            for pid in host.left():
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            host.wait_until_nothing_is_left()
        case "worker":
            host.hang_up()
