"""The worked numbers in the docstrings of the rules are true."""

import doctest
import importlib
import pkgutil

import pytest

from audit_app import core

MODULES = [module.name for module in pkgutil.iter_modules(core.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_hold(name):
    assert doctest.testmod(importlib.import_module(f"audit_app.core.{name}")).failed == 0


def test_there_are_examples():
    assert doctest.testmod(importlib.import_module("audit_app.core.statistics")).attempted > 10
