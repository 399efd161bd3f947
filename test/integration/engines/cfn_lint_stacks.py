"""cfn-lint's values. {"template": …, "parameters": {…}} -> the resources that exist, resolved.

cfn-lint resolves a value for every branch of an Fn::If; the branches here are those that its conditions take with these
parameters.
"""

import json

from cfnlint.context import create_context_for_template
from cfnlint.decode.cfn_json import CfnJSONDecoder
from cfnlint.jsonschema import CfnTemplateValidator
from cfnlint.template import Template

import stack

NOTHING = {"Ref": "AWS::NoValue"}


def answer(case):
    template = Template("template.json", json.loads(json.dumps(case["template"]), cls=CfnJSONDecoder), [stack.REGION])
    declared = case["template"]["Parameters"]
    values = {
        name: [item.strip() for item in value.split(",")] if declared[name]["Type"] == "CommaDelimitedList" else value
        for name, value in case["parameters"].items()
    }
    context = create_context_for_template(template).evolve(ref_values={"AWS::AccountId": stack.ACCOUNT, **values})
    validator = CfnTemplateValidator({}, context=context, cfn=template)

    holds = {
        condition: template.conditions.satisfiable({condition: True}, case["parameters"])
        for condition in case["template"]["Conditions"]
    }

    def taken(value):
        if isinstance(value, dict) and list(value) == ["Fn::If"]:
            condition, first, second = value["Fn::If"]
            return taken(first if holds[condition] else second)
        if isinstance(value, dict):
            members = {key: taken(inner) for key, inner in value.items()}
            return {key: inner for key, inner in members.items() if inner != NOTHING}
        if isinstance(value, list):
            return [item for item in map(taken, value) if item != NOTHING]
        return value

    def resolved(value):
        if isinstance(value, list):
            return [resolved(item) for item in value]
        if not isinstance(value, dict):
            return value
        if len(value) != 1 or not next(iter(value)).startswith(("Fn::", "Ref")):
            return {key: resolved(inner) for key, inner in value.items()}
        results = [result for result, _, error in validator.resolve_value(value) if not error]
        if len(results) != 1:
            raise ValueError(f"{len(results)} values")
        return results[0]

    return {
        "resources": {
            name: {"Type": body["Type"], "Properties": resolved(taken(body["Properties"]))}
            for name, body in case["template"]["Resources"].items()
            if "Condition" not in body or holds[body["Condition"]]
        }
    }
