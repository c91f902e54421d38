"""Signatures of receipts: Ed25519 (RFC 8032) over canonical JSON (RFC 8785), made and checked offline.

Keys are PEM files as `openssl` writes them. The package `cryptography` does the work, and only where a key is named:
it comes with the extra `signatures`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import TYPE_CHECKING, Any, Final, Literal

from decidendi.determinations.model import Frozen
from decidendi.determinations.receipts import canonical
from decidendi.refusal import Place, Refusal

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SIGNATURE: Final = "signature"
"""The member of a receipt's file that holds the signature of all the others."""


class Signature(Frozen):
    """A signature of what stands beside it: `key` is the SHA-256 of the public key, `value` the signature in Base64."""

    algorithm: Literal["Ed25519"]
    key: str
    value: str


class KeyPair(Frozen):
    """The files of a pair of keys: the one that signs, and the one that checks."""

    signs: str
    checks: str


def new_key_pair() -> tuple[str, str]:
    """A private key, and the public key with which to check what it signs, as PEM."""
    serialization, ed25519 = _library()
    private = ed25519.Ed25519PrivateKey.generate()
    return (
        private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode(),
        private.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode(),
    )


def sign(content: dict[str, Any], key: str, file: str) -> Signature:
    """Sign a receipt, as the JSON object that it is written as.

    Args:
        content: the object, without a signature.
        key: the private key as PEM.
        file: the name of the file of the key, for refusals.

    Raises:
        Refusal: it is no private Ed25519 key, or the extra `signatures` is not installed.
    """
    private = _private_key(key, file)
    return Signature(
        algorithm="Ed25519",
        key=_fingerprint(private.public_key()),
        value=base64.b64encode(private.sign(canonical(content))).decode(),
    )


def refuse_unsigned(content: dict[str, Any], signature: Signature | None, receipt: str, key: str, file: str) -> str:
    """Check the signature of a receipt with a public key; the SHA-256 of the key.

    Args:
        content: the object that was signed, without the signature.
        signature: the signature, `None` where there is none.
        receipt: the name of the file of the receipt.
        key: the public key as PEM.
        file: the name of the file of the key.

    Raises:
        Refusal: the receipt is not signed, or with another key, or is not as it was signed; or it is no public key, or
            the extra `signatures` is not installed.
    """
    public = _public_key(key, file)
    told = _fingerprint(public)
    if signature is None:
        raise Refusal.at(
            Place(receipt),
            "the receipt carries no signature",
            expected=f"one made with the key whose SHA-256 is {told[:16]}",
            mend="ask for the signed receipt, or leave out `--key`",
        )
    if signature.key != told:
        raise Refusal.at(
            Place(receipt),
            "the receipt is signed with another key",
            expected=f"the key whose SHA-256 is {told[:16]}",
            found=signature.key[:16],
            mend="name the public key of whoever signed it, or ask why another did",
        )
    from cryptography.exceptions import InvalidSignature

    try:
        public.verify(base64.b64decode(signature.value, validate=True), canonical(content))
    except (InvalidSignature, binascii.Error, ValueError):
        raise Refusal.at(
            Place(receipt),
            "the receipt is not as it was signed",
            expected=f"the content that the key {told[:16]} signed",
            found="something else: it, or its signature, was altered since",
            mend="ask for the receipt as it was signed, and do not rely on this one",
        ) from None
    return told


def _fingerprint(public: Ed25519PublicKey) -> str:
    return hashlib.sha256(public.public_bytes_raw()).hexdigest()


def _private_key(text: str, file: str) -> Ed25519PrivateKey:
    serialization, ed25519 = _library()
    try:
        found = serialization.load_pem_private_key(text.encode(), password=None)
    except TypeError:
        raise _no_key(
            file, "a private", "a key that a passphrase protects", "openssl pkey -in KEY -out PLAIN"
        ) from None
    except Exception as error:
        raise _unread(error, file, "a private") from None
    if not isinstance(found, ed25519.Ed25519PrivateKey):
        raise _no_key(file, "a private", "a key of another kind", "openssl genpkey -algorithm ed25519 -out KEY")
    private: Ed25519PrivateKey = found
    return private


def _public_key(text: str, file: str) -> Ed25519PublicKey:
    serialization, ed25519 = _library()
    if "PRIVATE KEY" in text:
        raise _no_key(file, "a public", "a private key, which is nobody else's", "openssl pkey -in KEY -pubout")
    try:
        found = serialization.load_pem_public_key(text.encode())
    except Exception as error:
        raise _unread(error, file, "a public") from None
    if not isinstance(found, ed25519.Ed25519PublicKey):
        raise _no_key(file, "a public", "a key of another kind", "openssl pkey -in KEY -pubout")
    public: Ed25519PublicKey = found
    return public


def _unread(error: Exception, file: str, which: str) -> Refusal | Exception:
    """What cannot be read as a key at all; whatever else went wrong stays what it is."""
    from cryptography.exceptions import UnsupportedAlgorithm

    if isinstance(error, ValueError | UnsupportedAlgorithm):
        return _no_key(file, which, "something that cannot be read as one", "openssl genpkey -algorithm ed25519")
    return error


def _no_key(file: str, which: str, found: str, command: str) -> Refusal:
    return Refusal.at(
        Place(file),
        f"this is not {which} key for receipts",
        expected=f"{which} Ed25519 key as PEM",
        found=found,
        mend=f"make a pair with `decidendi receipt-key NAME`, or with `{command}`",
    )


def _library() -> tuple[Any, Any]:
    try:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ImportError:
        raise Refusal.at(
            Place("signatures"),
            "what makes and checks signatures is not installed",
            expected="the extra `signatures`",
            mend="install it with `pip install 'decidendi[signatures]'`, or leave the signature out",
        ) from None
    return serialization, ed25519
