"""Simulated labellers of this kind: land next."""


def perfect(task, gold):
    raise NotImplementedError


def simulate(task, item, gold, rng, level):
    raise NotImplementedError


def slacken(task, item, gold, rng):
    raise NotImplementedError


def persona(task, item, gold, spec, rng):
    raise NotImplementedError
