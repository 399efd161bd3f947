"""cfn-lint's conditions. {"template": …, "parameters": {…}} -> {"scenarios": [{CONDITION: BOOL, …}, …]}

Every set of truths that the conditions can have together, with the parameters that have a value and whatever the
others are.
"""

from cfnlint.decode.cfn_json import CfnJSONDecoder
from cfnlint.template import Template

import itertools
import json

import stack


def answer(case):
    template = json.loads(json.dumps(case["template"]), cls=CfnJSONDecoder)
    conditions = Template("template.json", template, [stack.REGION]).conditions
    names = list(case["template"]["Conditions"])
    scenarios = conditions.build_scenarios({name: {True, False} for name in names})
    parameters = case["parameters"]
    return {"scenarios": [each for each in scenarios if not parameters or conditions.satisfiable(each, parameters)]}
