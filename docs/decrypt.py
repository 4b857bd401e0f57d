#!/usr/bin/env python3
"""Opens a Countersign vault without Countersign.

Written from docs/VAULT.md alone. Needs two packages from PyPI: argon2-cffi and pynacl.

    decrypt.py VAULT --password-fd 3 3< <(read -rs p; printf %s "$p")
    decrypt.py VAULT --recovery-key-file key.txt
    decrypt.py VAULT --keyring-key-file key.txt --uris

Prints the accounts as JSON, or as otpauth URIs with --uris. Both contain the secrets: mind where
they go. The trash is included; entries in it have "deleted_at". Never writes to the vault.

Exit status: 0 printed; 1 the vault is damaged or not a vault; 2 wrong usage; 3 wrong key.
"""

import argparse
import base64
import hashlib
import hmac
import json
import os
import struct
import sys
import unicodedata
from urllib.parse import quote, urlencode

MAGIC = b"COUNTERSIGNVAULT"
FIXED = struct.Struct("<16sHBQ16sQQ24s")
SLOT = struct.Struct("<BB16sQIII32s24s48s")
BOUND = 70  # bytes of a slot before its nonce
KINDS = {1: "password", 2: "recovery", 3: "keyring"}
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Damaged(Exception):
    """The file is not as it was written."""


class WrongKey(Exception):
    """The key does not open its slot."""


def sha256(data):
    return hashlib.sha256(data).digest()


def hkdf(salt, key, info):
    """HKDF-SHA256 (RFC 5869), 32 bytes: one block."""
    extracted = hmac.new(salt, key, hashlib.sha256).digest()
    return hmac.new(extracted, info + b"\x01", hashlib.sha256).digest()


def open_sealed(key, nonce, associated, sealed):
    """XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03); None when it does not hold."""
    from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt
    from nacl.exceptions import CryptoError

    try:
        return crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, associated, nonce, key)
    except CryptoError:
        return None


def read(data):
    """Splits a file into vault id, slots, header, nonce and sealed body; checks the digests."""
    if not data.startswith(MAGIC):
        raise Damaged("not a Countersign vault")
    if len(data) < FIXED.size:
        raise Damaged("too short")
    _, version, count, body_len, vault_id, counter, saved_at, nonce = FIXED.unpack_from(data)
    if version != 1:
        raise Damaged(f"format {version} is not known to this script")
    end = FIXED.size + count * SLOT.size
    if not 1 <= count <= 3 or len(data) != end + 32 + body_len + 32 or body_len < 16:
        raise Damaged("wrong length")
    if sha256(data[:end]) != data[end : end + 32]:
        raise Damaged("the header")
    if sha256(data[:-32]) != data[-32:]:
        raise Damaged("the body")
    slots = {}
    for at in range(FIXED.size, end, SLOT.size):
        kind, derivation, slot_id, created, mem, passes, lanes, salt, slot_nonce, wrapped = (
            SLOT.unpack_from(data, at)
        )
        if kind not in KINDS or derivation != kind or KINDS[kind] in slots:
            raise Damaged("the slots")
        if kind == 1 and not (
            64 * 1024 <= mem <= 2 * 1024 * 1024 and 1 <= passes <= 16 and 1 <= lanes <= 4
        ):
            raise Damaged("the cost of the key derivation is out of bounds")
        slots[KINDS[kind]] = {
            "bound": data[at : at + BOUND],
            "cost": (mem, passes, lanes),
            "salt": salt,
            "nonce": slot_nonce,
            "wrapped": wrapped,
        }
    header = {"version": version, "counter": counter, "saved_at": saved_at, "vault": vault_id.hex()}
    return vault_id, slots, data[: end + 32], nonce, data[end + 32 : -32], header


def wrapping_key(kind, slot, secret):
    if kind == "password":
        from argon2.low_level import Type, hash_secret_raw

        mem, passes, lanes = slot["cost"]
        return hash_secret_raw(
            secret, slot["salt"], time_cost=passes, memory_cost=mem, parallelism=lanes,
            hash_len=32, type=Type.ID, version=0x13,
        )
    return hkdf(slot["salt"], secret, b"countersign v1 " + kind.encode())


def decrypt(data, kind, secret):
    """The body of a vault, as the value of its JSON, and what the header says."""
    vault_id, slots, associated, nonce, body, header = read(data)
    if kind not in slots:
        raise WrongKey(f"this vault has no {kind} slot")
    slot = slots[kind]
    key = open_sealed(
        wrapping_key(kind, slot, secret),
        slot["nonce"],
        b"countersign v1 slot" + vault_id + slot["bound"],
        slot["wrapped"],
    )
    if key is None:
        raise WrongKey(f"this is not the {kind} key of this vault")
    plain = open_sealed(key, nonce, associated, body)
    if plain is None:
        raise Damaged("the body")
    return json.loads(plain), header


def password_bytes(text):
    return unicodedata.normalize("NFC", text).encode()


def recovery_bytes(text):
    """160 bits from 32 symbols; the last 4 symbols are the first 20 bits of a digest."""
    symbols = "".join(c for c in text.upper() if not c.isspace() and c not in "-‐‑‒–—―")
    symbols = symbols.translate(str.maketrans("OIL", "011"))
    if len(symbols) != 36 or any(c not in CROCKFORD for c in symbols):
        raise WrongKey("a recovery key has 36 letters and digits, and no U")
    number = 0
    for symbol in symbols[:32]:
        number = number << 5 | CROCKFORD.index(symbol)
    key = number.to_bytes(20, "big")
    bits = int.from_bytes(sha256(b"countersign recovery key v1" + key)[:3], "big") >> 4
    if symbols[32:] != "".join(CROCKFORD[bits >> s & 31] for s in (15, 10, 5, 0)):
        raise WrongKey("there is a typing mistake in the recovery key")
    return key


def keyring_bytes(text):
    key = base64.b64decode(text.strip(), validate=True)
    if len(key) != 32:
        raise WrongKey("a keyring key is 32 bytes of base64")
    return key


def uri(entry):
    """The Key URI of an entry (https://github.com/google/google-authenticator/wiki/Key-Uri-Format)."""
    issuer, label = entry["issuer"], entry["label"]
    prefix = entry.get("issuer_in_label") or issuer
    path = quote(f"{prefix}:{label}" if prefix else label, safe=":@")
    fields = [("secret", entry["secret"])]
    if issuer:
        fields.append(("issuer", issuer))
    kind = entry["type"]
    if kind == "steam":
        # Other programs know Steam Guard by this parameter, on a TOTP of five characters.
        kind, extra = "totp", [("encoder", "steam")]
    else:
        extra = []
    fields += [("algorithm", entry["algorithm"]), ("digits", entry["digits"])]
    for name in ("period", "counter"):
        if name in entry:
            fields.append((name, entry[name]))
    fields += extra + [tuple(pair) for pair in entry.get("parameters", [])]
    return f"otpauth://{kind}/{path}?{urlencode(fields, quote_via=quote)}"


def main():
    parser = argparse.ArgumentParser(description="Opens a Countersign vault without Countersign.")
    parser.add_argument("vault", help="the vault file, or one of its generations")
    ways = parser.add_mutually_exclusive_group(required=True)
    ways.add_argument("--password-fd", type=int, metavar="N", help="read the password from here")
    ways.add_argument("--recovery-key-file", metavar="FILE")
    ways.add_argument("--keyring-key-file", metavar="FILE")
    parser.add_argument("--uris", action="store_true", help="print otpauth URIs, not JSON")
    given = parser.parse_args()
    try:
        with open(given.vault, "rb") as file:
            data = file.read()
        if given.password_fd is not None:
            with os.fdopen(given.password_fd, encoding="utf-8", newline="") as file:
                text = file.read()
            # One line end at the end belongs to the pipe, not to the password.
            kind, secret = "password", password_bytes(text.removesuffix("\n").removesuffix("\r"))
        elif given.recovery_key_file:
            with open(given.recovery_key_file, encoding="utf-8") as file:
                kind, secret = "recovery", recovery_bytes(file.read())
        else:
            with open(given.keyring_key_file, encoding="utf-8") as file:
                kind, secret = "keyring", keyring_bytes(file.read())
        body, header = decrypt(data, kind, secret)
    except Damaged as error:
        print(f"damaged: {error}", file=sys.stderr)
        return 1
    except (WrongKey, ValueError) as error:
        print(f"wrong key: {error}", file=sys.stderr)
        return 3
    except ImportError as error:
        print(f"{error}; pip install argon2-cffi pynacl", file=sys.stderr)
        return 2
    except OSError as error:
        print(error, file=sys.stderr)
        return 2
    if not given.uris:
        # What opens other slots is nobody's business here.
        body.pop("slot_keys", None)
        print(json.dumps({**header, **body}, indent=2, ensure_ascii=False))
        return 0
    for entry in body["entries"]:
        try:
            print(uri(entry))
        except (KeyError, TypeError, ValueError):
            print("an entry is of a kind that has no URI; see it as JSON", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
