from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests.emptied_tables import _rows_are_deleted  # noqa: F401 - a fixture for all


class OneInstallation(LoadScopeScheduling):
    """File by file, for what the tests of a file share is made once; the end-to-end tests all to one worker, for they
    share an installation.

    The mark `xdist_group` does nothing with pytest 9.2: https://github.com/pytest-dev/pytest-xdist/issues/1386
    """

    def _split_scope(self, nodeid: str) -> str:
        return "e2e" if nodeid.startswith("tests/e2e/") else nodeid.partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneInstallation:
    return OneInstallation(config, log)


@pytest.fixture(autouse=True)
def _settings_for_tests(settings: Settings) -> None:
    settings.API_CHECK_RESPONSES = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast
    settings.STORAGES = {
        **settings.STORAGES,
        # The one for production wants `collectstatic` first.
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True  # the same
