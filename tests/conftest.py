"""What every test stands on: no git of the machine, no home, no cache, deterministic examples."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "ci", derandomize=True, deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci")


@pytest.fixture(scope="session", autouse=True)
def own_machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Give the tests a home of their own and an identity for git."""
    home = tmp_path_factory.mktemp("home")
    config = home / ".gitconfig"
    config.write_text("[user]\nname = Tern Tester\nemail = tester@tern-ferries.example\n[init]\ndefaultBranch = main\n")
    patch = pytest.MonkeyPatch()
    for name in list(os.environ):
        if name.startswith(("GIT_", "GITHUB_", "GITSM_")) and name != "GITSM_SHARED_DATA":
            patch.delenv(name)
    patch.setenv("HOME", str(home))
    patch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    patch.setenv("COLUMNS", "100")
    patch.delenv("FORCE_COLOR", raising=False)
    yield
    patch.undo()


@pytest.fixture
def shared_data() -> Path:
    """Real data of other organisations; not part of the project."""
    place = Path(os.environ.get("GITSM_SHARED_DATA", Path(__file__).parents[1] / "../shared/data")).resolve()
    if not place.is_dir():
        pytest.skip(f"no data of other organisations at {place}; set GITSM_SHARED_DATA")
    return place
