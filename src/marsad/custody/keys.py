"""The key that signs checkpoints (Ed25519, RFC 8032): made on first use, readable by its owner alone.

``keys/audit.key`` never leaves the data folder: neither backups nor packages hold it. ``keys/<id>.pub`` are the public
keys that ``marsad verify`` trusts: this folder's own, and those of folders that a backup came from.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from ..errors import StoreError
from ..store.objects import sync_folder

FOLDER = "keys"
PRIVATE = "audit.key"
_ID = 16  # hex digits of the hash of the public key


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key, its 32 bytes in hex, and the short name that people compare."""

    hex: str

    @property
    def id(self) -> str:
        """The first half of the SHA-256 of the key, 16 digits."""
        return hashlib.sha256(bytes.fromhex(self.hex)).hexdigest()[:_ID]

    def verifies(self, signature: str, message: bytes) -> bool:
        """Whether the owner of the key signed the message; ``signature`` in hex."""
        try:
            Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.hex)).verify(bytes.fromhex(signature), message)
        except (InvalidSignature, ValueError):
            return False
        return True

    def as_pem(self) -> str:
        """The key as other programs read it (openssl)."""
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.hex))
        return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


class SigningKey:
    """The private key of a data folder."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        """Take the key; ``public`` is what others need."""
        self._key = key
        self.public = PublicKey(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex())

    def sign(self, message: bytes) -> str:
        """The signature in hex."""
        return self._key.sign(message).hex()


def load_key(home: Path) -> SigningKey:
    """The key of a data folder, made if there is none."""
    path = home / FOLDER / PRIVATE
    if not path.exists():
        _make(path)
    try:
        key = load_pem_private_key(path.read_bytes(), None)
    except (ValueError, TypeError) as error:
        raise _unreadable(path, "no private key") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise _unreadable(path, "not an Ed25519 key")
    signing = SigningKey(key)
    trust(home, signing.public)
    return signing


def _unreadable(path: Path, what: str) -> StoreError:
    return StoreError(f"{path}: {what}. Put the file back, or move it away: the next run makes a new key.")


def _make(path: Path) -> None:
    """Write a new key, whole or not at all; of two processes that make one, the first wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    content = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    part = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            path.hardlink_to(part)
    finally:
        part.unlink()
    sync_folder(path.parent)


def trust(home: Path, key: PublicKey) -> None:
    """Remember a public key as one whose checkpoints are believed."""
    path = home / FOLDER / f"{key.id}.pub"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_text(key.as_pem(), encoding="ascii")


def list_trusted(home: Path) -> dict[str, PublicKey]:
    """Public keys whose checkpoints are believed, by id."""
    found = (parse_public_key(path) for path in sorted((home / FOLDER).glob("*.pub")))
    return {key.id: key for key in found}


def parse_public_key(path: Path) -> PublicKey:
    """A public key of a file; StoreError when there is none in it."""
    try:
        key = load_pem_public_key(path.read_bytes())
    except ValueError as error:
        raise StoreError(f"{path}: no public key. Give the file that `marsad audit key` printed.") from error
    if not isinstance(key, Ed25519PublicKey):
        raise StoreError(f"{path}: not an Ed25519 key. Give the file that `marsad audit key` printed.")
    return PublicKey(key.public_bytes(Encoding.Raw, PublicFormat.Raw).hex())
