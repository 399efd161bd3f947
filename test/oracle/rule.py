"""The rule for one endpoint configuration whose properties are resolved."""

# Families that the generator uses, and whether EC2 gives every size of them NVMe instance storage (EC2 User Guide,
# "Instance store volumes"). `t2.medium` has its only d in the size; inf2 is an accelerator without such storage.
LOCAL_FAMILIES = {
    "g5": True,
    "g4dn": True,
    "p4d": True,
    "trn1": True,
    "c5d": True,
    "m6gd": True,
    "g7": True,
    "p6-b200": True,
    "m5": False,
    "c5": False,
    "t2": False,
    "inf2": False,
    "p3": False,
    "r6g": False,
}


def verdict(properties, local_storage):
    """compliant, nonCompliant or exempt; local_storage is the policy's `require` or `exempt`."""
    if has_key(properties):
        return "compliant"
    return "exempt" if local_storage == "exempt" and on_local_storage(properties) else "nonCompliant"


def has_key(properties):
    """A text that is not blank. A number, a list or a map is no key, and `null` is none."""
    key = properties.get("KmsKeyId")
    return isinstance(key, str) and key.strip() != ""


def on_local_storage(properties):
    """There is at least one variant, and every one, shadow variants too, runs on local storage alone."""
    variants = [
        variant
        for name in ("ProductionVariants", "ShadowProductionVariants")
        for variant in properties.get(name) or []
    ]
    return bool(variants) and all(is_local(variant) for variant in variants)


def is_local(variant):
    """Whether everything that a variant runs on has local storage. Serverless has no instances at all."""
    if variant.get("ServerlessConfig") is not None:
        return False
    pools = variant.get("InstancePools") or []
    types = [variant.get("InstanceType"), *(pool.get("InstanceType") for pool in pools)]
    named = [name for name in types if name not in (None, "")]
    return bool(named) and all(LOCAL_FAMILIES[name.split(".")[1]] for name in named)
