"""What CloudFormation makes of a template under one scenario: intrinsic functions, conditions, AWS::NoValue.

Source: "Intrinsic function reference", "Conditions" and "AWS::LanguageExtensions transform" in the CloudFormation
Template Reference.
"""

import base64
import json
import re

from values import PSEUDO, OddScalar, Refused, function_of

NOTHING = object()


class Resolver:
    """Resolves values. A scenario's `parameters` are texts by name, its `hidden` facts those that no view shows."""

    def __init__(self, template, scenario):
        self.template = template
        self.parameters = scenario.parameters
        self.hidden = scenario.hidden
        self.conditions = {}
        self.functions = {
            "Ref": self.ref,
            "Fn::GetAtt": self.get_att,
            "Fn::ImportValue": lambda name: self.hidden[f"import {self.text(name)}"],
            "Fn::GetStackOutput": lambda names: self.hidden[f"output {self.text(names['StackName'])}"],
            "Fn::If": self.if_,
            "Fn::Sub": self.sub,
            "Fn::Join": lambda arguments: self.text(arguments[0]).join(self.texts(arguments[1])),
            "Fn::Split": lambda arguments: self.text(arguments[1]).split(self.text(arguments[0])),
            "Fn::Select": self.select,
            "Fn::FindInMap": self.find_in_map,
            "Fn::Length": self.length,
            "Fn::ToJsonString": lambda value: json.dumps(self.resolve(value), separators=(",", ":")),
            "Fn::Base64": lambda value: base64.b64encode(self.text(value).encode()).decode(),
        }

    def resolve(self, value):
        """The value with nothing left to resolve, or NOTHING."""
        name, argument = function_of(value)
        if name is not None:
            if name not in self.functions:
                raise Refused(f"{name} does not belong here")
            return self.functions[name](argument)
        if isinstance(value, dict):
            members = {key: self.resolve(item) for key, item in value.items()}
            return {key: item for key, item in members.items() if item is not NOTHING}
        if isinstance(value, list):
            return [item for item in map(self.resolve, value) if item is not NOTHING]
        if isinstance(value, str):
            return re.sub(r"\{\{resolve:ssm:[^}]*\}\}", lambda found: self.hidden[found[0]], value)
        return value

    def text(self, value):
        """A scalar as the text that CloudFormation compares and joins."""
        resolved = self.resolve(value)
        if isinstance(resolved, OddScalar):
            return resolved.text(self.hidden["reading"])
        if isinstance(resolved, bool):
            return "true" if resolved else "false"
        if isinstance(resolved, (str, int)):
            return str(resolved)
        raise Refused("a text is needed here")

    def texts(self, value):
        resolved = self.resolve(value)
        if not isinstance(resolved, list):
            raise Refused("a list is needed here")
        return [self.text(item) for item in resolved]

    def ref(self, written):
        name = self.text(written)
        if name == "AWS::NoValue":
            return NOTHING
        if name in PSEUDO:
            return PSEUDO[name]
        declaration = self.template.get("Parameters", {}).get(name)
        if declaration is not None:
            # The value of an SSM parameter type names the parameter whose content is used.
            content = self.hidden.get(f"ssm {name}", self.parameters[name])
            if "List" not in declaration["Type"]:
                return content
            return [item.strip() for item in content.split(",")] if content else []
        if name in self.template["Resources"]:
            return f"{name}-1A2B3C"
        return self.written("Parameters", f"nothing is called {name}")

    def get_att(self, argument):
        name, attribute = argument.split(".", 1) if isinstance(argument, str) else argument
        if name not in self.template["Resources"]:
            raise Refused(f"nothing is called {name}")
        return self.hidden.get(f"output {name}.{attribute}", f"arn:aws:kms:eu-west-1:111122223333:key/{name}")

    def if_(self, arguments):
        name, then, otherwise = arguments
        return self.resolve(then if self.condition_named(name) else otherwise)

    def sub(self, argument):
        template, variables = argument if isinstance(argument, list) else (argument, {})

        def fill(found):
            name = found[1]
            if name.startswith("!"):
                return "${" + name[1:] + "}"
            if name in variables:
                return self.text(variables[name])
            return self.text({"Fn::GetAtt": name} if "." in name else {"Ref": name})

        return self.resolve(re.sub(r"\$\{([^}]*)\}", fill, template))

    def length(self, items):
        resolved = self.resolve(items)
        if not resolved:
            raise Refused("no source says how long the list of an empty parameter is")
        return len(resolved)

    def select(self, arguments):
        index, written = int(self.text(arguments[0])), arguments[1]
        items = self.resolve(written)
        if not isinstance(items, list) or not 0 <= index < len(items):
            raise Refused("Fn::Select is out of bounds")
        if isinstance(written, list) and len(written) != len(items):
            raise Refused("Fn::Select takes no list with AWS::NoValue in it")
        return items[index]

    def find_in_map(self, arguments):
        name, first, second, *options = arguments
        level = self.template.get("Mappings", {})
        for key in map(self.text, (name, first, second)):
            level = {self.text(each): item for each, item in level.items()}.get(key)
            if level is None:
                break
        if level is None:
            level = self.hidden.get("written Mappings", {}).get(second)
        if level is None and options:
            return self.resolve(options[0]["DefaultValue"])
        if level is None:
            raise Refused("Fn::FindInMap finds nothing")
        return level

    def condition_named(self, name):
        """Whether a condition of the template holds."""
        if name not in self.conditions:
            if name in self.template.get("Conditions", {}):
                self.conditions[name] = self.holds(self.template["Conditions"][name])
            else:
                self.conditions[name] = self.written("Conditions", f"no condition is called {name}")
        return self.conditions[name]

    def written(self, section, complaint):
        """What a macro writes where a section lacks something."""
        if f"written {section}" not in self.hidden:
            raise Refused(complaint)
        return self.hidden[f"written {section}"]

    def holds(self, condition):
        """Every operand is resolved: CloudFormation refuses what cannot be, even where it would change nothing."""
        name, argument = function_of(condition)
        match name:
            case "Condition":
                return self.condition_named(argument)
            case "Fn::Not":
                return not self.holds(argument[0])
            case "Fn::And":
                return all([self.holds(operand) for operand in argument])
            case "Fn::Or":
                return any([self.holds(operand) for operand in argument])
            case "Fn::Equals":
                return self.text(argument[0]) == self.text(argument[1])
        raise Refused("this is no condition")
