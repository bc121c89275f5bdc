"""What this room asks the rooms above it, which it does not know."""

from django.dispatch import Signal

# Sent before a credential is deleted, with `credential` (a Credential). A receiver that needs it returns the
# reason as a sentence, such as "2 queued or running jobs use it."; the deletion is then refused with that sentence
# (409, reason `credential_in_use`). None lets it pass. Connect in AppConfig.ready:
#     credential_delete_requested.connect(receiver, dispatch_uid="jobs.credentials")
credential_delete_requested = Signal()
