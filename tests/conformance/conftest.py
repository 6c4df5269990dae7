"""Each suite here is run on every bench that its module names in `BENCHES`: fixtures, for each built-in driver."""

from importlib.metadata import entry_points

import pytest


def pytest_generate_tests(metafunc):
    if "bench" in metafunc.fixturenames:
        benches = [bench for benches in metafunc.module.BENCHES.values() for bench in benches]
        metafunc.parametrize("bench", benches, indirect=True)


@pytest.fixture
def bench(request):
    return request.getfixturevalue(request.param)


@pytest.fixture
def built_in():
    """Names the drivers that come with us, of a group of entry points."""
    return lambda group: {
        point.name for point in entry_points(group=group) if point.dist and point.dist.name == "komadori"
    }
