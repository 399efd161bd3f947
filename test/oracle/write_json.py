"""A template as JSON in a random style."""

import json

from values import OddScalar


def write_json(rng, template):
    indent = rng.choice([None, 1, 2, 4])
    return Writer(rng, indent).value(template, 0)


class Writer:
    """Every string by itself, so that some have escapes that nobody needs."""

    def __init__(self, rng, indent):
        self.rng = rng
        self.indent = indent
        self.escape_share = rng.choice([0, 0, 0.05])

    def value(self, value, level):
        if isinstance(value, OddScalar):
            return value.written
        if isinstance(value, str):
            return self.string(value)
        if isinstance(value, list):
            return self.block("[", [self.value(item, level + 1) for item in value], "]", level)
        if isinstance(value, dict):
            members = [f"{self.string(key)}: {self.value(item, level + 1)}" for key, item in value.items()]
            return self.block("{", members, "}", level)
        return json.dumps(value)

    def block(self, start, items, end, level):
        if self.indent is None or not items:
            return start + ",".join(items) + end
        lead = "\n" + " " * (self.indent * (level + 1))
        return start + ",".join(lead + item for item in items) + "\n" + " " * (self.indent * level) + end

    def string(self, text):
        if text and self.rng.random() < self.escape_share:
            at = self.rng.randrange(len(text))
            pieces = [f"\\u{ord(c):04x}" if i == at else json.dumps(c)[1:-1] for i, c in enumerate(text)]
            return '"' + "".join(pieces) + '"'
        return json.dumps(text, ensure_ascii=self.rng.random() < 0.5)
