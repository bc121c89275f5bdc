from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from samples.portal.server import Portal


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server
        server.shutdown()
        thread.join()
