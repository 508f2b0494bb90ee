"""Whatever bytes a file holds, a reader reads it or refuses it in words: no other error comes out."""

import json
import random
from dataclasses import replace

import pytest

from portal.formats import FormatError, Report, discover, get, label_files
from portal.formats.model import (
    FEATURES,
    Box,
    Class,
    Clip,
    Keyframe,
    Keypoints,
    Mask,
    Picture,
    Polygon,
    Record,
    Relation,
    Segment,
    Span,
    Track,
)
from portal.formats.source import Source

TEXT = "Ana 👍 met Ben"
PICTURE = Picture("a.png", 40, 30)
SAMPLES = {
    "spans": Record(
        "1",
        text=TEXT,
        spans=(Span("0", 0, 3, "PER"), Span("1", 10, 13, "PER")),
        relations=(Relation("0", "1", "met"),),
    ),
    "classes": Record("1", "ana", text=TEXT, classes=(Class("x"),), scores={"tone": 2.0}),
    "boxes": Record(
        "a",
        media=PICTURE,
        boxes=(Box("1", 1, 2, 10, 10, "car"),),
        polygons=(Polygon("2", (((1, 1), (9, 1), (5, 9)),), "car"),),
        keypoints=(Keypoints("3", "dog", {"nose": (3, 4, 2)}),),
        masks=(Mask("4", 40, 30, (600, 100, 500), "road"),),
    ),
    "tracks": Record(
        "v", media=Clip("v.mp4", 1.0, 10, 10.0, 40, 30), tracks=(Track("1", "car", (Keyframe(0, 1, 2, 3, 4),)),)
    ),
    "segments": Record("c", media=Clip("c.wav"), segments=(Segment(0, 1.5, "ana", "hi"),)),
}
CASES = [
    (name, sample)
    for name, format in discover().items()
    for sample, record in SAMPLES.items()
    if any(getattr(record, feature) for feature in format.features)
]
PIECES = [
    b"",
    b"\x00",
    b"\xff",
    b"-1",
    b"NaN",
    b"1e999",
    b'"',
    b"{",
    b"]",
    b"\t",
    b"\n\n",
    b"<",
    b"null",
    "👍".encode(),
]


def spoiled(data: bytes, rng: random.Random) -> bytes:
    """The file with up to three pieces put in place of others, or cut short."""
    for _ in range(rng.randint(1, 3)):
        start = rng.randrange(len(data) + 1)
        end = min(len(data), start + rng.choice([0, 1, 1, 3, 20]))
        data = data[:start] + rng.choice(PIECES) + data[end:]
    return data[: rng.randrange(len(data) + 1)] if rng.random() < 0.1 else data


@pytest.mark.parametrize(("name", "sample"), CASES)
def test_spoiled_files_are_read_or_refused_in_words(tmp_path, name, sample):
    format, rng = get(name), random.Random(f"{name} {sample}")
    target = tmp_path / ("labels" if format.folder else f"labels{format.extensions[0]}")
    if format.folder:
        target.mkdir()
    record = SAMPLES[sample]
    format.write(iter([only(record, format.features)]), target, Report())
    files = sorted(path for path in target.rglob("*") if path.is_file()) if format.folder else [target]
    originals = {path: path.read_bytes() for path in files}
    refusals = []
    for _ in range(60):
        path = rng.choice(files)
        path.write_bytes(spoiled(originals[path], rng))
        try:
            with Source(target) as source:
                chosen = label_files(source, format, Report())[1]
                for read in format.read(chosen, Report()):
                    assert read.item
        except FormatError as error:
            refusals.append(error)
        path.write_bytes(originals[path])
    assert refusals
    # Each names its file and can be said.
    assert all(error.path and str(error).startswith(str(tmp_path)) for error in refusals)


JSON = [(name, sample) for name, sample in CASES if discover()[name].extensions[0] in (".json", ".jsonl", ".ndjson")]
VALUES = [None, True, -1, 0, 3.5, 10**30, "", "x", "1", [], {}, [[]], [None], {"id": []}, ["a", "b"], [1, 2, 3, 4]]


def twisted(value, rng: random.Random):
    """The value with one thing in it, at any depth, replaced, removed or doubled."""
    if isinstance(value, dict | list) and value and rng.random() < 0.85:
        changed = dict(value) if isinstance(value, dict) else list(value)
        at = rng.choice(list(value)) if isinstance(value, dict) else rng.randrange(len(value))
        if rng.random() < 0.15:
            del changed[at]
        elif rng.random() < 0.1 and isinstance(changed, list):
            changed.append(changed[at])
        else:
            changed[at] = twisted(value[at], rng)
        return changed
    return rng.choice(VALUES)


@pytest.mark.parametrize(("name", "sample"), JSON)
def test_json_of_another_shape_is_read_or_refused_in_words(tmp_path, name, sample):
    format, rng = get(name), random.Random(f"{name} {sample} shape")
    target = tmp_path / f"labels{format.extensions[0]}"
    format.write(iter([only(SAMPLES[sample], format.features)]), target, Report())
    whole = target.suffix == ".json" and name != "doccano"
    value = json.loads(target.read_text()) if whole else [json.loads(line) for line in target.read_text().splitlines()]
    for _ in range(200):
        changed = twisted(value, rng)
        rows = changed if isinstance(changed, list) and not whole else [changed]
        target.write_text("\n".join(map(json.dumps, rows)))
        try:
            with Source(target) as source:
                list(format.read(label_files(source, format, Report())[1], Report()))
        except FormatError as error:
            str(error)


def only(record: Record, features: frozenset[str]) -> Record:
    """The record without the labels that the format cannot hold."""
    empty = Record("")
    return replace(record, **{name: getattr(empty, name) for name in FEATURES if name not in features})
