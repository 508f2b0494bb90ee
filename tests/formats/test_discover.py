import pkgutil

import portal.formats
from portal.formats import discover, names
from portal.formats.model import FEATURES


def test_every_module_is_a_format_or_said_to_be_shared():
    modules = {module.name for module in pkgutil.iter_modules(portal.formats.__path__) if not module.ispkg}
    assert modules - portal.formats._SHARED == set(names())
    assert modules >= portal.formats._SHARED


def test_a_format_is_named_as_its_module_and_holds_features_of_a_record():
    for name, format in discover().items():
        assert format.name == name
        assert format.features
        assert format.features <= set(FEATURES)
        assert all(extension.startswith(".") for extension in format.extensions)


def test_titles_differ():
    assert len({format.title for format in discover().values()}) == len(discover())
