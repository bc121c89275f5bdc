"""Released web pages from npm, old and new, kept unpacked in a folder: MIT-licensed, where nothing else is said."""

from __future__ import annotations

import json
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

PACKAGES: Final = (
    *("admin-lte@2.4.18", "admin-lte@3.2.0", "admin-lte@4.0.0"),
    *("gentelella@1.4.0", "gentelella@2.1.0", "gentelella@4.2.0"),
    *("startbootstrap-sb-admin-2@3.3.7", "startbootstrap-sb-admin-2@4.1.4"),
    *("startbootstrap-sb-admin@4.0.0", "startbootstrap-sb-admin@7.0.7"),
    *("startbootstrap-creative@4.1.1", "startbootstrap-creative@7.0.7"),
    *("material-dashboard@1.2.0", "material-dashboard@2.1.0", "material-dashboard@3.1.0"),
    *("@creative-tim-official/argon-dashboard-free@1.0.0", "@creative-tim-official/argon-dashboard-free@1.2.0"),
    "@creative-tim-official/argon-dashboard@2.0.4",
    *("paper-kit-2@2.0.0", "paper-kit-2@2.1.0"),
    *("patternfly@2.10.0", "patternfly@3.10.0"),  # Apache-2.0
    *("plyr@1.8.7", "plyr@2.0.18"),
    *("semantic-ui@1.12.3", "semantic-ui@2.5.0"),
    *("smartwizard@4.2.2", "smartwizard@5.1.1"),
    *("argon-design-system-free@1.0.0", "argon-design-system-free@1.2.0"),
    *("jsoneditor@4.1.2", "jsoneditor@9.0.0"),  # Apache-2.0
    *("spectre.css@0.1.10", "spectre.css@0.5.9"),
    *("startbootstrap-agency@5.2.2", "startbootstrap-agency@7.0.12"),
    *("startbootstrap-blog-home@4.2.1", "startbootstrap-blog-home@5.0.9"),
    *("startbootstrap-blog-post@4.2.1", "startbootstrap-blog-post@5.0.9"),
    *("startbootstrap-business-frontpage@4.2.2", "startbootstrap-business-frontpage@5.0.9"),
    *("startbootstrap-business-casual@4.1.1", "startbootstrap-business-casual@7.0.9"),
    *("startbootstrap-clean-blog@4.1.1", "startbootstrap-clean-blog@6.0.9"),
    *("startbootstrap-coming-soon@4.1.1", "startbootstrap-coming-soon@6.0.7"),
    *("startbootstrap-freelancer@4.1.1", "startbootstrap-freelancer@7.0.7"),
    *("startbootstrap-grayscale@4.1.1", "startbootstrap-grayscale@7.0.6"),
    *("startbootstrap-heroic-features@4.2.3", "startbootstrap-heroic-features@5.0.6"),
    *("startbootstrap-landing-page@4.1.1", "startbootstrap-landing-page@6.0.6"),
    *("startbootstrap-modern-business@4.2.3", "startbootstrap-modern-business@5.0.7"),
    *("startbootstrap-new-age@4.1.1", "startbootstrap-new-age@6.0.7"),
    *("startbootstrap-one-page-wonder@4.1.1", "startbootstrap-one-page-wonder@6.0.6"),
    *("startbootstrap-resume@4.1.1", "startbootstrap-resume@7.0.6"),
    *("startbootstrap-scrolling-nav@4.1.1", "startbootstrap-scrolling-nav@5.0.6"),
    *("startbootstrap-shop-homepage@4.3.0", "startbootstrap-shop-homepage@5.0.6"),
    *("startbootstrap-shop-item@4.3.0", "startbootstrap-shop-item@5.0.6"),
    *("startbootstrap-simple-sidebar@4.1.1", "startbootstrap-simple-sidebar@6.0.6"),
    *("startbootstrap-small-business@4.2.3", "startbootstrap-small-business@5.0.6"),
    *("startbootstrap-stylish-portfolio@4.1.1", "startbootstrap-stylish-portfolio@6.0.6"),
    *("swagger-ui@2.2.10", "swagger-ui-dist@3.52.5"),  # Apache-2.0; one product under two names
    *("@themesberg/volt-bootstrap-5-dashboard@1.0.1", "@themesberg/volt-bootstrap-5-dashboard@1.4.1"),
    *("admin-lte@2.3.11", "admin-lte@3.0.5", "admin-lte@3.1.0", "admin-lte@4.0.0-rc7"),
    "gentelella@1.3.0",
    *("startbootstrap-sb-admin-2@1.0.7", "startbootstrap-sb-admin-2@4.0.0"),
    *("ng2-pdfjs-viewer@3.2.0", "ng2-pdfjs-viewer@6.0.2", "ng2-pdfjs-viewer@25.0.18"),  # Apache-2.0
    *("blueimp-file-upload@6.9.7", "blueimp-file-upload@9.12.6"),
    *("cropper@0.7.9", "cropper@0.11.1"),
    *("startbootstrap-business-casual@4.1.1", "startbootstrap-business-casual@7.0.9"),
    *("startbootstrap-scrolling-nav@4.1.1", "startbootstrap-scrolling-nav@5.0.6"),
    *("startbootstrap-full-width-pics@4.1.2", "startbootstrap-full-width-pics@5.0.6"),
    *("tabler-ui@0.0.34", "@tabler/preview@1.2.0"),  # one template; that it is MIT, the pages of the second say
    *("shards-ui@1.1.1", "shards-ui@3.0.0"),
    *("now-ui-kit@1.0.0", "now-ui-kit@1.3.0"),  # MIT, say their licence files
    *("materialize-css@0.95.3", "materialize-css@0.97.8"),
    *("uikit@2.27.4", "uikit@3.25.0"),
    *("vali-admin@2.4.1", "vali-admin@4.1.0"),
    *("startbootstrap-sb-admin@3.3.7", "startbootstrap-sb-admin@5.1.1", "startbootstrap-sb-admin@6.0.2"),
    *("startbootstrap-modern-business@4.0.0-alpha", "startbootstrap-agency@4.0.0-beta"),
    *("admin-lte@3.0.0", "gentelella@4.0.3", "startbootstrap-sb-admin-2-bs5@4.1.5"),
    *("material-kit@2.0.2", "material-kit@2.0.4"),
)
# Releases whose pages have the same names: from these, cases are drawn by chance.
RELEASES: Final = (
    ("admin-lte@2.4.18", "admin-lte@3.2.0"),
    ("admin-lte@3.2.0", "admin-lte@4.0.0"),
    ("gentelella@1.4.0", "gentelella@2.1.0"),
    ("gentelella@2.1.0", "gentelella@4.2.0"),
    ("startbootstrap-sb-admin-2@3.3.7", "startbootstrap-sb-admin-2@4.1.4"),
)
_NO_PAGES: Final = frozenset({"node_modules", "plugins", "vendor", "vendors", "bower_components", "build", "src"})
KEPT_HERE: Final = Path(tempfile.gettempdir()) / "libretto-bench-pages"


class Page(NamedTuple):
    """One released page."""

    package: str  # with its version: 'admin-lte@3.2.0'
    file: str  # inside of it

    def path(self, kept: Path) -> Path:
        return folder(kept, self.package) / self.file


def folder(kept: Path, package: str) -> Path:
    return kept / package


def pages_of_both(old: str, new: str, kept: Path) -> Iterator[tuple[Page, Page]]:
    """Pages of one name, in whichever folders."""
    news = _pages(new, kept)
    yield from ((Page(old, file), Page(new, news[name])) for name, file in _pages(old, kept).items() if name in news)


def _pages(package: str, kept: Path) -> dict[str, str]:
    """By name; of several the one that is not so deep."""
    files = [file.relative_to(folder(kept, package)) for file in folder(kept, package).rglob("*.html")]
    files = [one for one in files if not _NO_PAGES & set(one.parts)]
    deepest_first = sorted(files, key=lambda one: (-len(one.parts), str(one)))
    return {one.stem.replace("_", "-").lower(): one.as_posix() for one in deepest_first}


def fetch(kept: Path, packages: Iterable[str]) -> None:
    """Those that are not there yet. Needs npm only for these."""
    kept.mkdir(parents=True, exist_ok=True)
    for package in packages:
        if not folder(kept, package).is_dir():
            print(f"Fetching {package} …", flush=True)
            _unpack(package, kept)


def _unpack(package: str, kept: Path) -> None:
    with tempfile.TemporaryDirectory(dir=kept) as temporary:
        answer = subprocess.run(
            ["npm", "pack", package, "--json", "--ignore-scripts"], cwd=temporary, capture_output=True, check=True
        )
        archive = Path(temporary) / json.loads(answer.stdout)[0]["filename"]
        with tarfile.open(archive) as tar:
            tar.extractall(Path(temporary) / "unpacked", filter="data")
        folder(kept, package).parent.mkdir(exist_ok=True)  # '@tabler/preview' is two folders
        (Path(temporary) / "unpacked" / "package").rename(folder(kept, package))  # whole, or not at all
