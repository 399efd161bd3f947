"""Random expressions: what may stand for a text, a list or a property, and conditions."""

from values import ACCOUNT, NO_VALUE, REGION, OddScalar, odd_scalars

ARN = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
LITERALS = {
    "key": ["alias/k", "alias/k", ARN, "", " ", "{{resolve:secretsmanager:key}}", "alias/{{resolve:ssm-secure:/k}}"],
    "type": ["ml.g5.xlarge", "ml.m5.large", "ml.t2.medium", "ml.trn1.2xlarge", "ml.c5d.large", "ml.p6-b200.48xlarge"],
    "env": ["dev", "prod", "test", "", REGION, ACCOUNT, int(ACCOUNT), "2012-10-17"],
}
# Parameters that may stand where a text for that purpose is wanted, and those that only make sense in a comparison.
SUITABLE = {
    "key": ("key", "key", "env", "flag", "specific", "ssm", "number"),
    "type": ("type",),
    "env": ("env", "flag", "key", "version", "type", "family", "number"),
}


class Expressions:
    """Makes expressions for one template from the parts that it has so far."""

    def __init__(self, rng, parameters, extended, is_json):
        self.rng = rng
        self.parameters = parameters
        self.extended = extended
        self.odd = odd_scalars(is_json)
        self.mappings = {}
        self.conditions = []
        self.identifiers = []
        self.in_condition = False

    def chance(self, share):
        return self.rng.random() < share

    def text(self, purpose, depth=2):
        """Something that comes to a text."""
        makers = [self.literal, *[self.reference] * 4]
        if depth > 0:
            makers += [self.sub, self.join, self.select, self.find]
            if self.conditions and not self.in_condition:
                makers += [self.choice, self.choice, self.choice]
        return self.rng.choice(makers)(purpose, depth - 1)

    def literal(self, purpose, _):
        if purpose == "type" and not self.in_condition and self.chance(0.06):
            return self.rng.choice(["{{resolve:ssm:/type}}", {"Fn::ImportValue": "shared-type"}])
        if purpose == "env" and self.in_condition and self.chance(0.05):
            return OddScalar(self.rng.choice(self.odd))
        return self.rng.choice(LITERALS[purpose])

    def reference(self, purpose, depth):
        names = self.names(purpose)
        if purpose == "key" and not self.in_condition and self.chance(0.25):
            return self.of_resource()
        if self.identifiers and purpose != "type" and self.chance(0.5):
            return {"Ref": self.rng.choice(self.identifiers)}
        if names:
            return {"Ref": self.computed(self.rng.choice(names))}
        return self.literal(purpose, depth) if purpose == "type" else {"Ref": self.pseudo()}

    def computed(self, name):
        """The name of a parameter or mapping, now and then as an expression, which AWS::LanguageExtensions allows."""
        if not self.extended or self.chance(0.7):
            return name
        forms = [{"Fn::Join": ["", [name]]}, {"Fn::Sub": name}, {"Fn::Select": [0, [name, "Nothing"]]}]
        if name == "Of":
            forms += [{"Fn::Sub": "${%s}" % each["Ref"]} for each in self.refs("env", "key")]
        return self.rng.choice(forms)

    def refs(self, *purposes):
        """References to the parameters for one of the purposes."""
        return [{"Ref": each.name} for each in self.parameters if each.purpose in purposes]

    def names(self, purpose):
        """Names of parameters for a purpose, one that suits better more often."""
        suitable = SUITABLE[purpose]
        return [
            each.name
            for each in self.parameters
            if each.purpose in suitable
            for _ in range(3 if each.purpose == suitable[0] else 1)
        ]

    def pseudo(self):
        return self.rng.choice(["AWS::Region", "AWS::AccountId", "AWS::StackName", "AWS::Partition"])

    def of_resource(self):
        return self.rng.choice(
            [
                {"Ref": "Key"},
                {"Fn::GetAtt": ["Key", "Arn"]},
                {"Fn::GetAtt": "Key.Arn"},
                {"Fn::GetAtt": ["Nested", "Outputs.Key"]},
                {"Fn::GetAtt": ["Lookup", "Key"]},
                {"Fn::ImportValue": "shared-key"},
                {"Fn::GetStackOutput": {"StackName": "platform", "OutputName": "Key"}},
                {"Fn::Sub": "${Key.Arn}"},
            ]
        )

    def sub(self, purpose, depth):
        families = self.refs("family")
        if purpose == "type" and families and self.chance(0.7):
            return {"Fn::Sub": "ml.${%s}.2xlarge" % self.rng.choice(families)["Ref"]}
        if self.chance(0.4):
            return {"Fn::Sub": ["${Part}", {"Part": self.text(purpose, depth)}]}
        names = [*self.names(purpose), *(self.identifiers if purpose != "type" else [])]
        if not names or purpose == "type":
            return {"Fn::Sub": str(self.rng.choice(LITERALS[purpose]))}
        first, second = self.rng.choice(names), self.rng.choice([*names, "AWS::Region"])
        if purpose == "key" and not self.in_condition and self.chance(0.1):
            second = self.rng.choice(["Key.Arn", "Nested.Outputs.Key"])
        forms = ["${A}", "alias/${A}", "${A}${!Plain}", "${A}${B}"]
        return {"Fn::Sub": self.rng.choice(forms).replace("A}", first + "}").replace("B}", second + "}")}

    def join(self, purpose, depth):
        if purpose == "type":
            family = self.rng.choice([*self.refs("family"), "g5", "m5"])
            return {"Fn::Join": [".", ["ml", family, "xlarge"]]}
        return {"Fn::Join": [self.rng.choice(["", "", "-", "/"]), self.list(purpose, depth)]}

    def select(self, purpose, depth):
        index = self.rng.choice([0, 0, 0, "0", 1, *self.refs("number")])
        lists = self.refs("names", "ssmNames", "numbers")
        if purpose != "type" and lists and self.chance(0.6):
            return {"Fn::Select": [index, self.rng.choice(lists)]}
        if purpose != "type" and self.chance(0.3):
            return {"Fn::Select": [index, {"Fn::Split": [self.rng.choice(["/", "/", ","]), self.split(purpose)]}]}
        return {"Fn::Select": [index, [self.text(purpose, depth) for _ in range(self.rng.randint(1, 3))]]}

    def split(self, purpose):
        """A text to split, in which nothing is that only a deployment knows."""
        names = self.names(purpose)
        return {"Ref": self.rng.choice(names)} if names else "alias/a,alias/b"

    def find(self, purpose, depth):
        if not self.mappings:
            return self.literal(purpose, depth)
        first = self.rng.choice([*self.mappings["Of"], {"Ref": "AWS::Region"}, {"Ref": "AWS::AccountId"}])
        rows = self.refs("env", "version", "version")
        if rows and self.chance(0.7):
            first = self.rng.choice(rows)
        if self.extended and self.chance(0.3):
            first = {"Fn::Join": ["", [first]]}
        arguments = [self.computed("Of"), first, purpose]
        if self.extended and self.chance(0.7):
            fallback = self.text(purpose, depth - 1) if depth > 0 and self.chance(0.4) else None
            arguments.append({"DefaultValue": fallback or self.rng.choice(LITERALS[purpose])})
        return {"Fn::FindInMap": arguments}

    def choice(self, purpose, depth):
        return {"Fn::If": [self.rng.choice(self.conditions), self.text(purpose, depth), self.text(purpose, depth)]}

    def list(self, purpose, depth):
        """Something that comes to a list."""
        lists = [each.name for each in self.parameters if each.is_list]
        if lists and self.chance(0.4):
            return {"Ref": self.rng.choice(lists)}
        if self.chance(0.15):
            return {"Fn::Split": [self.rng.choice(["/", ",", "-"]), self.split(purpose)]}
        if self.mappings and self.chance(0.2):
            return {"Fn::FindInMap": ["Of", self.rng.choice(list(self.mappings["Of"])), "keys"]}
        if self.conditions and not self.in_condition and self.chance(0.1):
            return {"Fn::If": [self.rng.choice(self.conditions), self.list(purpose, 0), self.list(purpose, 0)]}
        items = [self.text(purpose, depth) for _ in range(self.rng.randint(1, 3))]
        if self.chance(0.1):
            items.append(5)
        if not self.in_condition and self.chance(0.2):
            items.insert(self.rng.randint(0, len(items)), self.optional(self.text(purpose, 0)))
        return items

    def optional(self, value):
        """The value or nothing, by a condition; or nothing at all."""
        if not self.conditions or self.chance(0.2):
            return NO_VALUE
        branches = [value, NO_VALUE]
        self.rng.shuffle(branches)
        return {"Fn::If": [self.rng.choice(self.conditions), *branches]}

    def property(self, value):
        """The value, or a choice between it and nothing, now and then in more than one step."""
        while self.conditions and self.chance(0.25):
            same = {"Fn::If": [self.rng.choice(self.conditions), value, value]}
            value = self.optional(value) if self.chance(0.7) else same
        return value
