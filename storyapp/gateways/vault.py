"""Keys and seals: what is written here cannot be read without a key kept outside the database."""

import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12
POINT = 65  # bytes of a public key on P-256, the curve that every browser knows
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class SealBroken(Exception):
    """A sealed value does not open: wrong key, wrong place, or altered."""


@dataclass(frozen=True, kw_only=True)
class Vault:
    """Seals and hashes. `wrapping` wraps story keys; `pepper` keys every hash; both are 32 bytes from files."""

    wrapping: bytes
    pepper: bytes
    signing: bytes
    argon2_fast: bool = False

    def new_story_key(self, place: str) -> tuple[bytes, bytes]:
        """Return a fresh story key and the same key wrapped for storing at `place`."""
        key = AESGCM.generate_key(256)
        return key, _seal(self.wrapping, key, place)

    def unwrap(self, wrapped: bytes, place: str) -> bytes:
        """Return the story key; raises SealBroken."""
        return _open(self.wrapping, wrapped, place)

    def seal(self, key: bytes, text: str, place: str) -> bytes:
        """Encrypt text under `key`, bound to `place` (table, column, id, version)."""
        return _seal(key, text.encode("utf-8", "surrogatepass"), place)

    def open(self, key: bytes, sealed: bytes, place: str) -> str:
        """Return the sealed text; raises SealBroken."""
        return _open(key, sealed, place).decode("utf-8", "surrogatepass")

    def seal_raw(self, key: bytes, raw: bytes, place: str) -> bytes:
        """Encrypt bytes under `key`, bound to `place`."""
        return _seal(key, raw, place)

    def open_raw(self, key: bytes, sealed: bytes, place: str) -> bytes:
        """Return the sealed bytes; raises SealBroken."""
        return _open(key, sealed, place)

    def seal_for_house(self, text: str, place: str) -> bytes:
        """Encrypt under the house's own key: addresses, link tokens, second-factor seeds."""
        return self.seal(self.wrapping, text, place)

    def open_for_house(self, sealed: bytes, place: str) -> str:
        """Open what `seal_for_house` sealed; raises SealBroken."""
        return self.open(self.wrapping, sealed, place)

    def seal_file(self, raw: bytes, place: str) -> bytes:
        """Encrypt a whole file under the house's own key."""
        return _seal(self.wrapping, raw, place)

    def open_file(self, sealed: bytes, place: str) -> bytes:
        """Open what `seal_file` sealed; raises SealBroken."""
        return _open(self.wrapping, sealed, place)

    def fingerprint(self, secret: str, purpose: str) -> bytes:
        """Return a keyed hash by which a secret of ≥ 64 bits is found again (HMAC-SHA-256)."""
        return hmac.new(self.pepper, f"{purpose}\0{secret}".encode(), hashlib.sha256).digest()

    def token_key(self, token: str) -> bytes:
        """Derive the key of a draft from the cookie that only the teller's browser holds."""
        return hmac.new(self.pepper, f"draft-key\0{token}".encode(), hashlib.sha256).digest()

    def sign(self, value: str, purpose: str) -> str:
        """Return a short keyed signature in hexadecimal digits."""
        return hmac.new(self.signing, f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()[:40]

    def is_signed(self, value: str, signature: str, purpose: str) -> bool:
        """Tell whether `signature` is ours."""
        given = signature.encode("utf-8", "surrogatepass")  # two strings compare only while both are ASCII
        return hmac.compare_digest(self.sign(value, purpose).encode(), given)

    def letterbox(self, purpose: str) -> bytes:
        """Return the public key by which a browser seals what only this house can open."""
        public = self._letterbox_key(purpose).public_key()
        return public.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)

    def open_letter(self, purpose: str, letter: bytes) -> str:
        """Open what a browser sealed for this letterbox (its own point, nonce, words); raises SealBroken."""
        try:
            sender = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), letter[:POINT])
            shared = self._letterbox_key(purpose).exchange(ec.ECDH(), sender)
            key = HKDF(algorithm=SHA256(), length=32, salt=letter[:POINT], info=b"letterbox").derive(shared)
            words = AESGCM(key).decrypt(letter[POINT : POINT + NONCE], letter[POINT + NONCE :], None)
            return words.decode("utf-8")
        except (InvalidTag, ValueError) as broken:
            raise SealBroken(purpose) from broken

    def _letterbox_key(self, purpose: str) -> ec.EllipticCurvePrivateKey:
        seed = int.from_bytes(self.fingerprint(purpose, "letterbox") + self.fingerprint(purpose, "letterbox-more"))
        return ec.derive_private_key(seed % (ORDER - 1) + 1, ec.SECP256R1())

    def hash_password(self, password: str) -> str:
        """Return an Argon2id hash with its own salt; takes about 30 ms on purpose."""
        return self._hasher().hash(password)

    def is_password(self, password: str, hashed: str | None) -> bool:
        """Tell whether the password fits; an unknown account costs and answers the same."""
        try:
            self._hasher().verify(hashed or _nobody(self._hasher()), password)
        except (Argon2Error, InvalidHashError):
            return False
        return hashed is not None

    def _hasher(self) -> PasswordHasher:
        return PasswordHasher(time_cost=1, memory_cost=256, parallelism=1) if self.argon2_fast else PasswordHasher()


_nobodies: dict[int, str] = {}


def _nobody(hasher: PasswordHasher) -> str:
    if hasher.memory_cost not in _nobodies:
        _nobodies[hasher.memory_cost] = hasher.hash(secrets.token_hex(16))
    return _nobodies[hasher.memory_cost]


def new_token() -> str:
    """Return a random secret of 160 bits for a link or a cookie, easy to read aloud."""
    return _base32(secrets.token_bytes(20))


def new_public_id() -> str:
    """Return a random public id of 80 bits that says nothing of order or time."""
    return _base32(secrets.token_bytes(10))


def _base32(raw: bytes) -> str:
    alphabet = "abcdefghijkmnpqrstuvwxyz23456789"
    number, out = int.from_bytes(raw, "big"), []
    for _ in range(len(raw) * 8 // 5):
        number, digit = divmod(number, 32)
        out.append(alphabet[digit])
    return "".join(out)


def open_vault(keys: Path, secrets_file: Path, *, argon2_fast: bool = False) -> Vault:
    """Read the keys, making them on first use with permissions for the owner only."""
    if not keys.exists():
        _write_private(keys, AESGCM.generate_key(256).hex())
    if not secrets_file.exists():
        _write_private(secrets_file, json.dumps({"pepper": secrets.token_hex(32), "signing": secrets.token_hex(32)}))
    peppers = json.loads(secrets_file.read_text(encoding="ascii"))
    return Vault(
        wrapping=bytes.fromhex(keys.read_text(encoding="ascii").strip()),
        pepper=bytes.fromhex(peppers["pepper"]),
        signing=bytes.fromhex(peppers["signing"]),
        argon2_fast=argon2_fast,
    )


def _write_private(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was first; its keys hold
        return
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)


def _seal(key: bytes, raw: bytes, place: str) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, raw, place.encode())


def _open(key: bytes, sealed: bytes, place: str) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], place.encode())
    except InvalidTag as broken:
        raise SealBroken(place) from broken
