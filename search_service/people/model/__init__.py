"""The statistical half of finding names: two chains that correct the rules.

``reading.py`` is asked by ``people/names.py`` and by nothing else. Everything here works on the
capitalised words of a text; the data files beside the modules are made by
``scripts/train_people.py`` and described in ``docs/people-model.md``.
"""
