"""All cases, and which of them nobody tunes anything on."""

from __future__ import annotations

from typing import Final

from bench import (
    repair_admin_lte,
    repair_admin_lte_more,
    repair_argon_design,
    repair_creative_tim,
    repair_cropper,
    repair_gentelella,
    repair_gentelella_newest,
    repair_gentelella_older,
    repair_gentelella_pages,
    repair_gentelella_views,
    repair_json_editor,
    repair_lte_apps,
    repair_lte_forms,
    repair_lte_newer,
    repair_lte_older,
    repair_lte_pages,
    repair_lte_views,
    repair_materialize,
    repair_materialize_more,
    repair_now_ui,
    repair_players,
    repair_sb_admin_one,
    repair_sb_admin_tables,
    repair_sb_admin_two,
    repair_shards,
    repair_start_blogs,
    repair_start_bootstrap,
    repair_start_business,
    repair_start_more,
    repair_start_older,
    repair_start_pages,
    repair_start_resume,
    repair_start_scrolling,
    repair_tabler,
    repair_uikit,
    repair_uikit_more,
    repair_upload_viewer,
    repair_vali,
    repair_volt,
)
from bench.repair_case import Case

# Tuned on. Most of them were not at first: their results are known by now.
_TUNING: Final = (
    *repair_admin_lte.CASES,
    *repair_gentelella.CASES,
    *repair_start_bootstrap.CASES,
    *repair_creative_tim.CASES,
    *repair_start_pages.CASES,
    *repair_start_business.CASES,
    *repair_tabler.CASES,
    *repair_admin_lte_more.CASES,
    *repair_start_blogs.CASES,
    *repair_argon_design.CASES,
    *repair_json_editor.CASES,
    *repair_volt.CASES,
    *repair_start_resume.CASES,
    *repair_players.CASES,
    *repair_shards.CASES,
    *repair_now_ui.CASES,
    *repair_materialize.CASES,
    *repair_uikit.CASES,
    *repair_materialize_more.CASES,
    *repair_uikit_more.CASES,
    *repair_start_more.CASES,
    *repair_start_scrolling.CASES,
    *repair_cropper.CASES,
    *repair_gentelella_older.CASES,
    *repair_lte_newer.CASES,
    *repair_lte_older.CASES,
    *repair_sb_admin_one.CASES,
    *repair_upload_viewer.CASES,
    *repair_gentelella_newest.CASES,
    *repair_gentelella_pages.CASES,
    *repair_lte_apps.CASES,
    *repair_lte_pages.CASES,
    *repair_sb_admin_two.CASES,
)
# Written by somebody who had not read the code that repairs, and never ran it on them. Nothing is changed for one of
# these; once their results are known, they are for tuning, and new ones are written.
_UNSEEN: Final = (
    *repair_gentelella_views.CASES,
    *repair_lte_forms.CASES,
    *repair_lte_views.CASES,
    *repair_sb_admin_tables.CASES,
    *repair_start_older.CASES,
    *repair_vali.CASES,
)
ALL: Final[tuple[Case, ...]] = (*_TUNING, *_UNSEEN)
TUNED_ON: Final = frozenset(case.name for case in _TUNING)
UNSEEN: Final = frozenset(case.name for case in _UNSEEN)
