"""Random conditions over the parameters of a template."""


def condition(make, depth=2):
    """A condition that may refer to the ones that are there already."""
    if depth == 0 or make.chance(0.55):
        return {"Fn::Equals": sides(make)}
    if make.conditions and make.chance(0.4):
        return {"Condition": make.rng.choice(make.conditions)}
    if make.chance(0.4):
        return {"Fn::Not": [condition(make, depth - 1)]}
    operands = [condition(make, depth - 1) for _ in range(make.rng.randint(2, 3))]
    return {make.rng.choice(["Fn::And", "Fn::Or"]): operands}


def sides(make):
    """The two sides of a comparison, mostly of a parameter with one of its values."""
    lists = [each for each in make.parameters if each.purpose in ("names", "numbers")]
    if lists and make.chance(0.25):
        return list_sides(make, {"Ref": make.rng.choice(lists).name})
    texts = [each for each in make.parameters if not each.is_list and not each.contents]
    if texts and make.chance(0.9):
        parameter = make.rng.choice(texts)
        pair = [{"Ref": parameter.name}, compared(make, parameter)]
    else:
        pair = [make.text("env", 1), make.text("env", 1)]
    make.rng.shuffle(pair)
    return pair


def list_sides(make, items):
    """A list has to become a text before it can be compared."""
    if make.extended and make.chance(0.3):
        return [{"Fn::Length": items}, make.rng.choice([1, "2"])]
    return [{"Fn::Join": ["", items]}, make.rng.choice(["", "alias/a", "12"])]


def compared(make, parameter):
    """What a parameter is compared with."""
    if parameter.odd and make.chance(0.6):
        return parameter.odd
    if parameter.purpose == "number" and make.chance(0.5):
        return 1
    if parameter.purpose == "flag" and make.chance(0.5):
        return make.rng.choice([True, False])
    return make.rng.choice([*parameter.words, "other"] if make.chance(0.2) else parameter.words)
