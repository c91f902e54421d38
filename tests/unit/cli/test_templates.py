"""Templates of one's own: listed, copied and checked before a memo is due."""

from __future__ import annotations

from pathlib import Path

from tests.command import decidendi


def test_templates_are_listed_copied_and_found_sound(tmp_path: Path) -> None:
    names = decidendi("templates", "list").out.split()
    assert {
        "memo.md.jinja",
        "memo.html.jinja",
        "worksheet.md.jinja",
        "style.css",
        "memo.docx",
        "languages/memo.pot",
        "portfolio.docx",
        "memo.typ",
        "frame.typ",
    } <= set(names)
    folder = tmp_path / "own"
    assert decidendi("templates", "copy", folder).code == 0
    assert sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*.*")) == sorted(names)
    ran = decidendi("templates", "check", folder)
    assert (ran.code, ran.out) == (0, f"No problem found in {', '.join(sorted(names))}.\n")


def test_a_copy_needs_a_folder() -> None:
    ran = decidendi("templates", "copy")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "templates: `copy` needs a folder. Name one: `decidendi templates copy DIR`.\n"


def test_a_copy_never_replaces_a_file(tmp_path: Path) -> None:
    (tmp_path / "style.css").write_text("body { }", encoding="utf-8")
    ran = decidendi("templates", "copy", tmp_path)
    assert ran.code == 2
    assert ran.err.startswith(f"{tmp_path / 'style.css'}: a template is here already; expected a folder without")
    assert [file.read_text(encoding="utf-8") for file in tmp_path.iterdir()] == ["body { }"]


def test_a_template_that_fails_is_told_with_its_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "worksheet.html.jinja").write_text("<p>\n{{ worksheet.verdict }}\n", encoding="utf-8")
    ran = decidendi("templates", "check", tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"{tmp_path / 'worksheet.html.jinja'}:2: the template uses an undefined name")


def test_a_folder_without_templates_is_not_found_sound(tmp_path: Path) -> None:
    ran = decidendi("templates", "check", tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"{tmp_path}: no file here takes the place of a template; expected one or more of ")


def test_a_catalogue_that_lacks_a_message_is_told_before_a_memo_is_due(tmp_path: Path) -> None:
    file = tmp_path / "languages" / "fr" / "LC_MESSAGES" / "memo.po"
    file.parent.mkdir(parents=True)
    file.write_text('msgid "Short answer"\nmsgstr "R\u00e9ponse"\n', encoding="utf-8")
    ran = decidendi("templates", "check", tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "the catalogue of `fr` has no translation of `Memorandum: %(title)s`" in ran.err
