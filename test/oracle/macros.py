"""What a macro or an include may still do to a resource: write what is missing, and never replace what is there.

A macro of the user's own reaches the siblings of `Fn::Transform`, or of the key `Transform`, and what is inside of
them; at the top level everything. `AWS::Include` only adds members to the map that it stands in. Sources: in the
CloudFormation documentation "Fn::Transform", "AWS::Include transform" and "Perform custom processing on templates with
macros".
"""

from rule import has_key
from values import function_of

KEYS = ("Fn::Transform", "Transform")
# What it may write where a section lacks it: a condition, a parameter, a row of a mapping (or none).
WRITTEN = {
    "Conditions": [True, False],
    "Parameters": ["", "alias/written"],
    "Mappings": [
        {"key": "", "type": "ml.m5.large", "env": ""},
        {"key": "alias/written", "type": "ml.g5.xlarge", "env": "dev"},
        {},
    ],
}
# It leaves everything alone, it adds a key, it adds a variant without local storage.
ACTIONS = ("nothing", "key", "variant")
VOLUME = {"InstanceType": "ml.m5.large"}


def mentions_macro(template):
    """Whether anything but AWS's own transforms of a whole template stands anywhere in it."""
    if isinstance(template, list):
        return any(map(mentions_macro, template))
    if not isinstance(template, dict):
        return False
    return has_macro(template) or has_include(template) or any(map(mentions_macro, template.values()))


def names_at(level):
    """Names of the transforms that a map calls."""
    names = []
    for key in KEYS:
        calls = level.get(key, [])
        for call in calls if isinstance(calls, list) else [calls]:
            names.append(call["Name"] if isinstance(call, dict) else call)
    return names


def has_macro(level):
    return any(not name.startswith("AWS::") for name in names_at(level))


def has_include(level):
    return "AWS::Include" in names_at(level)


def writable(template):
    """Sections in which a macro may write what is missing, with what it may write there."""
    return {
        name: options
        for name, options in WRITTEN.items()
        if has_macro(template) or any(map(has_macro, [template.get(name, {}), *sections_within(template, name)]))
    }


def sections_within(template, name):
    return [level for level in template.get(name, {}).values() if isinstance(level, dict)] if name == "Mappings" else []


def apply(template, body, properties, action):
    """The properties after the macros that reach them, which they no longer mention."""
    if any(map(has_macro, (template, template["Resources"], body, properties))):
        properties = after_macro(properties, action)
    elif has_include(properties) and function_of(body["Properties"])[0] is None:
        properties = {**additions(action, body["Properties"]), **properties}
    elif has_include(body) and "Properties" not in body:
        properties = additions(action, {})
    if "ProductionVariants" in properties:
        variants = [variant_after(variant, action) for variant in properties["ProductionVariants"]]
        properties = {**properties, "ProductionVariants": variants}
    return without_macro(properties)


def after_macro(properties, action):
    if action == "key" and not has_key(properties):
        return {**properties, "KmsKeyId": "alias/written-by-macro"}
    if action == "variant":
        return {**properties, "ProductionVariants": [*(properties.get("ProductionVariants") or []), VOLUME]}
    return properties


def additions(action, present):
    """Members that an include adds beside the present ones."""
    added = {"key": {"KmsKeyId": "alias/included"}, "variant": {"ShadowProductionVariants": [VOLUME]}}.get(action, {})
    return {name: value for name, value in added.items() if name not in present}


def variant_after(variant, action):
    if action == "variant" and (has_macro(variant) or has_include(variant)):
        variant = {"ServerlessConfig": {"MemorySizeInMB": 2048, "MaxConcurrency": 1}, **variant}
    return without_macro(variant)


def without_macro(level):
    return {key: item for key, item in level.items() if key not in KEYS}
