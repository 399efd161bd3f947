"""Fn::ForEach, written out. Source: "Fn::ForEach" in the CloudFormation Template Reference."""

import re

import macros
from resolver import Resolver
from values import Refused

LOOP = "Fn::ForEach::"


def expand_template(template, scenario):
    """The template without its loops; only Conditions and Resources (with their properties) may have some."""
    resolver = Resolver(template, scenario)
    sections = {name: expand(template[name], resolver) for name in ("Conditions", "Resources") if name in template}
    for name in sections["Resources"].keys() - macros.KEYS:
        if not re.fullmatch("[A-Za-z0-9]+", name):
            raise Refused(f"{name} is no logical id")
    return {**template, **sections}


def expand(value, resolver):
    """The value with the members of its loops in their place."""
    if isinstance(value, list):
        return [expand(item, resolver) for item in value]
    if not isinstance(value, dict):
        return value
    members = {}
    for key, item in value.items():
        pieces = rounds(item, resolver) if key.startswith(LOOP) else [{key: expand(item, resolver)}]
        for piece in pieces:
            if members.keys() & piece.keys():
                raise Refused("two rounds of a loop have the same key")
            members.update(piece)
    return members


def rounds(loop, resolver):
    identifier, collection, body = loop
    items = resolver.texts(collection)
    if not items:
        raise Refused("no source says what a loop over an empty list comes to")
    return [expand(substitute(body, identifier, item), resolver) for item in items]


def substitute(value, identifier, item):
    """`${Id}` and a Ref become the item, `&{Id}` its letters and digits, in keys as well as in values."""
    if isinstance(value, list):
        return [substitute(each, identifier, item) for each in value]
    if isinstance(value, dict):
        if value == {"Ref": identifier}:
            return item
        return {
            substitute(key, identifier, item): substitute(each, identifier, item) for key, each in value.items()
        }
    if isinstance(value, str):
        plain = re.sub("[^A-Za-z0-9]", "", item)
        return value.replace("${" + identifier + "}", item).replace("&{" + identifier + "}", plain)
    return value
