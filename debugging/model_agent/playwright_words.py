"""Functions that a suggested line may call: Playwright's own, in Python and TypeScript, and a few plain ones."""

from __future__ import annotations

from typing import Final

_SNAKE: Final = """
get_by_role get_by_label get_by_text get_by_placeholder get_by_alt_text get_by_title get_by_test_id
locator frame_locator content_frame filter first last nth or_ and_ all count click dblclick tap
hover focus blur fill clear type press press_sequentially check uncheck set_checked select_option
select_text set_input_files drag_to scroll_into_view_if_needed wait_for wait_for_url
wait_for_selector wait_for_load_state wait_for_timeout wait_for_event wait_for_function goto reload
go_back go_forward expect_download expect_popup expect_page expect_navigation expect_response
expect_request expect_event expect to_be_visible to_be_hidden to_be_enabled to_be_disabled
to_be_checked to_be_editable to_be_attached to_have_text to_contain_text to_have_value to_have_count
to_have_url to_have_title to_have_attribute text_content inner_text inner_html input_value
get_attribute is_visible is_enabled is_checked is_hidden all_inner_texts all_text_contents title url
bring_to_front keyboard mouse accept dismiss on once set_default_timeout close
"""
_PLAIN: Final = """
await async with page context compile re str int float len print range if for return not True False
"""


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


PLAYWRIGHT_WORDS: Final = frozenset({*_SNAKE.split(), *map(_camel, _SNAKE.split()), *_PLAIN.split()})
