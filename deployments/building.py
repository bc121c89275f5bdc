"""A build: from the uploaded bundle to workflows that can be run, or to a reason why not."""

from __future__ import annotations

import logging
import tempfile
import traceback
from pathlib import Path
from uuid import UUID

from django.conf import settings

from deployments.build_log import BuildLog, shortened
from deployments.checkout import checkout
from deployments.discovered import checked
from deployments.heartbeat import heartbeat
from deployments.models import Deployment, DeploymentStatus
from deployments.problems import BundleProblem
from deployments.publishing import publish, tell_built
from libretto.protocol import WorkflowInfo
from runtime.discovery import discover

DISCOVERY_SECONDS = 120.0
ATTEMPTS_MOST = 3
logger = logging.getLogger(__name__)


def build(*, deployment_id: UUID) -> None:
    """Builds the deployment unless somebody else does or did. Safe to run twice, and beside itself."""
    deployment = Deployment.objects.claim(deployment_id)
    if deployment is None:
        return
    log = BuildLog()
    with heartbeat(deployment):
        try:
            workflows = _workflows_of(deployment, log)
            log.line(f"Ready: {', '.join(info['name'] for info in workflows)}.")
            publish(deployment=deployment, workflows=workflows, log=log.text)
        except BundleProblem as problem:
            log.line(str(problem))
            _fail(deployment, shortened(str(problem)), log)
        except Exception:  # whatever it is, the deployment must not stay `building`
            logger.exception("The build of deployment %s failed on our side", deployment.id)
            log.line(traceback.format_exc())
            error = "The server could not build this bundle, through no fault of the bundle. Deploy it again."
            _fail(deployment, error, log)


def sweep() -> list[UUID]:
    """The deployments whose build nobody works on: to be built again. Gives up those that were tried too often."""
    again: list[UUID] = []
    for deployment in Deployment.objects.silent():
        if deployment.build_attempts >= ATTEMPTS_MOST:
            gone = deployment.give_up(
                f"The build was begun {deployment.build_attempts} times, and each time the worker went away before "
                "its end: it was stopped, or ran out of memory. Deploy it again."
            )
            if gone:
                tell_built(deployment, DeploymentStatus.FAILED)
        elif deployment.release():
            again.append(deployment.id)
    return again


def _fail(deployment: Deployment, error: str, log: BuildLog) -> None:
    if deployment.fail(error=error, log=log.text):
        tell_built(deployment, DeploymentStatus.FAILED)


def _workflows_of(deployment: Deployment, log: BuildLog) -> list[WorkflowInfo]:
    made = checkout(deployment, log)
    if not (made.bundle / deployment.entry_point).is_file():
        raise BundleProblem(
            f"The bundle has no {deployment.entry_point}, its entry point. Name another with --entry-point."
        )
    if not deployment.entry_point.endswith(".py"):
        raise BundleProblem("TypeScript bundles are not supported by this version.")
    log.line(f"Importing {deployment.entry_point}.")
    with tempfile.TemporaryDirectory(dir=settings.HOME.folder("tmp"), prefix="discovery-") as scratch:
        discovery = discover(
            bundle=made.bundle,
            entry_point=deployment.entry_point,
            dependencies=made.dependencies,
            scratch=Path(scratch),
            hidden_paths=[settings.HOME.path],
            timeout_seconds=min(DISCOVERY_SECONDS, settings.BUILD_TIMEOUT_SECONDS),
        )
    log.write(discovery.log)
    if discovery.error is not None:
        raise BundleProblem(discovery.error)
    return checked(discovery.workflows, deployment.entry_point)
