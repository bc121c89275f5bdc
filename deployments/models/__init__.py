"""Uploaded packages of workflows, and the workflows they hold. Django looks for models here."""

from deployments.history import DeploymentEvent
from deployments.models.deployments import Deployment, DeploymentQuerySet, DeploymentStatus, Origin
from deployments.models.workflows import Workflow, WorkflowQuerySet, WorkflowVersion
from deployments.stored_credentials import Credential

__all__ = [
    "Credential",
    "Deployment",
    "DeploymentEvent",
    "DeploymentQuerySet",
    "DeploymentStatus",
    "Origin",
    "Workflow",
    "WorkflowQuerySet",
    "WorkflowVersion",
]
