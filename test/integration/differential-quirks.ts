/**
 * Where other people's engines differ from CloudFormation, by name, with who is right by AWS's documentation. What runs
 * into one is not compared; every other difference fails the test, and so does a name that nothing runs into.
 */

import type { Case } from './differential-templates.js';

interface Quirk {
  /** What they do, and who is right. */
  readonly why: string;
  /** Where they come to something else. */
  readonly differs?: Predicate;
  /** What they refuse a template with, and where they may. */
  readonly refuses?: RegExp;
  readonly refusesWhere?: Predicate;
}
type Predicate = (template: unknown, parameters: Case['parameters']) => boolean;

const selectsWhatIsNotThere =
  'They refuse an index of Fn::Select that its list does not have, as CloudFormation does (Fn::Select reference). Ours ' +
  'goes on, with an unknown value where the item is used: such a deployment does not get as far as the hook.';

/** Whether a part of the template, or what is inside of it, has something. */
function somewhere(part: unknown, has: (part: object) => boolean): boolean {
  if (typeof part !== 'object' || part === null) return false;
  return has(part) || Object.values(part).some((inner) => somewhere(inner, has));
}

const isNoValue = (part: unknown) =>
  typeof part === 'object' && part !== null && 'Ref' in part && part.Ref === 'AWS::NoValue';
const refersTo = (name: string) => (part: object) => 'Ref' in part && part.Ref === name;
const argument = (part: object, name: string): unknown =>
  Object.entries(part).find(([key]) => key === name)?.[1];
/** A list with an item that AWS::NoValue takes out; the arguments of Fn::If are no such list. */
const losesAnItem = (part: object) =>
  Object.entries(part).some(([key, list]) => key !== 'Fn::If' && Array.isArray(list) && list.some(isNoValue));

export const quirks = {
  sam: {
    keepsARemovedItem: {
      why:
        "An item that AWS::NoValue takes out of a list inside a function is written out, {'Ref': 'AWS::NoValue'}, and " +
        'counted. CloudFormation removes it (pseudo parameters reference); ours does.',
      differs: (template) => removesAnItemInsideAFunction(template),
      refuses: /Fn::(Join|FindInMap) layout is incorrect/,
    },
    selectsWhatIsNotThere: { why: selectsWhatIsNotThere, refuses: /Fn::Select index out of bounds/ },
  },
  moto_stacks: {
    keepsSpacesOfItems: {
      why:
        'A comma-delimited list keeps the spaces around its items. CloudFormation trims them ("each member string is ' +
        'space trimmed", parameters section); ours does.',
      differs: (template, { Names = '' }) => Names.includes(' ') && somewhere(template, refersTo('Names')),
    },
    keepsARemovedItem: {
      why:
        'An item that AWS::NoValue takes out of a list stays, as null or as the word None. CloudFormation removes it ' +
        '(pseudo parameters reference); ours does.',
      differs: (template) => somewhere(template, losesAnItem),
      refuses: /'NoneType' object has no attribute/,
    },
    substitutesTwice: {
      why:
        'A value that Fn::Sub puts in is searched for ${} again, after its ${!} has been opened. CloudFormation reads the ' +
        'text once, and ${!Literal} stays ${Literal} (Fn::Sub reference); ours does.',
      differs: (template) =>
        somewhere(
          template,
          (part) =>
            JSON.stringify(argument(part, 'Fn::Sub') ?? '').includes(',{"It":') &&
            JSON.stringify(argument(part, 'Fn::Sub')).includes('${!'),
        ),
    },
    selectsWhatIsNotThere: { why: selectsWhatIsNotThere, refuses: /^IndexError/ },
  },
  cfn_lint_stacks: {
    keepsTheMarkOfALiteral: {
      why: '${!Literal} stays as it is. CloudFormation makes ${Literal} of it (Fn::Sub reference); ours does.',
      differs: (template) => JSON.stringify(template).includes('${!'),
    },
    resolvesNoValue: {
      why:
        'They have no value for Fn::Base64, and for an index of Fn::Select that its list does not have. CloudFormation ' +
        'encodes the one and refuses the other; ours does the first, and has an unknown value for the second.',
      refusesWhere: (template) =>
        somewhere(template, (part) => 'Fn::Base64' in part) ||
        somewhere(template, (part) => 'Fn::Select' in part),
      refuses: /^ValueError: 0 values/,
    },
  },
  localstack_stacks: {
    takesNoEmptyParameter: {
      why:
        'A parameter whose value is the empty text counts as one without a value, and functions and conditions on it are ' +
        'refused. CloudFormation takes an empty String; ours does.',
      refusesWhere: (_, { Key }) => Key === '',
      refuses: /every Fn::(Equals|Split) object requires|Unresolved resource dependencies \[It\]/,
    },
    takesNoLiteral: {
      why: '${!Literal} is taken for a reference and refused. It stays ${Literal} (Fn::Sub reference); ours does that.',
      refuses: /Unresolved resource dependencies \[!Env\]/,
    },
    selectsInBranchesNotTaken: {
      why:
        'They resolve branches and resources that a condition leaves out, and refuse an index of Fn::Select that is not ' +
        'there even in these. CloudFormation resolves what the condition takes (Fn::If reference); ours does.',
      refuses: /Fn::Select requires a list argument/,
    },
  },
} as const satisfies Record<string, Record<string, Quirk>>;

function removesAnItemInsideAFunction(part: unknown, inside = false): boolean {
  if (typeof part !== 'object' || part === null) return false;
  if (inside && isNoValue(part)) return true;
  return Object.entries(part).some(([key, inner]) =>
    removesAnItemInsideAFunction(
      inner,
      inside || (key.startsWith('Fn::') && key !== 'Fn::If' && !key.includes('ForEach')),
    ),
  );
}

export type EngineWithQuirks = keyof typeof quirks;

/** The name of the difference that a template runs into. @param refusal what they refused it with */
export function quirkOf(
  engine: EngineWithQuirks,
  { template, parameters }: Case,
  refusal?: string,
): string | undefined {
  const known: Readonly<Record<string, Quirk>> = quirks[engine];
  return Object.keys(known).find((name) => {
    const quirk = known[name];
    if (refusal === undefined) return quirk?.differs?.(template, parameters);
    return quirk?.refuses?.test(refusal) && (quirk.refusesWhere?.(template, parameters) ?? true);
  });
}
