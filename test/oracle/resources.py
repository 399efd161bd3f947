"""Random endpoint configurations, and the resources around them."""

from values import CONFIG, NO_VALUE

MACROS = [{"Name": "AddTags"}, {"Name": "AWS::Include", "Parameters": {"Location": "s3://bucket/part.yaml"}}]
BESIDE = {
    "Key": {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": {"Version": "2012-10-17", "Statement": []}}},
    "Nested": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "https://example.com/t.yaml"}},
    "Lookup": {"Type": "Custom::Lookup", "Properties": {"ServiceToken": "arn:aws:lambda:eu-west-1:1:function:f"}},
}


class Resources:
    """Makes resources from the expressions of a template."""

    def __init__(self, expressions, macros):
        self.make = expressions
        self.rng = expressions.rng
        self.macros = macros

    def config(self):
        """An endpoint configuration."""
        make = self.make
        body = {"Type": CONFIG}
        if make.conditions and make.chance(0.3):
            body["Condition"] = self.rng.choice(make.conditions)
        if self.macros and make.chance(0.1):
            body["Condition"] = "Written"
        if make.chance(0.1):
            body["Metadata"] = {"Owner": "team", "KmsKeyId": "alias/not-this-one"}
        if make.chance(0.97):
            body["Properties"] = self.either()
        self.maybe_macro(body, 0.1)
        return self.shuffled(body)

    def drawing(self):
        """A configuration that draws on another resource, whose type decides whether its attribute can be empty."""
        name = self.rng.choice(["Key", "Nested", "Lookup"])
        attribute = "Outputs.Key" if name == "Nested" else "Key"
        return {"Type": CONFIG, "Properties": {"KmsKeyId": {"Fn::GetAtt": [name, attribute]}}}

    def properties(self):
        make = self.make
        properties = {}
        if make.chance(0.8):
            properties.update(self.key())
        if make.chance(0.95):
            properties["ProductionVariants"] = make.property(self.variants())
        if make.chance(0.15):
            properties["ShadowProductionVariants"] = make.property(self.variants())
        if make.chance(0.2):
            properties["DataCaptureConfig"] = {"KmsKeyId": "alias/capture", "InitialSamplingPercentage": 50}
        if make.chance(0.2):
            properties["Tags"] = make.property([{"Key": "env", "Value": make.text("env", 1)}])
        self.maybe_macro(properties, 0.35)
        return self.shuffled(properties)

    def either(self):
        """Properties, or a choice between two."""
        if self.make.conditions and self.make.chance(0.05):
            return {"Fn::If": [self.rng.choice(self.make.conditions), self.properties(), self.properties()]}
        return self.properties()

    def key(self):
        """KmsKeyId, by its name or by a loop."""
        make = self.make
        value = make.property(self.key_value())
        if make.extended and make.chance(0.08):
            return {"Fn::ForEach::Keys": ["Name", ["KmsKeyId"], {"${Name}": value}]}
        return {"KmsKeyId": value}

    def key_value(self):
        make = self.make
        if self.macros and make.chance(0.3):
            rows = ["Written", *make.refs("env", "key")]
            return self.rng.choice([{"Ref": "Written"}, {"Fn::FindInMap": ["Of", self.rng.choice(rows), "key"]}])
        if make.chance(0.92):
            return make.text("key", 3)
        odd = [None, 5, True, ["alias/k"], {"Key": "alias/k"}, NO_VALUE]
        if make.extended:
            odd.append({"Fn::ToJsonString": {"V": make.text("env", 0)}})
        return self.rng.choice([*odd, *({"Ref": each.name} for each in make.parameters if each.is_list)])

    def variants(self):
        make = self.make
        items = [make.property(self.variant(index)) for index in range(self.rng.choice([1, 1, 1, 2, 3]))]
        if make.chance(0.03):
            return []
        return items

    def variant(self, index):
        make = self.make
        variant = {"VariantName": f"v{index}", "ModelName": "m"}
        roll = make.rng.random()
        if roll < 0.1:
            variant["ServerlessConfig"] = make.property({"MemorySizeInMB": 2048, "MaxConcurrency": 5})
        if roll > 0.05:
            variant["InstanceType"] = make.property(make.text("type", 2))
            variant["InitialInstanceCount"] = 1
        if make.chance(0.12):
            pools = [make.property(self.pool()) for _ in range(self.rng.randint(1, 2))]
            variant["InstancePools"] = make.property(pools)
            if make.chance(0.5):
                variant.pop("InstanceType", None)
        self.maybe_macro(variant, 0.1)
        return self.shuffled(variant)

    def pool(self):
        return {"InstanceType": self.rng.choice(["ml.g5.xlarge", "ml.m5.large", "ml.g4dn.xlarge", "ml.r6g.large"])}

    def looped(self, index):
        """Configurations that a loop makes, one or two levels deep, in part by a type that the loop puts together."""
        make = self.make
        lists = [each.name for each in make.parameters if each.purpose == "names"]
        items = {"Ref": self.rng.choice(lists)} if lists and make.chance(0.5) else self.items()
        outer, inner = f"L{index}", f"M{index}"
        make.identifiers = [outer]
        if make.chance(0.25):
            make.identifiers.append(inner)
            made = {f"Made{index}&{{{outer}}}x&{{{inner}}}": self.config()}
            body = {f"Fn::ForEach::{inner}": [inner, self.items(), made]}
        elif make.chance(0.25):
            kinds = ["EndpointConfig", *self.rng.sample(["Model", "Endpoint"], self.rng.randint(0, 1))]
            config = {**self.config(), "Type": "AWS::SageMaker::${%s}" % inner}
            body = {f"Fn::ForEach::{inner}": [inner, kinds, {f"Made{index}&{{{outer}}}${{{inner}}}": config}]}
        else:
            body = {f"Made{index}&{{{outer}}}": self.config()}
        make.identifiers = []
        return {f"Fn::ForEach::{outer}": [outer, items, body]}

    def items(self):
        return self.rng.sample(["a", "b", "dev", "alias/x", "prod"], self.rng.randint(1, 3))

    def others(self, text):
        """Resources that are not asked about, one of which only speaks of the type."""
        topic = {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": f"about {CONFIG}"}}
        self.maybe_macro(topic["Properties"], 0.2)
        named = {name: body for name, body in BESIDE.items() if name in text}
        return {**named, "Topic": topic} if self.make.chance(0.3) else named

    def maybe_macro(self, level, share):
        if self.macros and self.make.chance(share):
            level[self.rng.choice(["Fn::Transform", "Transform"])] = self.rng.choice(MACROS)

    def shuffled(self, members):
        items = list(members.items())
        self.rng.shuffle(items)
        return dict(items)
