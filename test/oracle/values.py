"""What a template is made of beside Python's own str, int, bool, None, list and dict."""

from dataclasses import dataclass

CONFIG = "AWS::SageMaker::EndpointConfig"
REGION, ACCOUNT, STACK = "eu-west-1", "111122223333", "inference"
NO_VALUE = {"Ref": "AWS::NoValue"}

PSEUDO = {
    "AWS::Region": REGION,
    "AWS::AccountId": ACCOUNT,
    "AWS::StackName": STACK,
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::StackId": f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/{STACK}/2f0c9d10-6b5e-11f1-9c1a-0a58a9feac02",
}

# Scalars that are not in plain decimal form, and what two readers of YAML or JSON make of them: their text, and the
# number (or Boolean) that YAML 1.1 or the reader of the service takes them for.
READINGS = {
    "1.0": ("1.0", "1"),
    "0.50": ("0.50", "0.5"),
    "1e2": ("1e2", "100"),
    "12345678901234567890": ("12345678901234567890", "1.2345678901234567E19"),
    "+1": ("+1", "1"),
    "012": ("012", "10"),
    "0x1F": ("0x1F", "31"),
    "1_000": ("1_000", "1000"),
    "1:30": ("1:30", "90"),
    "012345678901": ("012345678901", "1.2345678901E10"),
    "e1": ("e1", "NaN"),
    "E2": ("E2", "NaN"),
    ".": (".", "NaN"),
    "y": ("y", "true"),
    "n": ("n", "false"),
}


def odd_scalars(is_json):
    """The ones that can be written: in JSON only some are numbers."""
    return ["1.0", "0.50", "1e2", "12345678901234567890"] if is_json else list(READINGS)



@dataclass(frozen=True)
class OddScalar:
    """A plain scalar on whose text readers differ."""

    written: str

    def text(self, reading):
        """Its text; reading is 0 or 1 and the same for a whole template."""
        return READINGS[self.written][reading]


class Refused(Exception):
    """CloudFormation would refuse the call, so that nothing is deployed and no verdict counts."""


def function_of(value):
    """The name and the argument of an intrinsic function, or (None, None)."""
    if isinstance(value, dict) and len(value) == 1:
        [(name, argument)] = value.items()
        if name in ("Ref", "Condition") or (name.startswith("Fn::") and name != "Fn::Transform"):
            return name, argument
    return None, None


def walk(value):
    """The value and everything inside."""
    yield value
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from walk(item)
    elif isinstance(value, list):
        for item in value:
            yield from walk(item)
