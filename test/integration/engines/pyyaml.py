"""PyYAML, which reads YAML 1.1 as CloudFormation's SnakeYAML does. {"yaml": TEXT} -> {"root": …}, functions in their long form."""

import yaml


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
    return {"root": yaml.load(case["yaml"], Loader)}
