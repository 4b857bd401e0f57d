"""Looks for bytes in all memory of a process that stands still. Arguments: pid. Standard input: lines of NAME TAB HEX.
Prints NAME TAB REGION TAB AROUND for each place, and at the end `read` TAB bytes."""
import os, sys

pid = sys.argv[1]
needles = []
for line in sys.stdin:
    name, text = line.rstrip("\n").split("\t")
    needles.append((name, bytes.fromhex(text)))
PAGE, CHUNK = 4096, 16384
memory = os.open(f"/proc/{pid}/mem", os.O_RDONLY)
pagemap = os.open(f"/proc/{pid}/pagemap", os.O_RDONLY)


def present(start, end):
    """Runs of pages that hold anything: engines reserve far more than they use."""
    run = None
    for at in range(start, end, CHUNK * PAGE):
        pages = min(CHUNK, (end - at) // PAGE)
        entries = os.pread(pagemap, pages * 8, at // PAGE * 8)
        if not any(entries[7::8]):
            entries = b""
        for n in range(pages):
            here = n * 8 + 7 < len(entries) and entries[n * 8 + 7] & 0xC0
            page = at + n * PAGE
            if here and run is None:
                run = page
            if run is not None and (not here or page - run >= 64 << 20):
                yield run, page
                run = page if here else None
            if not here and not entries:
                break
    if run is not None:
        yield run, end


def shown(part):
    return "".join(chr(b) if 32 <= b < 127 else "." if b == 0 else "~" for b in part)


read = 0
for line in open(f"/proc/{pid}/maps"):
    words = line.split()
    region = words[5] if len(words) > 5 else "anonymous"
    if not words[1].startswith("r") or region.startswith("[v"):
        continue
    start, end = (int(part, 16) for part in words[0].split("-"))
    for first, last in present(start, end):
        try:
            data = os.pread(memory, last - first, first)
        except OSError:
            continue
        read += len(data)
        for name, needle in needles:
            at = data.find(needle)
            while at >= 0:
                around = shown(data[max(0, at - 80) : at + len(needle) + 80])
                print(f"{name}\t{region} {words[1]} {first + at:x}\t{around}")
                at = data.find(needle, at + 1)
print(f"read\t{read}")
