"""What this room asks the rooms above it, which it does not know."""

from django.dispatch import Signal

# Sent before a credential is deleted or renamed, with `credential` (a Credential). A receiver that needs it returns the
# reason as a sentence, such as "2 queued or running jobs use it."; that is then refused with the sentence
# (409, reason `credential_in_use`). None lets it pass. Connect in AppConfig.ready:
#     credential_leaving.connect(receiver, dispatch_uid="jobs.credentials")
credential_leaving = Signal()

# Sent after commit when a build ended, with `deployment_id` (UUID) and `status` (DeploymentStatus: ready or failed).
deployment_built = Signal()
