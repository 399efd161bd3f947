"""LocalStack's CloudFormation engine. {"template": …, "parameters": {…}} -> the resources that exist, resolved.

This is what its provider does with a change set that creates a stack: model, transform, model again, and the
preprocessor that resolves the properties.
"""

import copy
import json

from localstack.services.cloudformation.engine.v2.change_set_model import ChangeSetModel, is_nothing
from localstack.services.cloudformation.engine.v2.change_set_model_preproc import ChangeSetModelPreproc
from localstack.services.cloudformation.engine.v2.change_set_model_transform import ChangeSetModelTransform
from localstack.services.cloudformation.v2.entities import ChangeSet, Stack

import stack


def answer(case):
    template = case["template"]
    parameters = {
        name: {"type_": declared["Type"], "given_value": case["parameters"].get(name), "default_value": None}
        for name, declared in template["Parameters"].items()
    }
    owner = Stack(stack.ACCOUNT, stack.REGION, {"StackName": stack.NAME})
    payload = {"ChangeSetName": "create", "ChangeSetType": "CREATE"}
    change_set = ChangeSet(owner, payload, json.dumps(template), copy.deepcopy(template))
    change_set.resolved_parameters = parameters

    def model(after):
        change_set.set_update_model(ChangeSetModel(None, after, None, parameters).get_update_model())

    model(template)
    _, transformed = ChangeSetModelTransform(change_set, None, parameters, None, template).transform()
    model(transformed)
    node = change_set.update_model.node_template
    preproc = ChangeSetModelPreproc(change_set)
    preproc.visit(node.conditions)
    found = {}
    for resource in node.resources.resources:
        after = preproc.visit(resource).after
        if not is_nothing(after):
            found[resource.name] = {"Type": after.resource_type, "Properties": after.properties.properties}
    return {"resources": found}
