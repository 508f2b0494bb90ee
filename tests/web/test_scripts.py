"""Joined scripts behave as the modules they were."""

import pytest

from portal.web.scripts import AssetError, join


def read_from(files):
    return lambda name: files[name]


def test_a_script_without_imports_stays_as_it_is():
    assert join("js/a.js", read_from({"js/a.js": "export const a = 1;\n"})) == "export const a = 1;\n"


def test_imports_become_one_file_in_the_order_they_are_needed():
    text = join(
        "js/a.js",
        read_from(
            {
                "js/a.js": 'import { two as b, one } from "./w/b.js";\nexport function start() { return b + one; }\n',
                "js/w/b.js": 'import * as c from "./c.js";\nexport const one = 1;\nexport const two = c.three() - 1;\n',
                "js/w/c.js": "export function three() { return 3; }\n",
            }
        ),
    )
    assert text.index("three() { return 3; }") < text.index("two = c.three") < text.index("function start")
    assert "const { two: b, one } = $m1;" in text
    assert "from" not in text


@pytest.mark.parametrize(
    "line",
    ["export default 1;", 'import x from "./b.js";', "export let x = 1;", 'import "./b.js";', "export { y };"],
)
def test_a_form_that_cannot_be_joined_is_refused(line):
    files = {"js/a.js": f'import {{ b }} from "./b.js";\n{line}\n', "js/b.js": "export const b = 1;\n"}
    with pytest.raises(AssetError, match="cannot join"):
        join("js/a.js", read_from(files))


def test_scripts_that_import_each_other_are_refused():
    files = {
        "js/a.js": 'import { b } from "./b.js";\nexport const a = 1;\n',
        "js/b.js": 'import { a } from "./a.js";\nexport const b = 1;\n',
    }
    with pytest.raises(AssetError, match="import each other"):
        join("js/a.js", read_from(files))
