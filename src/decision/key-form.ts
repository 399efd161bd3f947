/** The forms of a KMS key's text. Source: "Key identifiers" in the KMS Developer Guide. */
import { arnPattern } from '../template/index.js';
import { GAP, matchesSteps, type Step, wildcard } from './text-pattern.js';

const hex = '[0-9a-fA-F]';
const keyId = `(?:${hex}{8}(?:-${hex}{4}){3}-${hex}{12}|mrk-${hex}{32})`;
const aliasName = 'alias/[A-Za-z0-9/_-]{1,250}';
const arn = arnPattern('kms');
const onlyKeyId = new RegExp(`^${keyId}$`);
const forms = new RegExp(`^(?:${keyId}|${aliasName}|${arn}(?:key/${keyId}|${aliasName}))$`);

/** Whether a text is one of the four forms: key ID, key ARN, alias name, alias ARN, in any partition. */
export function isWellFormed(key: string): boolean {
  return forms.test(key);
}

/** Whether a text is the alias of an AWS managed key, `alias/aws/…`, as a name or in an ARN. */
export function isAwsManagedAlias(key: string): boolean {
  return /^(?:arn:[^/]*:)?alias\/aws\//.test(key);
}

/** Whether a text is a plain key ID, which `Ref` returns for an AWS::KMS::Key. */
export function isKeyId(key: string): boolean {
  return onlyKeyId.test(key);
}

/** Text that CloudFormation replaces: `{{resolve:service:…}}`, and a change set's placeholder. */
const DEFERRED = /\{\{(?:resolve:(?:ssm|ssm-secure|secretsmanager):[^{}]+|changeSet:KNOWN_AFTER_APPLY)\}\}/g;

/** A deferred text with a gap in place of every part that CloudFormation will replace. */
export function withGaps(text: string): string {
  return text.replace(DEFERRED, GAP);
}

/** Whether a text with gaps can become one of the four forms. */
export function mayBeWellFormed(gapped: string): boolean {
  return stepsOfForms().some((steps) => matchesSteps(steps, gapped));
}

/** The four forms as steps. Partition and Region are looser than in `forms`, since a gap may span several parts. */
function stepsOfForms(): readonly (readonly Step[])[] {
  const times = (count: number, characters: RegExp): Step[] =>
    Array.from({ length: count }, () => ({
      takes: (character) => characters.test(character),
      repeats: false,
    }));
  const some = (characters: RegExp): Step[] => [
    { takes: (character) => characters.test(character), repeats: true },
  ];
  const hexes = (count: number) => times(count, /[0-9a-f]/i);
  const dash = wildcard('-');
  const plainId = [hexes(8), hexes(4), hexes(4), hexes(4), hexes(12)].flatMap((part, index) =>
    index === 0 ? part : [...dash, ...part],
  );
  const ids = [plainId, [...wildcard('mrk-'), ...hexes(32)]];
  const alias = [...wildcard('alias/'), ...times(1, /[\w/-]/), ...some(/[\w/-]/)];
  const prefix = [
    ...[...wildcard('arn:aws'), ...some(/[a-z0-9-]/), ...wildcard(':kms:')],
    ...[...some(/[a-z0-9-]/), ...wildcard(':'), ...times(12, /\d/), ...wildcard(':')],
  ];
  return [...ids, alias, ...ids.map((id) => [...prefix, ...wildcard('key/'), ...id]), [...prefix, ...alias]];
}
