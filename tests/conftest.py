"""What several test files share: a course that is built once and copied."""

from pathlib import Path

import pytest
from graded_course import make_course
from hypothesis import HealthCheck, settings

# How fast a machine is decides no test.
settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with one lesson, its gradebook included; copy it with `copy_course`."""
    return make_course(tmp_path_factory.mktemp("built") / "course")
