"""Every scenario of a template, and what each endpoint configuration comes to in it."""

import itertools
from dataclasses import dataclass

import macros
from loops import expand_template
from parameters import allows
from resolver import Resolver
from rule import verdict
from values import CONFIG, OddScalar, Refused, walk

# What a template's own view never shows: outputs of nested stacks, attributes of custom resources and imports can be
# empty, and an SSM parameter cannot.
OUTPUTS = ("", "alias/out")
DYNAMIC = ("ml.g5.xlarge", "ml.m5.large")
MOST = 48


@dataclass(frozen=True)
class Scenario:
    """One consistent set of assumptions."""

    parameters: dict
    hidden: dict


def judge(template, parameters):
    """One run for each assignment of the parameters: what every endpoint configuration comes to.

    A run has a list of outcomes, one for each set of hidden facts under which CloudFormation takes the call;
    it is exact where there are no hidden facts at all.
    """
    hidden = hidden_facts(template, parameters)
    visible = {parameter.name: parameter.values() for parameter in parameters}
    shorten(visible, hidden)
    return [
        {
            "parameters": assignment,
            "exact": not hidden,
            "outcomes": [
                found
                for facts in product(hidden)
                if (found := outcome(template, Scenario(assignment, facts))) is not None
            ],
        }
        for assignment in product(visible)
    ]


def product(domains):
    return [dict(zip(domains, values)) for values in itertools.product(*domains.values())]


def shorten(visible, hidden):
    """Leaves out values until there are few enough combinations; the first ones stay, the empty text among them."""
    domains = [*visible.values(), *hidden.values()]
    while True:
        size = 1
        for domain in domains:
            size *= max(len(domain), 1)
        if size <= MOST:
            return
        longest = max(visible.values(), key=len, default=[])
        if len(longest) < 3:
            return
        longest.pop(next(index for index in reversed(range(len(longest))) if longest[index] != ""))


def hidden_facts(template, parameters):
    """The facts that no view shows, with the values to try."""
    text = repr(template)
    facts = {f"ssm {each.name}": list(each.contents) for each in parameters if each.contents}
    for value in walk(template):
        if isinstance(value, OddScalar):
            facts["reading"] = [0, 1]
        if isinstance(value, str) and value.startswith("{{resolve:ssm:"):
            facts[value] = list(DYNAMIC)
        if isinstance(value, dict) and "Fn::ImportValue" in value:
            name = value["Fn::ImportValue"]
            facts[f"import {name}"] = list(DYNAMIC if name == "shared-type" else OUTPUTS)
        if isinstance(value, dict) and "Fn::GetStackOutput" in value:
            facts[f"output {value['Fn::GetStackOutput']['StackName']}"] = list(OUTPUTS)
        for name in getatts(value):
            if name.startswith(("Nested.", "Lookup.")):
                facts[f"output {name}"] = list(OUTPUTS)
    if macros.mentions_macro(template):
        facts["macro"] = list(macros.ACTIONS)
    for section, options in macros.writable(template).items():
        if "Written" in text:
            facts[f"written {section}"] = list(options)
    return facts


def getatts(value):
    """Attributes that a value names: `Nested.Outputs.Key`."""
    if isinstance(value, dict) and "Fn::GetAtt" in value:
        argument = value["Fn::GetAtt"]
        yield argument if isinstance(argument, str) else ".".join(argument)
    if isinstance(value, str):
        for part in value.split("${")[1:]:
            yield part.split("}")[0]


def outcome(template, scenario):
    """Verdicts (under `require`, under `exempt`) and properties by logical id; None where the call is refused."""
    reading = scenario.hidden.get("reading", 0)
    for name, value in scenario.parameters.items():
        if not allows(template["Parameters"][name], value, reading):
            return None
    try:
        expanded = expand_template(template, scenario)
        resolver = Resolver(expanded, scenario)
        for name in expanded.get("Conditions", {}).keys() - macros.KEYS:
            resolver.condition_named(name)
        found = {}
        for name, body in expanded["Resources"].items():
            if body.get("Type") != CONFIG:
                continue
            if "Condition" in body and not resolver.condition_named(body["Condition"]):
                found[name] = None
                continue
            properties = resolver.resolve(body.get("Properties", {}))
            properties = macros.apply(expanded, body, properties, scenario.hidden.get("macro"))
            verdicts = {setting: verdict(properties, setting) for setting in ("require", "exempt")}
            found[name] = {"verdicts": verdicts, "properties": properties}
        return found
    except Refused:
        return None
