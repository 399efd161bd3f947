"""Writes random templates, and what CloudFormation makes of them, as one line of JSON each.

    python3 main.py FIRST_SEED COUNT

Each template has a seed of its own, counted on from the first, so that one can be made again alone.
"""

import json
import random
import sys

import scenarios
from templates import random_template
from write_json import write_json
from write_yaml import write_yaml


def case(seed):
    rng = random.Random(seed)
    is_json = rng.random() < 0.35
    template, parameters = random_template(rng, is_json)
    text = (write_json if is_json else write_yaml)(rng, template)
    return {"seed": seed, "text": text, "runs": scenarios.judge(template, parameters)}


if __name__ == "__main__":
    first, count = map(int, sys.argv[1:3])
    for number in range(first, first + count):
        print(json.dumps(case(number)))
