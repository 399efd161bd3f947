"""moto's CloudFormation. {"template": …, "parameters": {…}} -> the resources that exist, resolved.

This is what its create_stack does up to the moment when it hands a resource's properties to the service.
"""

from moto.cloudformation.parsing import ResourceMap, parse_resource

import stack


def answer(case):
    template = case["template"]
    resources = ResourceMap(
        stack.ID, stack.NAME, case["parameters"], {}, stack.REGION, stack.ACCOUNT, template, None
    )
    resources.load()
    found = {}
    for name, body in template["Resources"].items():
        if "Condition" not in body or resources.lazy_condition_map[body["Condition"]]:
            _, found[name], _ = parse_resource(body, resources)
    return {"resources": found}
