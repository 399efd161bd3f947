"""Parameters: declarations, the values that are tried for them, and which of those a declaration allows."""

import re
from dataclasses import dataclass, field

from values import READINGS, OddScalar, odd_scalars

# The values that are tried, by what a parameter is for. A condition compares with these and few others.
WORDS = {
    "key": ["", "alias/k", "/other"],
    "env": ["dev", "prod", "", "constructor"],
    "type": ["ml.g5.xlarge", "ml.m5.large", ""],
    "family": ["g5", "m5", "trn1"],
    "flag": ["true", "false", "yes"],
    "names": ["alias/a", "alias/a,alias/b", "alias/a,", ""],
    "numbers": ["1", "1,2"],
}
# Contents of SSM parameters, which are never empty, but an item of a list may be.
CONTENTS = {"text": ["alias/s", "/s"], "list": ["alias/s,alias/t", ",alias/s", ","]}
PATTERNS = ["", ".*", ".+", "[a-z/]*", "alias/.+", "(alias/.+)?", r"\S+", "^$|^[a-z0-9./-]+$", "[^ ]{1,64}"]


@dataclass
class Parameter:
    """A parameter. `contents` are what an SSM parameter may hold: the call shows its name alone."""

    name: str
    purpose: str
    declaration: dict
    words: list
    contents: list = field(default_factory=list)
    odd: OddScalar | None = None

    @property
    def is_list(self):
        return "List" in self.declaration["Type"]

    def values(self):
        """The values to try. With an odd scalar in AllowedValues those that some reader allows."""
        return [word for word in self.words if any(allows(self.declaration, word, reading) for reading in (0, 1))]


def allows(declaration, value, reading):
    """Whether CloudFormation takes a value for a parameter that is declared so."""
    kind = declaration["Type"]
    if kind == "Number" and value == "":
        return False
    if kind.startswith("AWS::") or kind.startswith("List<AWS::"):
        return value != ""
    allowed = [text_of(word, reading) for word in declaration.get("AllowedValues", [])]
    items = [item.strip() for item in value.split(",")] if kind == "CommaDelimitedList" else [value]
    if allowed and not all(item in allowed for item in items):
        return False
    pattern = declaration.get("AllowedPattern")
    if kind == "String" and pattern is not None and not re.fullmatch(pattern, value):
        return False
    shortest, longest = (int(declaration.get(name, bound)) for name, bound in (("MinLength", 0), ("MaxLength", 4096)))
    return shortest <= len(value) <= longest if kind == "String" else True


def text_of(scalar, reading):
    if isinstance(scalar, OddScalar):
        return READINGS[scalar.written][reading]
    if isinstance(scalar, bool):
        return "true" if scalar else "false"
    return str(scalar)


def random_parameters(rng, count, is_json):
    """Parameters of all types, as far as their declarations allow any value that is tried."""
    makers = [text, text, text, text, text, number, names, numbers, specific, specifics, ssm, ssm_list]
    odd = odd_scalars(is_json)
    made = [
        version(rng, f"P{index}", rng.choice(odd)) if rng.random() < 0.1 else rng.choice(makers)(rng, f"P{index}")
        for index in range(count)
    ]
    return [each for each in made if each.values()]


def text(rng, name):
    purpose = rng.choice(["key", "key", "key", "env", "env", "type", "type", "family", "flag"])
    words = WORDS[purpose]
    declaration = {"Type": "String"}
    roll = rng.random()
    if roll < 0.3:
        declaration["AllowedValues"] = rng.sample(words, rng.randint(1, len(words)))
        if purpose == "flag" and rng.random() < 0.5:
            declaration["AllowedValues"] = [True, False]
    elif roll < 0.45:
        declaration["MinLength"] = rng.choice([0, 1, 2, "1"])
    elif roll < 0.6:
        declaration["AllowedPattern"] = rng.choice(PATTERNS)
    elif roll < 0.65:
        declaration["MaxLength"] = rng.choice([0, 100])
    if rng.random() < 0.4:
        declaration["Default"] = rng.choice(words)
    return Parameter(name, purpose, declaration, words)


def version(rng, name, written):
    """A parameter that is compared with an odd scalar, or may be one."""
    words = [*READINGS[written], "other", ""]
    declaration = {"Type": "String"}
    if rng.random() < 0.4:
        declaration["AllowedValues"] = [OddScalar(written), *rng.sample(words, 2)]
    return Parameter(name, "version", declaration, words, odd=OddScalar(written))


def number(rng, name):
    declaration = {"Type": "Number", **rng.choice([{}, {"MinValue": 0}, {"Default": 1}])}
    return Parameter(name, "number", declaration, ["1", "2", ""])


def names(rng, name):
    declaration = {"Type": "CommaDelimitedList"}
    if rng.random() < 0.3:
        declaration["Default"] = rng.choice(WORDS["names"])
    if rng.random() < 0.2:
        declaration["AllowedValues"] = ["alias/a", "alias/b"]
    return Parameter(name, "names", declaration, WORDS["names"])


def numbers(rng, name):
    return Parameter(name, "numbers", {"Type": "List<Number>"}, WORDS["numbers"])


def specific(rng, name):
    kind = rng.choice(["AWS::EC2::VPC::Id", "AWS::EC2::KeyPair::KeyName", "AWS::SSM::Parameter::Name"])
    return Parameter(name, "specific", {"Type": kind}, ["vpc-1", "vpc-2"])


def specifics(rng, name):
    return Parameter(name, "specifics", {"Type": "List<AWS::EC2::Subnet::Id>"}, ["subnet-1,subnet-2", "subnet-3"])


def ssm(rng, name):
    kind = rng.choice(["String", "AWS::EC2::Image::Id"])
    return Parameter(name, "ssm", {"Type": f"AWS::SSM::Parameter::Value<{kind}>"}, ["/k"], CONTENTS["text"])


def ssm_list(rng, name):
    kind = rng.choice(["List<String>", "CommaDelimitedList"])
    return Parameter(name, "ssmNames", {"Type": f"AWS::SSM::Parameter::Value<{kind}>"}, ["/ks"], CONTENTS["list"])
