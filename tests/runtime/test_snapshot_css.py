"""Style sheets load nothing that is not kept, however it is written, and mean otherwise what they meant."""

from __future__ import annotations

import pytest

from runtime.tracing.snapshot_css import safe_css


def safe(css: str) -> str:
    return safe_css(css, resolve={"a.png": "/kept/1"}.get, imported=lambda address: "i{}")


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("a { color: red; content: 'url(x)' }", "a { color: red; content: 'url(x)' }"),
        ("a { background: URL( a.png ) no-repeat }", 'a { background: URL( "/kept/1" ) no-repeat }'),
        ("a { background: url('b.png') }", 'a { background: url("about:invalid") }'),
        ("a { fill: url(#g) }", 'a { fill: url("#g") }'),
        ("a { src: url(data:font/woff2;base64,AA==) }", 'a { src: url("data:font/woff2;base64,AA==") }'),
        ("@import 'x.css'; a{}", "i{}\n a{}"),
        ("@import url(x.css) screen and (width > 4px); a{}", "@media screen and (width > 4px) {\ni{}\n} a{}"),
        (".md\\:w-1\\/2 { width: 50% }", ".md\\:w-1\\/2 { width: 50% }"),
        ("@media (400px <= width < 700px) { a{} }", "@media (400px <= width < 700px) { a{} }"),
        ("x-y:not(:defined) { display: none }", "x-y:not(:is(*)) { display: none }"),
        ("a::before { content: '</style>' }", "a::before { content: '\\3c /style>' }"),
    ],
)
def test_style_sheets_keep_their_meaning(css: str, expected: str) -> None:
    assert safe(css) == expected


def test_a_style_sheet_cannot_end_its_element() -> None:
    assert "<" not in safe("</style><script>x</script><!--<img src=x onerror=y> a{b:url('</style>')}")
