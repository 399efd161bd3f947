"""A template as YAML in a random style: block and flow, all kinds of quotes, functions short and long, anchors."""

import json
import re

from values import OddScalar, function_of

# Plain in block and flow without being anything but text to any reader.
PLAIN = re.compile(r"[A-Za-z/][A-Za-z0-9/_.-]*|AWS::[A-Za-z:0-9]+|Fn::[A-Za-z]+(::[A-Za-z0-9]+)?")
WORDS = re.compile(r"y|n|yes|no|on|off|true|false|null|[eE][0-9]*|[.](inf|nan)", re.IGNORECASE)
BLOCK = re.compile(r"[A-Za-z0-9/.${}:-]+( [A-Za-z0-9/.${}:-]+)*")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NUMBER = re.compile(r"0|[1-9][0-9]{0,14}")
BOOLEANS = {True: ["true", "True", "yes", "on", "YES"], False: ["false", "FALSE", "no", "Off"]}


def write_yaml(rng, template):
    writer = Writer(rng, is_long=len(template["Resources"]) > 50)
    lines = [*rng.choice([[], [], ["---"], ["# A template", "---"]]), *writer.block(template, 0)]
    return "".join(line + rng.choice(["\n"] * 9 + ["\r\n"]) for line in lines)


class Writer:
    def __init__(self, rng, is_long):
        self.rng = rng
        # Nobody writes all of a long section on one line, and a reader may take the long way for it.
        self.first_flow_level = 1 if is_long else 0
        self.flow_share = rng.choice([0.1, 0.3, 0.7])
        self.short_share = rng.choice([0, 0.8, 1])
        self.plain_share = rng.choice([0.2, 0.9])
        self.escape_share = rng.choice([0, 0, 0.05])
        self.anchor_share = rng.choice([0, 0, 0, 0.05])
        self.step = rng.choice([2, 2, 4, 1])
        self.anchors = {}
        self.anchor_count = 0
        self.deeper = ""

    def chance(self, share):
        return self.rng.random() < share

    def block(self, value, level):
        """Lines of a value that begins on a line of its own."""
        pad = " " * (self.step * level)
        if isinstance(value, dict) and value:
            lines = []
            for key, item in value.items():
                lines += self.member(f"{pad}{self.key(key)}:", item, level)
                if self.chance(0.02):
                    lines.append(self.rng.choice(["", f"{pad}# a remark: {{not}} a [member]"]))
            return lines
        if isinstance(value, list) and value:
            return [line for item in value for line in self.item(pad, item, level)]
        return [pad + self.flow(value)]

    def item(self, pad, item, level):
        if self.step > 1 and isinstance(item, dict) and item and function_of(item)[0] is None and self.chance(0.7):
            first, *others = self.block(item, level + 1)
            return [pad + "-" + " " * (self.step - 1) + first.lstrip(), *others]
        return self.member(pad + "-", item, level)

    def member(self, lead, item, level):
        """A value after its key or its dash."""
        name, argument = function_of(item)
        tag = self.tag(name, argument)
        anchor = ""
        if isinstance(item, (dict, list)) and item:
            if repr(item) in self.anchors and self.chance(0.8):
                return [f"{lead} *{self.anchors[repr(item)]}"]
            if self.chance(self.anchor_share):
                anchor = f" &a{self.anchor_count}"
                self.anchor_count += 1
        is_flow = level >= self.first_flow_level and self.chance(self.flow_share)
        if tag and isinstance(argument, (list, dict)) and argument and not is_flow:
            lines = [f"{lead}{anchor} {tag}", *self.block(argument, level + 1)]
        elif isinstance(item, (dict, list)) and item and not tag and not is_flow:
            lines = [f"{lead}{anchor}", *self.block(item, level + 1)]
        elif isinstance(item, str) and BLOCK.fullmatch(item) and self.chance(0.03):
            return [f"{lead} {self.rng.choice(['|-', '>-'])}", " " * (self.step * (level + 1)) + item]
        else:
            self.deeper = " " * (self.step * (level + 2))
            lines = f"{lead}{anchor} {self.flow(item)}".split("\n")
        if anchor:
            # Only now, so that it is never referred to from inside of itself.
            self.anchors[repr(item)] = anchor[2:]
        return lines

    def tag(self, name, argument):
        """The short form of a function, where it has one here: a tag cannot follow another tag."""
        if name is None or name.startswith("Fn::ForEach") or not self.chance(self.short_share):
            return ""
        if function_of(argument)[0] is not None or name in ("Fn::Length", "Fn::ToJsonString"):
            return ""
        return "!" + name.removeprefix("Fn::")

    def flow(self, value):
        """A value on one line."""
        name, argument = function_of(value)
        tag = self.tag(name, argument)
        if tag == "!GetAtt" and isinstance(argument, list) and self.chance(0.5):
            argument = ".".join(argument)
        if tag:
            return f"{tag} {self.flow(argument)}"
        comma = self.rng.choice([", "] * 9 + [",\n" + self.deeper])
        if isinstance(value, dict):
            return "{" + comma.join(f"{self.key(key)}: {self.flow(item)}" for key, item in value.items()) + "}"
        if isinstance(value, list):
            return "[" + comma.join(map(self.flow, value)) + "]"
        return self.scalar(value)

    def scalar(self, value):
        if value is None:
            return self.rng.choice(["null", "~", "Null"])
        if isinstance(value, bool):
            return self.rng.choice(BOOLEANS[value])
        if isinstance(value, OddScalar):
            return value.written
        return str(value) if isinstance(value, int) else self.string(value)

    def key(self, text):
        if isinstance(text, OddScalar):
            return text.written
        if NUMBER.fullmatch(text) and self.chance(0.4):
            return text
        return self.string(text)

    def string(self, text):
        is_plain = (PLAIN.fullmatch(text) and not WORDS.fullmatch(text)) or DATE.fullmatch(text)
        if is_plain and not text.endswith(":") and self.chance(self.plain_share):
            return text
        if self.chance(0.5) and text.isprintable():
            return "'" + text.replace("'", "''") + "'"
        if text and self.chance(self.escape_share):
            at = self.rng.randrange(len(text))
            pieces = [f"\\u{ord(c):04X}" if i == at else json.dumps(c)[1:-1] for i, c in enumerate(text)]
            return '"' + "".join(pieces) + '"'
        return json.dumps(text, ensure_ascii=False)
