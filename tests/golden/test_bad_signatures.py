"""What is said of signatures and keys that cannot be used: exit code 2, one line, nothing written.

`bad/signatures/NAME.txt` holds the exact words (hashes of keys apart).
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("cryptography")

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.command import decidendi
from tests.golden.test_bad_cli import MATTER

GOLDEN = Path(__file__).parent / "bad" / "signatures"
UPDATING = os.environ.get("DECIDENDI_UPDATE_GOLDEN") == "1"
HASH = re.compile(r"\b[0-9a-f]{16}\b")

SIGN = ("determine", "matter.yaml", "--receipt", "new.json", "--sign")
CHECK = ("verify", "signed.json", "--key")
COMMANDS: dict[str, tuple[str, ...]] = {
    "sign-without-a-receipt": ("determine", "matter.yaml", "--sign", "mine.pem"),
    "sign-with-no-key": (*SIGN, "no-such.pem"),
    "sign-with-a-malformed-key": (*SIGN, "malformed.pem"),
    "sign-with-a-public-key": (*SIGN, "mine.pub.pem"),
    "sign-with-a-key-of-another-kind": (*SIGN, "curve.pem"),
    "sign-with-a-protected-key": (*SIGN, "protected.pem"),
    "check-with-the-wrong-key": (*CHECK, "other.pub.pem"),
    "check-with-a-malformed-key": (*CHECK, "malformed.pem"),
    "check-with-a-private-key": (*CHECK, "mine.pem"),
    "check-an-altered-receipt": ("verify", "altered.json", "--key", "mine.pub.pem"),
    "check-an-altered-signature": ("verify", "torn.json", "--key", "mine.pub.pem"),
    "check-a-receipt-without-signature": ("verify", "unsigned.json", "--key", "mine.pub.pem"),
    "a-receipt-with-a-member-twice": ("verify", "twice.json"),
    "a-signature-that-is-none": ("verify", "no-signature.json"),
    "keys-over-a-file": ("receipt-key", "mine"),
    "keys-in-a-folder-that-is-missing": ("receipt-key", "missing/mine"),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("signatures")
    (folder / "matter.yaml").write_text(MATTER, encoding="utf-8")
    for name in ("mine", "other"):
        assert decidendi("receipt-key", folder / name).code == 0
    text = decidendi(
        "determine", folder / "matter.yaml", "--receipt", folder / "signed.json", "--sign", folder / "mine.pem"
    )
    assert (text.code, text.err) == (0, "")
    decidendi("determine", folder / "matter.yaml", "--receipt", folder / "unsigned.json")
    signed = (folder / "signed.json").read_text(encoding="utf-8")
    assert '"response": "reject"' in signed or '"outcome": "not blocked"' in signed
    for name, old, new in (
        ("altered", '"not blocked"', '"blocked"'),
        ("torn", '"value": "', '"value": "AAAA'),
        ("twice", '{\n  "title"', '{\n  "title": "x",\n  "title"'),
        ("no-signature", '"Ed25519"', '"Ed448"'),
    ):
        assert old in signed
        (folder / f"{name}.json").write_text(signed.replace(old, new, 1), encoding="utf-8")
    (folder / "malformed.pem").write_text("-----BEGIN PRIVATE-----\nno key\n", encoding="utf-8")
    pem = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8)
    curve = ec.generate_private_key(ec.SECP256R1())
    (folder / "curve.pem").write_bytes(curve.private_bytes(*pem, serialization.NoEncryption()))
    protected = Ed25519PrivateKey.generate().private_bytes(*pem, serialization.BestAvailableEncryption(b"secret"))
    (folder / "protected.pem").write_bytes(protected)
    return folder


def refused(name: str, command: tuple[str, ...], folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    ran = decidendi(*command)
    said = HASH.sub("...", ran.err)
    golden = GOLDEN / f"{name}.txt"
    if UPDATING:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(said, encoding="utf-8")
    assert (ran.code, ran.out) == (2, "")
    assert said == golden.read_text(encoding="utf-8")
    assert said.count("\n") == 1
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize("name", COMMANDS)
def test_a_refusal_is_said_in_exactly_these_words(name: str, made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(made)
    refused(name, COMMANDS[name], made)


@pytest.mark.parametrize("command", ["sign", "check", "keys"])
def test_without_the_extra_it_is_said_what_to_install(
    command: str, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(made)
    for name in ("cryptography.hazmat.primitives", "cryptography.hazmat.primitives.asymmetric"):
        monkeypatch.setitem(sys.modules, name, None)
    commands = {"sign": (*SIGN, "mine.pem"), "check": (*CHECK, "mine.pub.pem"), "keys": ("receipt-key", "another")}
    refused("without-the-extra", commands[command], made)


def test_every_text_has_its_command() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == {*COMMANDS, "without-the-extra"}


def test_a_signed_receipt_is_checked_and_replayed(made: Path) -> None:
    checked = decidendi("verify", made / "signed.json", "--key", made / "mine.pub.pem")
    assert checked.code == 0
    assert re.match(r"Signed with the key [0-9a-f]{16}, and as it was signed.\nNothing has changed", checked.out)
    replayed = decidendi("replay", made / "signed.json")
    assert replayed.code == 0
    assert replayed.out == decidendi("determine", made / "matter.yaml", "--format", "json").out


def test_how_a_receipt_is_laid_out_does_not_break_its_signature(made: Path) -> None:
    import json

    content = json.loads((made / "signed.json").read_text(encoding="utf-8"))
    (made / "laid-out.json").write_text(json.dumps(dict(reversed(content.items()))), encoding="utf-8")
    assert decidendi("verify", made / "laid-out.json", "--key", made / "mine.pub.pem").code == 0


def test_nobody_else_may_read_the_key_that_signs(made: Path) -> None:
    assert (made / "mine.pem").stat().st_mode & 0o077 == 0


def test_keys_made_with_openssl_do_as_well(made: Path) -> None:
    """The two commands of docs/receipts.md."""
    key, public = made / "openssl.pem", made / "openssl.pub.pem"
    try:
        subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", key], check=True, capture_output=True)
        subprocess.run(["openssl", "pkey", "-in", key, "-pubout", "-out", public], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("openssl is not installed here")
    matter, kept = made / "matter.yaml", made / "by-openssl.json"
    assert decidendi("determine", matter, "--receipt", kept, "--sign", key).code == 0
    assert decidendi("verify", kept, "--key", public).code == 0
