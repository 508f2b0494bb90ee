"""Records of pictures for round trips, and the way there and back."""

from hypothesis import strategies as st

from portal.formats import Report, get
from portal.formats.model import Box, Picture, Polygon, Record
from tests.formats.folders import read

WORDS = st.sampled_from(["car", "Straßenlampe", "two words", "<b>&", "人", "0"])


@st.composite
def records(draw, *, flags=(), polygons=False, ids=True):
    """A few records of pictures of 640 by 480 with boxes in whole and half pixels."""
    found = []
    for item in draw(st.lists(st.sampled_from(["a", "b 1", "x/y", "été"]), unique=True, min_size=1, max_size=3)):
        boxes = tuple(
            Box(
                str(n) if ids else "",
                draw(st.integers(0, 600)) / 2,
                draw(st.integers(0, 400)) / 2,
                draw(st.integers(1, 300)) / 2,
                draw(st.integers(1, 200)) / 2,
                draw(WORDS),
                frozenset(flag for flag in flags if draw(st.booleans())),
            )
            for n in range(1, draw(st.integers(0, 3)) + 1)
        )
        shapes = ()
        if polygons and draw(st.booleans()):
            x, y = draw(st.integers(0, 500)), draw(st.integers(0, 400))
            ring = ((x, y), (x + 40.0, y), (x + 40.0, y + 30.5), (x, y + 30.5))
            shapes = (Polygon(str(len(boxes) + 1), (ring,), draw(WORDS)),)
        found.append(Record(item, media=Picture(item + ".jpg", 640, 480), boxes=boxes, polygons=shapes))
    return found


def there_and_back(found, name: str, folder, report: Report | None = None):
    """What reading gives of these records written in the format of that name."""
    format, target = get(name), folder / "out"
    if format.folder:
        target.mkdir()
    else:
        target = target.with_suffix(format.extensions[0])
    format.write(found, target, report or Report())
    return read(target, name)
