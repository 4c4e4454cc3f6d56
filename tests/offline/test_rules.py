"""The phone's rules against the server's: the shared vectors by name, and a thousand throws of the dice."""

from dataclasses import asdict

import pytest

from audit_app.core.rules import rules_of
from tests.vectors.rules import Case, generated, made_by_hand

SCRIPT = """async ({module, cases}) => {
  const {shownCodes, stateOf, missingFrom, progress} = await import(module);
  return cases.map(({rules, sheet}) => {
    const {answered, asked} = progress(rules, sheet);
    return {
      states: rules.map(rule => stateOf(rule, rules, sheet)),
      shown: [...shownCodes(rules, sheet)],
      missing: missingFrom(rules, sheet).map(({code, lack}) => [code, lack]),
      progress: [answered, asked],
    };
  });
}"""


@pytest.fixture
def by_phone(new_phone, site):
    """What the served module finds in these cases, all in one call."""

    def find(cases: list[Case]):
        page = new_phone().new_page()
        page.goto("/sign-in")
        plain = [{"rules": rules_of(case.asked), "sheet": asdict(case.sheet)} for case in cases]
        module = f"{site.app.extensions['assets'].address}/js/lib/rules.js"
        return page.evaluate(SCRIPT, {"module": module, "cases": plain})

    return find


def test_shared_vectors(by_phone):
    cases = made_by_hand()
    found = dict(zip([case.name for case in cases], by_phone(cases), strict=True))
    assert found == {case.name: case.expected for case in cases}


def test_a_thousand_generated_cases(by_phone):
    cases = list(generated(1000))
    differing = [
        (case, found) for case, found in zip(cases, by_phone(cases), strict=True) if found != case.expected
    ]
    assert differing[:3] == []
