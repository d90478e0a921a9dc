"""Damage that befalls files: pieces cut, doubled and moved, letters and numbers changed, the end missing."""

import io
import zipfile


def mutated(name, data, chance):
    """`data` with a few faults; of an Office file mostly its inner text, so that its archive can still be opened."""
    if name.endswith((".docx", ".xlsx")) and chance.random() < 0.6:
        return _inside(data, chance)
    return bytes(_faulty(bytearray(data), chance))


def _inside(data, chance):
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name.endswith(".xml") and ("document" in name or "sheet" in name):
                content = bytes(_faulty(bytearray(content), chance))
            target.writestr(name, content)
    return out.getvalue()


def _faulty(data, chance):
    for _ in range(chance.choice([1, 1, 2, 3, 8])):
        if data:
            chance.choice([_cut, _double, _overwrite, _shuffle, _renumber, _end])(data, chance)
    return data


def _cut(data, chance):
    start = chance.randrange(len(data))
    del data[start : start + chance.randrange(1, 400)]


def _double(data, chance):
    start, place = chance.randrange(len(data)), chance.randrange(len(data))
    data[place:place] = data[start : start + chance.randrange(1, 300)]


def _overwrite(data, chance):
    for _ in range(5):
        data[chance.randrange(len(data))] = chance.randrange(256)


def _shuffle(data, chance):
    lines = bytes(data).split(b"\n")
    chance.shuffle(lines)
    data[:] = b"\n".join(lines)


def _renumber(data, chance):
    old, new = str(chance.randrange(1, 12)), str(chance.randrange(1, 30))
    data[:] = data.replace(old.encode(), new.encode())


def _end(data, chance):
    del data[chance.randrange(len(data)) :]
