"""The wheel works on its own: built, installed in a clean environment, and used outside the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
JULY_2020 = "treasury-2020-07-09.yaml"

# One worker builds the wheel once for all of these.
pytestmark = [pytest.mark.packaging, pytest.mark.xdist_group("wheel")]


class Installation:
    """A clean environment with the wheel in it, and an empty folder to run it from."""

    def __init__(self, home: Path, elsewhere: Path) -> None:
        self.python = home / "bin" / "python"
        self.command = home / "bin" / "decidendi"
        self.elsewhere = elsewhere

    def run(self, *command: str | Path) -> str:
        """What the command prints; fails with all of its output when its exit code is not 0."""
        return run(*command, cwd=self.elsewhere)


def run(*command: str | Path, cwd: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV_"))}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    place = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "-qq", "--disable-pip-version-check"]
    run(*pip, "wheel", "--no-deps", "--wheel-dir", place / "dist", CHECKOUT, cwd=place)
    [wheel] = (place / "dist").glob("decidendi-*.whl")

    home = place / "venv"
    venv.create(home, symlinks=True)
    elsewhere = place / "elsewhere"
    elsewhere.mkdir()
    installation = Installation(home, elsewhere)
    run(*pip, "--python", installation.python, "install", wheel, cwd=place)
    return installation


def packaged(installed: Installation, name: str) -> Path:
    code = f"from decidendi.content import content_directory; print(content_directory({name!r}))"
    return Path(installed.run(installed.python, "-c", code).strip())


@pytest.mark.parametrize("name", ["rules", "facts", "reports"])
def test_content_comes_with_the_wheel(installed, name):
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(installed.run(installed.python, "-c", code).strip())
    directory = packaged(installed, name)
    assert site.resolve() in directory.resolve().parents
    expected = {
        path.relative_to(CHECKOUT / name)
        for path in (CHECKOUT / name).rglob("*")
        if path.is_file() and path.name not in {".gitkeep", ".DS_Store"}
    }
    assert expected <= {path.relative_to(directory) for path in directory.rglob("*")}


def test_every_module_imports_but_for_what_an_extra_brings(installed):
    code = (
        "import importlib, pkgutil, decidendi\n"
        "extras = {'numpy', 'numba', 'pyarrow', 'fast_sugiyama', 'resvg_py', 'docx', 'docxtpl', 'lxml'}\n"
        "for module in pkgutil.walk_packages(decidendi.__path__, 'decidendi.', onerror=lambda name: None):\n"
        "    if module.name.endswith('__main__'):\n"
        "        continue\n"
        "    try:\n"
        "        importlib.import_module(module.name)\n"
        "    except ModuleNotFoundError as error:\n"
        "        if error.name not in extras:\n"
        "            raise\n"
        "        print(module.name)\n"
    )
    waiting = set(installed.run(installed.python, "-c", code).split())
    parts = (
        "decidendi.reasoning.ownership.",
        "decidendi.determinations.owning_large",
        "decidendi.facts.graph_columns",
        "decidendi.facts.holding_columns",
        "decidendi.facts.numbering",
    )
    assert all(name.startswith((*parts, "decidendi.reports")) for name in waiting), waiting


def test_the_package_says_that_it_is_typed(installed):
    code = "import importlib.resources as r; print(r.files('decidendi').joinpath('py.typed').is_file())"
    assert installed.run(installed.python, "-c", code).strip() == "True"


def test_yaml_is_read_by_the_c_parser(installed):
    code = "from ruamel.yaml import YAML; y = YAML(typ='safe'); print(y.Parser.__name__)"
    assert installed.run(installed.python, "-c", code).strip() == "CParser"


@pytest.mark.skipif(not (CHECKOUT / "engine/decidendi/cli/main.py").exists(), reason="there is no command line yet")
class TestCommand:
    def test_tells_its_version(self, installed):
        assert "0.1.0" in installed.run(installed.command, "--version")

    def test_checks_the_packaged_rulebook(self, installed):
        installed.run(installed.command, "check")

    @pytest.mark.skipif(
        not (CHECKOUT / "facts" / JULY_2020).exists(), reason="the July 2020 fact set is not written yet"
    )
    def test_determines_the_packaged_matter(self, installed):
        matter = packaged(installed, "facts") / JULY_2020
        assert installed.run(installed.command, "determine", matter).strip()
