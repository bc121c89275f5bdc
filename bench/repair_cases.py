"""All cases, and which of them nobody tunes anything on."""

from __future__ import annotations

from typing import Final

from bench import repair_admin_lte, repair_gentelella, repair_start_bootstrap
from bench.repair_case import Case

ALL: Final[tuple[Case, ...]] = (*repair_admin_lte.CASES, *repair_gentelella.CASES, *repair_start_bootstrap.CASES)
# One third, drawn before anything was run on them. When one fails, the code is not changed for it.
UNSEEN: Final = frozenset(
    {
        *(
            "lte-invoice-as-pdf",
            "lte-compose-discard",
            "lte-forward-mail",
            "lte-register-terms",
            "lte-profile-settings",
        ),
        *("lte-print-gone", "lte-reply-taken-away", "gen-size-medium", "gen-repeat-password", "gen-forgotten"),
        *("gen-confirmed-mail-gone", "sb2-log-in-by-class", "sb-confirm-password", "land-services"),
        *("sb-messages-gone",),
    }
)
