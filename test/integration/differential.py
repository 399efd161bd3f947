"""Other people's reading of templates, to hold ours against: a line of JSON in, a line of JSON out.

{"yaml": TEXT} -> what PyYAML, which reads YAML 1.1 as SnakeYAML does, makes of it, short forms in their long form.
{"template": …, "parameters": {…}} -> the resources that exist, after the language extensions as SAM CLI
resolves them.

What they refuse is {"error": WHY}.
"""

import json
import sys

import yaml
from samcli.lib.cfn_language_extensions.api import create_default_pipeline
from samcli.lib.cfn_language_extensions.models import PseudoParameterValues, TemplateProcessingContext

PSEUDO = PseudoParameterValues(
    region="eu-west-1",
    account_id="111122223333",
    stack_name="models",
    stack_id="arn:aws:cloudformation:eu-west-1:111122223333:stack/models/1",
)


class Loader(yaml.SafeLoader):
    """CloudFormation's YAML: no time stamps, no merge keys, functions as tags."""


Loader.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0].rsplit(":", 1)[1] not in ("timestamp", "merge")]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def function(loader, suffix, node):
    if isinstance(node, yaml.ScalarNode):
        value = node.value
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    if suffix == "GetAtt" and isinstance(value, str) and "." in value:
        value = value.split(".", 1)
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": value}


Loader.add_multi_constructor("!", function)


def answer(case):
    if "yaml" in case:
        return {"root": yaml.load(case["yaml"], Loader)}
    context = TemplateProcessingContext(
        fragment=case["template"], parameter_values=case["parameters"], pseudo_parameters=PSEUDO
    )
    resources = create_default_pipeline(context).process_template(context)["Resources"]
    conditions = context.resolved_conditions
    return {"resources": {name: body for name, body in resources.items() if conditions.get(body.get("Condition"), True)}}


for line in sys.stdin:
    try:
        print(json.dumps(answer(json.loads(line))))
    except Exception as error:  # whatever they refuse it with
        print(json.dumps({"error": f"{type(error).__name__}: {error}"}))
