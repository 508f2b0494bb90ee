"""What both sides are given: made at random, alike in every run, with the slips that people make."""

from random import Random

LABELS = ("person", "place", "organisation", "product")
SCALE = (1, 2, 3, 4, 5)
Span = tuple[int, int, str]
Box = list[float]


def scale_labels(items: int) -> tuple[list[int], list[int]]:
    """Gold and answers on a scale of five; a quarter is off, mostly by one step."""
    rng = Random(f"scale {items}")
    gold = rng.choices(SCALE, weights=(1, 2, 3, 2, 2), k=items)
    return gold, [_rated(rng, value, 0.25) for value in gold]


def _rated(rng: Random, value: int, slips: float) -> int:
    if rng.random() > slips:
        return value
    return min(max(value + rng.choice((-1, -1, 1, 1, -2, 2)), SCALE[0]), SCALE[-1])


def ratings(items: int, raters: int) -> dict[str, dict[str, int]]:
    """{rater: {item: label 1 to 5}}, every item by every rater."""
    rng = Random("ratings")
    truth = rng.choices(SCALE, weights=(5, 3, 2, 2, 1), k=items)
    return {
        f"rater {n}": {f"item {i}": _rated(rng, value, 0.15 + 0.05 * n) for i, value in enumerate(truth)}
        for n in range(raters)
    }


def documents(count: int, spans: int) -> tuple[list[list[Span]], list[list[Span]]]:
    """Gold and answers, each a list of documents of (start, end, label), end exclusive, in the order of the text.

    No span shares characters with two others of different labels, so that there is one way to pair them.
    """
    rng = Random("spans")
    gold, yours = [], []
    for _ in range(count):
        ours, theirs, at = [], [], 0
        while len(ours) < spans:
            start = at + rng.randint(12, 60)
            end = at = start + rng.randint(4, 24)
            span = (start, end, rng.choice(LABELS))
            ours.append(span)
            theirs += _marked(rng, span)
            if rng.random() < 0.06:
                # Something that is not in gold, in the gap.
                theirs.append((at + 4, at + 8, rng.choice(LABELS)))
        gold.append(ours)
        yours.append(theirs)
    return gold, yours


def _marked(rng: Random, span: Span) -> list[Span]:
    """What somebody makes of a span: most often itself."""
    start, end, label = span
    luck = rng.random()
    if luck < 0.70:
        return [span]
    if luck < 0.78:
        return [(start + rng.randint(-3, 1), end + rng.randint(1, 3), label)]
    if luck < 0.86:
        return [(start, end, rng.choice(LABELS))]
    if luck < 0.90:
        return [(start + 1, end + 2, rng.choice(LABELS))]
    if luck < 0.93:
        middle = (start + end) // 2
        return [(start, middle, label), (middle, end, label)]
    return []


def tagged(count: int, length: int) -> tuple[list[list[str]], list[list[str]]]:
    """Gold and answers, each a list of documents of IOB2 tags; some answers are ill-formed, as a model's are."""
    rng = Random("tags")
    gold, yours = [], []
    for _ in range(count):
        tags: list[str] = []
        while len(tags) < length:
            tags += ["O"] * rng.randint(1, 9)
            label = rng.choice(LABELS)
            tags += [f"B-{label}"] + [f"I-{label}"] * rng.choice((0, 0, 1, 1, 2, 3))
        del tags[length:]
        gold.append(tags)
        yours.append([_tag(rng, tag) for tag in tags])
    return gold, yours


def _tag(rng: Random, tag: str) -> str:
    luck = rng.random()
    if luck < 0.93:
        return tag
    if luck < 0.96:
        return "O"
    return f"{rng.choice('BI')}-{rng.choice(LABELS)}"


def utterances(count: int, words: int) -> tuple[list[str], list[str]]:
    """What was said and what was written: words of ordinary lengths, one in ten wrong, left out or added."""
    rng = Random("words")
    letters = "eeeeeeaaaaooooiiiitttttnnnnsssshhhrrrdddlllcuummwfgypbvk"
    known = ["".join(rng.choices(letters, k=rng.choice((2, 3, 3, 4, 4, 5, 6, 7, 9)))) for _ in range(2000)]
    gold, yours = [], []
    for _ in range(count):
        said = rng.choices(known, k=words)
        written = []
        for word in said:
            luck = rng.random()
            if luck < 0.04:
                continue
            if luck < 0.10:
                word = word[:-1] + rng.choice(letters)
            written += [word] if luck < 0.97 else [word, rng.choice(known)]
        gold.append(" ".join(said))
        yours.append(" ".join(written))
    return gold, yours


def pictures(count: int, boxes: int) -> tuple[list[list[Box]], list[list[Box]]]:
    """Gold and answers, each a list of pictures of [x, y, width, height], as label files hold them."""
    rng = Random("boxes")
    gold, yours = [], []
    for _ in range(count):
        ours = [_box(rng) for _ in range(boxes)]
        # One in eight is somewhere else, and they come in an order of their own.
        theirs = [_box(rng) if rng.random() < 0.125 else _drawn(rng, box, 0.06) for box in ours]
        rng.shuffle(theirs)
        gold.append(ours)
        yours.append(theirs)
    return gold, yours


def _box(rng: Random) -> Box:
    width, height = rng.uniform(20, 240), rng.uniform(20, 200)
    return [round(v, 2) for v in (rng.uniform(0, 1280 - width), rng.uniform(0, 720 - height), width, height)]


def _drawn(rng: Random, box: Box, slip: float) -> Box:
    """The box with each edge off by some share of its side."""
    x, y, width, height = box
    left, right = (rng.gauss(0, slip) * width for _ in "lr")
    top, foot = (rng.gauss(0, slip) * height for _ in "tf")
    edges = x + left, y + top, max(width - left + right, 1), max(height - top + foot, 1)
    return [round(v, 2) for v in edges]


def video(length: int, objects: int) -> list[tuple[dict[int, Box], dict[int, Box]]]:
    """Frames of (gold, answers), each {track: [x, y, width, height]}: things move, are missed, change their names."""
    rng = Random("video")
    boxes = [_box(rng) for _ in range(objects)]
    speeds = [(rng.uniform(-4, 4), rng.uniform(-2, 2)) for _ in range(objects)]
    names, fresh = list(range(objects)), objects
    frames = []
    for _ in range(length):
        for i, (box, (along, down)) in enumerate(zip(boxes, speeds, strict=True)):
            boxes[i] = [box[0] + along, box[1] + down, *box[2:]]
        if rng.random() < 0.03:
            a, b = rng.sample(range(objects), 2)
            names[a], names[b] = names[b], names[a]
        if rng.random() < 0.03:
            names[rng.randrange(objects)], fresh = fresh, fresh + 1
        seen = {names[i]: _drawn(rng, box, 0.05) for i, box in enumerate(boxes) if rng.random() > 0.05}
        if rng.random() < 0.2:
            seen[1000 + len(frames)] = _box(rng)
        frames.append((dict(enumerate(boxes)), seen))
    return frames
