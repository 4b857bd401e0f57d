#!/usr/bin/env python3
"""Opens a Countersign vault without Countersign.

Shares no code with Countersign; docs/VAULT.md is the description. Needs two packages from PyPI:
argon2-cffi and pynacl.

    decrypt.py VAULT --password-fd 3 3< <(read -rs p; printf %s "$p")
    decrypt.py VAULT --recovery-key-file key.txt
    decrypt.py VAULT --keyring-key-file key.txt --uris

Prints the accounts as JSON, or as otpauth URIs with --uris. Both contain the secrets: mind where
they go. The trash is included; entries in it have "deleted_at". Entries that Countersign would put
in quarantine have no URI; in the JSON they stand as they stand in the file. Never writes to the
vault.

Exit status: 0 printed; 1 the vault is damaged, of a newer format, or not a vault; 2 wrong usage, or
a file, a package or memory is missing; 3 wrong key.
"""

import argparse
import base64
import hashlib
import hmac
import json
import math
import re
import struct
import sys
import unicodedata
from urllib.parse import quote

MAGIC = b"COUNTERSIGNVAULT"
VERSION = 1
FIXED = struct.Struct("<16sHBQ16sQQ24s")
SLOT = struct.Struct("<BB16sQIII32s24s48s")
BOUND = 70  # bytes of a slot before its nonce
MOST = (64 << 20) + (64 << 10)  # bytes of a file
KINDS = {1: "password", 2: "recovery", 3: "keyring"}
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# White space as Unicode has it (White_Space). Python's own is wider: U+001C to U+001F.
WHITE = "\t\n\v\f\r \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B)))
WHITE += "\u2028\u2029\u202f\u205f\u3000"
HYPHENS = "-\u2010\u2011\u2012\u2013\u2014\u2015"

# The members of an entry.
TEXTS = {"id", "issuer", "label", "secret", "type", "algorithm"}
BITS = {"period": 32, "counter": 64, "last_used_at": 64, "deleted_at": 64}
KNOWN = TEXTS | set(BITS)
KNOWN |= {"issuer_in_label", "digits", "parameters", "pinned", "created_at", "pin"}
# Which of period and counter a type has.
TYPES = {"totp": (True, False), "hotp": (False, True)}
TYPES |= dict.fromkeys(("steam", "motp", "yandex"), (False, False))
ALGORITHMS = ("SHA1", "SHA256", "SHA512", "SHA224", "SHA384", "MD5")
RESERVED = {b"secret", b"issuer", b"algorithm", b"digits", b"period", b"counter"}


class NoVault(Exception):
    """The file is no vault of a format that this script knows."""


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


# The file


def read(data):
    """Splits a file into vault id, slots, header, nonce and sealed body; checks the digests."""
    if len(data) > MOST:
        raise NoVault(f"this file is larger than a vault can be ({MOST} bytes)")
    if not data.startswith(MAGIC):
        raise NoVault("this file is not a Countersign vault")
    # Of a newer format nothing else is known, not even its length.
    version = int.from_bytes(data[16:18], "little")
    if len(data) >= 18 and version > VERSION:
        if data[-32:] != sha256(data[:-32]):
            raise Damaged("its header")
        raise NoVault(f"this vault is newer: it has format {version}, this script knows {VERSION}")
    if len(data) >= 18 and version != VERSION:
        raise Damaged("its header")
    if len(data) >= 19 and not 1 <= data[18] <= 3:
        raise Damaged("its header")
    if len(data) < FIXED.size:
        raise Damaged("its length is wrong")
    _, _, count, body_len, vault_id, counter, saved_at, nonce = FIXED.unpack_from(data)
    end = FIXED.size + count * SLOT.size
    if len(data) < end + 32:
        raise Damaged("its length is wrong")
    if sha256(data[:end]) != data[end : end + 32]:
        raise Damaged("its header")
    slots = [read_slot(data[at : at + SLOT.size]) for at in range(FIXED.size, end, SLOT.size)]
    by_kind = {slot["kind"]: slot for slot in slots}
    if len(by_kind) != count:
        raise Damaged("its key slots")
    if len(data) != end + 32 + body_len + 32 or body_len < 16:
        raise Damaged("its length is wrong")
    if sha256(data[:-32]) != data[-32:]:
        raise Damaged("its sealed body")
    header = {"version": version, "counter": counter, "saved_at": saved_at, "vault": vault_id.hex()}
    return vault_id, by_kind, data[: end + 32], nonce, data[end + 32 : -32], header


def read_slot(data):
    kind, derivation, slot_id, _, mem, passes, lanes, salt, nonce, wrapped = SLOT.unpack(data)
    if kind not in KINDS or derivation != kind:
        raise Damaged("its key slots")
    if kind != 1 and (mem, passes, lanes) != (0, 0, 0):
        raise Damaged("its key slots")
    if kind == 1 and not (
        64 * 1024 <= mem <= 2 * 1024 * 1024 and 1 <= passes <= 16 and 1 <= lanes <= 4
    ):
        raise Damaged("the cost of its key derivation is out of bounds")
    return {
        "kind": KINDS[kind],
        "id": slot_id.hex(),
        "bound": data[:BOUND],
        "cost": (mem, passes, lanes),
        "salt": salt,
        "nonce": nonce,
        "wrapped": wrapped,
    }


def wrapping_key(kind, slot, secret):
    if kind == "password":
        from argon2.exceptions import HashingError
        from argon2.low_level import Type, hash_secret_raw

        mem, passes, lanes = slot["cost"]
        try:
            return hash_secret_raw(
                secret, slot["salt"], time_cost=passes, memory_cost=mem, parallelism=lanes,
                hash_len=32, type=Type.ID, version=0x13,
            )
        except HashingError as error:
            # Its limits were looked at before: what can still be missing is memory, or a thread.
            raise MemoryError(f"Argon2id with {mem} KiB: {error}") from error
    return hkdf(slot["salt"], secret, b"countersign v1 " + kind.encode())


def decrypt(file, kind, secret):
    """The plaintext of the body."""
    vault_id, slots, associated, nonce, body, _ = file
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
        raise Damaged("its sealed body")
    return plain


# The keys


def first_line(text):
    """A password is one line, with or without the line end: LF, or CR and LF."""
    line, end, _ = text.partition("\n")
    return line.removesuffix("\r") if end else line


def password_bytes(text):
    return unicodedata.normalize("NFC", text).encode()


def recovery_bytes(text):
    """160 bits from 32 symbols; the last 4 symbols are the first 20 bits of a digest."""
    symbols = "".join(c for c in text if c not in WHITE + HYPHENS)
    # ASCII letters alone: the capital of some others is one, too.
    symbols = "".join(c.upper() if c.isascii() else c for c in symbols)
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
    text = text.strip(WHITE)
    key = base64_bytes(text)
    if key is None or len(text) != 44 or len(key) != 32:
        raise WrongKey("a keyring key is 32 bytes of Base64, 44 characters")
    return key


def base64_bytes(text):
    """Canonical Base64 with padding; None for all else. Countersign reads groups of four symbols,
    each by itself, so that padding may end any of them."""
    try:
        groups = [text[at : at + 4] for at in range(0, len(text), 4)]
        groups = [base64.b64decode(group, validate=True) for group in groups]
    except ValueError:
        return None
    # Python lets bits that do not count be anything.
    canonical = "".join(base64.b64encode(group).decode() for group in groups) == text
    return b"".join(groups) if canonical else None


# The body. Each entry is read by itself: what is odd in one does not touch the others.


class Members(dict):
    """A JSON object. Of members of one name the last counts; `pairs` has all of them."""

    def __init__(self, pairs):
        super().__init__(pairs)
        self.pairs = pairs


def number(text):
    """64 bits, or a double. A zero with a sign is a double."""
    if text != "-0" and len(text) <= 20 and -(2**63) <= int(text) < 2**64:
        return int(text)
    return float(text)


def no_number(text):
    raise ValueError(f"{text} is no JSON")


DECODER = json.JSONDecoder(object_pairs_hook=Members, parse_int=number, parse_constant=no_number)
SURROGATE = re.compile("[\ud800-\udfff]")
BLANK = re.compile(r"[ \t\n\r]*")
BRACKET = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]')


class Reader:
    """Walks through the outer levels of a JSON text; a ValueError where it is none."""

    def __init__(self, text):
        self.text, self.at = text, 0

    def next(self):
        """The next character that is not white space; empty at the end."""
        self.at = BLANK.match(self.text, self.at).end()
        return self.text[self.at : self.at + 1]

    def take(self, mark):
        if self.next() != mark:
            raise ValueError(f"{mark} is missing")
        self.at += 1

    def items(self, opening, closing):
        """Stops at each item of an array or object, which is to be taken before going on."""
        self.take(opening)
        if self.next() != closing:
            yield
            while self.next() != closing:
                self.take(",")
                yield
        self.take(closing)

    def value(self):
        """The next value and its text. None for a value that is nested deeper than Python goes,
        which is deeper than Countersign goes."""
        self.next()
        start = self.at
        try:
            value, self.at = DECODER.raw_decode(self.text, start)
        except RecursionError:
            value, self.at = None, self.closing()
        return value, self.text[start : self.at]

    def closing(self):
        """The end of the array or object that begins here."""
        depth = 0
        for found in BRACKET.finditer(self.text, self.at):
            depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found.group(), 0)
            if depth == 0:
                return found.end()
        raise ValueError("a bracket is missing")


def fit(value, levels=127):
    """Is this a JSON value for Countersign? It has no half of a surrogate pair, no number beyond a
    double, and no more levels than these."""
    if isinstance(value, str):
        return value.isascii() or not SURROGATE.search(value)
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, dict):
        return levels > 0 and all(fit(n) and fit(v, levels - 1) for n, v in value.pairs)
    if isinstance(value, list):
        return levels > 0 and all(fit(item, levels - 1) for item in value)
    return True


def read_body(plain, slots):
    """The entries, as pairs of value and text, and the members of a later version. The wrapping
    keys of the slots must be there, but are nobody's business here."""
    try:
        entries, others = None, {}
        reader = Reader(plain.decode())
        for _ in reader.items("{", "}"):
            name, _ = reader.value()
            reader.take(":")
            if name == "entries" and entries is None:
                entries = [reader.value() for _ in reader.items("[", "]")]
                continue
            value, text = reader.value()
            twice = name == "entries" or name == "slot_keys" and name in others
            deep = value is None and text != "null"
            if twice or deep or not isinstance(name, str) or not fit(name) or not fit(value, 126):
                raise ValueError("a member is not what it must be")
            others[name] = value
        keys = others.pop("slot_keys", None)
        if reader.next() or entries is None or not isinstance(keys, dict):
            raise ValueError("a member is missing, or something comes after the object")
    except ValueError:
        # Its message could quote the text.
        raise Damaged("the records within") from None
    if not all(isinstance(text, str) for _, text in keys.pairs):
        raise Damaged("the records within")
    if any(len(base64_bytes(keys.get(slot["id"], "")) or b"") != 32 for slot in slots):
        raise Damaged("the records within")
    return entries, others


def base32_length(text):
    """How many bytes canonical Base32 without padding holds; 0 for all else."""
    try:
        data = base64.b32decode(text + "=" * (-len(text) % 8))
    except ValueError:
        return 0
    return len(data) if base64.b32encode(data).decode().rstrip("=") == text else 0


def understood(entry):
    """The account of an entry; None where Countersign would put it in quarantine."""
    if not isinstance(entry, dict) or not fit(entry):
        return None
    known = [name for name, _ in entry.pairs if name in KNOWN]
    if len(known) != len(set(known)):
        return None

    def whole(name, bits):
        # A bool is an int in Python.
        return type(entry.get(name)) is int and 0 <= entry[name] < 1 << bits

    parameters = entry.get("parameters", [])
    shape = (
        all(isinstance(entry.get(name), str) for name in TEXTS)
        and re.fullmatch("[0-9A-Fa-f]{32}", entry["id"])
        and (entry.get("issuer_in_label") is None or isinstance(entry["issuer_in_label"], str))
        and whole("digits", 8)
        and whole("created_at", 64)
        and all(entry.get(name) is None or whole(name, bits) for name, bits in BITS.items())
        and (entry.get("pin") is None or isinstance(entry["pin"], str))
        and isinstance(entry.get("pinned", False), bool)
        and isinstance(parameters, list)
        and all(isinstance(pair, list) and len(pair) == 2 for pair in parameters)
        and all(isinstance(text, str) for pair in parameters for text in pair)
    )
    if not shape:
        return None

    kind, algorithm, digits = entry["type"], entry["algorithm"], entry["digits"]
    period, counter = entry.get("period"), entry.get("counter")
    if TYPES.get(kind) != (period is not None, counter is not None):
        return None
    if algorithm not in ALGORITHMS:
        return None
    if not 1 <= base32_length(entry["secret"]) <= 1024:
        return None
    pin = entry.get("pin")
    own = {"steam": (5, "SHA1", 30), "motp": (6, "MD5", 10), "yandex": (8, "SHA256", 30)}
    if kind in own:
        within, period = (digits, algorithm) == own[kind][:2], own[kind][2]
    else:
        within = 4 <= digits <= 10
        within = within and (period is None or 1 <= period <= 86_400)
        within = within and (counter is None or counter < 2**63)

    if pin is not None:
        within = within and kind in ("motp", "yandex") and 1 <= len(pin.encode()) <= 64
    if pin is not None and kind == "yandex":
        digits_only = re.fullmatch("[0-9]{4,16}", pin)
        within = within and digits_only and base32_length(entry["secret"]) >= 16

    issuer, label = entry["issuer"].strip(WHITE), entry["label"].strip(WHITE)
    inner = (entry.get("issuer_in_label") or "").strip(WHITE)
    issuer = issuer or inner
    names = all(len(name.encode()) <= 16_384 for name in (issuer, inner, label))
    pairs = [(name.encode(), value.encode()) for name, value in parameters]
    few = len(pairs) <= 64 and sum(len(name) + len(value) for name, value in pairs) <= 65_536
    # Lower case of bytes is that of ASCII alone.
    reserved = any(
        name.lower() in RESERVED
        or (name.lower() == b"pin" and kind in ("motp", "yandex"))
        or (name.lower(), value) == (b"encoder", b"steam")
        for name, value in pairs
    )
    if not within or not names or not few or reserved:
        return None
    return {
        "id": entry["id"].lower(), "issuer": issuer, "before": inner or issuer, "label": label,
        "secret": entry["secret"], "type": kind, "algorithm": algorithm, "digits": digits,
        "period": period, "counter": counter, "parameters": parameters, "pin": pin,
    }


def accounts(entries):
    """For each entry its account, or None. An id that an earlier one has is not understood."""
    seen = set()
    for value, _ in entries:
        account = understood(value)
        if account is not None and account["id"] in seen:
            account = None
        if account is not None:
            seen.add(account["id"])
        yield account


# What is printed


def uri(account):
    """The Key URI (https://github.com/google/google-authenticator/wiki/Key-Uri-Format) of an
    account. Steam Guard has a type of its own, which Aegis, Stratum and FreeOTP+ read, Yandex Key
    and mOTP are printed as Aegis and Stratum read them; a PIN is Base32."""

    def encoded(text):
        return quote(text, safe="")

    # A label with a colon and nobody before it would be read as issuer and label.
    colon = ":" if account["before"] or ":" in account["label"] else ""
    secret, motp = account["secret"], account["type"] == "motp"
    if motp:
        # The secret of mOTP is text.
        secret = base64.b32decode(secret + "=" * (-len(secret) % 8)).decode()
    fields = [("secret", secret)]
    if account["issuer"]:
        fields.append(("issuer", account["issuer"]))
    if not motp:
        fields += [("algorithm", account["algorithm"]), ("digits", str(account["digits"]))]
        fields += [(n, str(account[n])) for n in ("period", "counter") if account[n] is not None]
    if account["pin"] is not None:
        fields.append(("pin", base64.b32encode(account["pin"].encode()).decode().rstrip("=")))
    fields += account["parameters"]
    query = "&".join(f"{encoded(name)}={encoded(value)}" for name, value in fields)
    path = encoded(account["before"]) + colon + encoded(account["label"])
    start = {"motp": "motp://", "yandex": "otpauth://yaotp/"}
    return start.get(account["type"], f"otpauth://{account['type']}/") + f"{path}?{query}"


def as_json(header, entries, others):
    """One object. Entries that are not understood stand in it as they stand in the file."""

    def text(value):
        return json.dumps(value, indent=2, ensure_ascii=False)

    def nested(texts):
        # No text within JSON has a line end in it.
        inner = ",\n".join(texts).replace("\n", "\n  ")
        return f"\n  {inner}\n" if inner else ""

    shown = [
        raw if account is None else text(value)
        for (value, raw), account in zip(entries, accounts(entries))
    ]
    members = [f"{text(name)}: {text(value)}" for name, value in {**header, **others}.items()]
    members.insert(len(header), f'"entries": [{nested(shown)}]')
    return f"{{{nested(members)}}}"


def descriptor(text):
    if not 0 <= int(text) < 2**31:
        raise ValueError
    return int(text)


def contents(file, most=-1):
    with open(file, "rb") as opened:
        return opened.read(most)


def run(given):
    data = contents(given.vault, MOST + 1)
    if given.password_fd is not None:
        kind, text = "password", first_line(contents(given.password_fd).decode())
    elif given.recovery_key_file is not None:
        kind, text = "recovery", contents(given.recovery_key_file).decode()
    else:
        kind, text = "keyring", contents(given.keyring_key_file).decode()
    # Damage is told before anything is said of the key.
    file = read(data)
    of = {"password": password_bytes, "recovery": recovery_bytes, "keyring": keyring_bytes}
    plain = decrypt(file, kind, of[kind](text))
    entries, others = read_body(plain, file[1].values())
    odd = 0
    if given.uris:
        found = list(accounts(entries))
        lines = [uri(account) for account in found if account is not None]
        odd = len(found) - len(lines)
    else:
        lines = [as_json(file[5], entries, others)]
    # Always UTF-8, whatever the terminal has.
    with open(1, "wb", closefd=False) as out:
        out.write("".join(line + "\n" for line in lines).encode())
    if odd:
        print(f"entries without a URI, which only the JSON output has: {odd}", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description="Opens a Countersign vault without Countersign.")
    parser.add_argument("vault", help="the vault file, or one of its generations")
    ways = parser.add_mutually_exclusive_group(required=True)
    ways.add_argument(
        "--password-fd", type=descriptor, metavar="N", help="read the password (one line) from here"
    )
    ways.add_argument("--recovery-key-file", metavar="FILE")
    ways.add_argument("--keyring-key-file", metavar="FILE")
    parser.add_argument("--uris", action="store_true", help="print otpauth URIs, not JSON")
    given = parser.parse_args()
    try:
        run(given)
    except NoVault as error:
        print(error, file=sys.stderr)
        return 1
    except Damaged as error:
        print(f"the vault is damaged: {error}", file=sys.stderr)
        return 1
    except WrongKey as error:
        print(f"wrong key: {error}", file=sys.stderr)
        return 3
    except ImportError as error:
        print(f"{error}; pip install argon2-cffi pynacl", file=sys.stderr)
        return 2
    except UnicodeDecodeError:
        print("the key is not UTF-8", file=sys.stderr)
        return 2
    except MemoryError as error:
        print(f"not enough free memory: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
