"""Random templates."""

from conditions import condition
from expressions import Expressions
from parameters import random_parameters
from resources import MACROS, Resources
from values import ACCOUNT, REGION

LONG = 70_000


def random_template(rng, is_json):
    """A template and its parameters."""
    small = rng.random() < 0.3
    extended = rng.random() < 0.45
    parameters = random_parameters(rng, rng.randint(0, 2) if small else rng.randint(2, 4), is_json)
    make = Expressions(rng, parameters, extended, is_json)
    template = {}
    if rng.random() < 0.5:
        make.mappings = template["Mappings"] = {"Of": mapping(rng, [] if is_json else parameters)}
    conditions = add_conditions(make, rng.randint(0, 2) if small else rng.randint(1, 4))
    if conditions:
        template["Conditions"] = conditions
    with_macros = rng.random() < 0.12
    is_long = rng.random() < 0.05
    template["Resources"] = add_resources(make, 1 if small else rng.randint(1, 3), with_macros, is_long)
    transforms = (["AWS::LanguageExtensions"] if extended else []) + (
        [rng.choice(["Mine", MACROS[0]])] if with_macros and rng.random() < 0.4 else []
    )
    if transforms:
        template["Transform"] = transforms[0] if len(transforms) == 1 and rng.random() < 0.7 else transforms
    if is_long:
        pad(template, rng)
    parameters = without_unused(template, parameters, rng)
    if with_macros:
        for name in rng.sample(["Conditions", "Mappings", "Parameters"], rng.choice([0, 0, 1, 2])):
            template[name] = {**template.get(name, {}), "Fn::Transform": MACROS[0]}
    sections = list(template.items())
    rng.shuffle(sections)
    return dict(sections), parameters


def without_unused(template, parameters, rng):
    """Most parameters that nothing refers to only make the work longer."""
    text = repr({name: section for name, section in template.items() if name != "Parameters"})
    used = [each for each in parameters if each.name in text or rng.random() < 0.1]
    template["Parameters"] = {each.name: each.declaration for each in used}
    if not used:
        del template["Parameters"]
    if "FindInMap" not in text:
        template.pop("Mappings", None)
    return used


def mapping(rng, parameters):
    """Rows by environment, Region, account and odd scalar; a word may be missing, so that a look-up fails."""
    odd = [each.odd for each in parameters if each.odd]
    rows = [row for row in ("dev", "prod", "test", REGION, ACCOUNT, *odd) if rng.random() < 0.8]
    return {
        row: {
            "key": rng.choice(["alias/mapped", "alias/k", ""]),
            "type": rng.choice(["ml.g5.xlarge", "ml.m5.large"]),
            "env": rng.choice(["dev", "prod", "", True, 1]),
            "keys": rng.choice([["alias/a", ""], ["alias/a", "alias/b"], [""]]),
        }
        for row in rows or ["dev"]
    }


def add_conditions(make, count):
    conditions = {}
    make.in_condition = True
    for index in range(count):
        if make.extended and make.chance(0.15):
            make.identifiers = ["Round"]
            body = {f"C{index}${{Round}}": condition(make, 1)}
            make.identifiers = []
            conditions[f"Fn::ForEach::C{index}"] = ["Round", ["dev", "prod"], body]
            make.conditions += [f"C{index}dev", f"C{index}prod"]
        else:
            conditions[f"C{index}"] = condition(make)
            make.conditions.append(f"C{index}")
    make.in_condition = False
    return conditions


def add_resources(make, count, with_macros, is_long):
    resources = Resources(make, with_macros)
    members = {}
    for index in range(count):
        if make.extended and make.chance(0.4):
            members.update(resources.looped(index))
        else:
            members[f"Config{index}"] = resources.config()
    if is_long:
        members["Drawing"] = resources.drawing()
    members.update(resources.others(repr(members)))
    resources.maybe_macro(members, 0.2)
    return resources.shuffled(members)


def pad(template, rng):
    """More than 64 KB: resources and texts around what counts."""
    words = ["AWS::SageMaker::Model", "Condition", "Ref: Key", "${P0}", "'quoted'", '"', "# no", "é", "KmsKeyId:"]
    fill = {}
    while len(fill) * 700 < LONG:
        text = " ".join(rng.choice(words) for _ in range(60))
        properties = {"DisplayName": text, "TopicName": text[:200]}
        fill[f"Topic{len(fill)}"] = {"Type": "AWS::SNS::Topic", "Properties": properties}
    items = [*template["Resources"].items(), *fill.items()]
    rng.shuffle(items)
    template["Resources"] = dict(items)
