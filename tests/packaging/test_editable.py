"""In a checkout the content that is used is the content one edits."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from decidendi import content
from decidendi.content import content_directory

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", ["rules", "facts", "reports"])
def test_content_is_read_from_the_checkout(name, tmp_path):
    found = subprocess.run(
        [
            sys.executable,
            "-c",
            f"from decidendi.content import content_directory; print(content_directory({name!r}))",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(found.stdout.strip()) == CHECKOUT / name


def test_no_second_copy_of_the_content_is_installed():
    assert not (Path(sysconfig.get_path("purelib")) / "decidendi").exists()


def test_packaged_content_comes_first(tmp_path, monkeypatch):
    package = tmp_path / "site-packages" / "decidendi"
    packaged = package / "_content" / "rules"
    packaged.mkdir(parents=True)
    (tmp_path / "rules").mkdir()
    monkeypatch.setattr(content, "__file__", str(package / "content.py"))
    assert content_directory("rules") == packaged


def test_missing_content_says_where_it_looked_and_what_to_do(tmp_path, monkeypatch):
    package = tmp_path / "engine" / "decidendi"
    package.mkdir(parents=True)
    monkeypatch.setattr(content, "__file__", str(package / "content.py"))
    with pytest.raises(FileNotFoundError) as missing:
        content_directory("reports")
    message = str(missing.value)
    assert str(package / "_content" / "reports") in message
    assert str(tmp_path / "reports") in message
    assert "Install Decidendi again" in message
