/** How to repair a refused configuration: the members to set, as data and as lines. */
import type { Path } from '../template/index.js';
import type { Configuration, Subject } from './configuration.js';
import type { Case } from './decision.js';
import { listed } from './phrases.js';
import type { Policy } from './policy.js';
import { sampleKey } from './sample-key.js';

/** One member to set. */
export interface Addition {
  /** Inside the properties. */
  readonly path: Path;
  readonly value: string;
  /** Which values are accepted, for a comment beside the value. */
  readonly note: string;
}

export interface Remediation {
  readonly words: string;
  readonly additions: readonly Addition[];
}

/** The members that make a refused case pass. */
export function repair({ own, key, featureKeys }: Case, subject: Subject, policy: Policy): Remediation {
  const isRefused = own.verdict === 'nonCompliant';
  const paths: Path[] = [
    ...(isRefused ? [['KmsKeyId']] : []),
    ...featureKeys.filter(({ unknown }) => !unknown).map(({ path }) => path),
  ];
  const value = sampleKey(policy, subject);
  const note = accepted(policy);
  const isWritten = isRefused && !(key.state === 'absent' && key.found === 'missing');
  const additions = paths.map((path) => ({ path, value, note }));
  return { words: isWritten ? 'Set:' : 'Add:', additions };
}

/** Which keys the policy accepts. */
function accepted({ keyPolicy, allowedKeys }: Policy): string {
  if (allowedKeys.length > 0)
    return `your key: one ${keyPolicy === 'verified' ? 'whose ARN' : 'that'} matches ${listed(allowedKeys, 'or')}`;
  const forms = 'your key: its ID, ARN, alias name or alias ARN';
  return keyPolicy === 'present' || keyPolicy === 'wellFormed'
    ? forms
    : `${forms}, of a customer managed key`;
}

/** A remediation with its additions as lines of a template, or as JSON where there is no template. */
export interface Steps extends Remediation {
  readonly lines: readonly string[];
}

export function withLines(remediation: Remediation, target: Pick<Configuration, 'subject' | 'lines'>): Steps {
  return { ...remediation, lines: linesOf(remediation, target) };
}

/** Words and lines as one text. */
export function textOfSteps({ words, lines }: Pick<Steps, 'words' | 'lines'>): string {
  return lines.length > 0 ? `${words}\n\n${lines.join('\n')}` : words;
}

function linesOf(
  { additions }: Remediation,
  { subject, lines }: Pick<Configuration, 'subject' | 'lines'>,
): readonly string[] {
  const [first] = additions;
  if (!first) return [];
  const tree = treeOf(additions);
  if (lines === 'json')
    return [...JSON.stringify(tree, null, 2).split('\n'), '', `The value is ${first.note}.`];
  const lead = ['Resources:', `  ${subject.resource}:`, '    Properties:'];
  return [...lead, ...yaml(tree, '      ', `  # ${first.note}`)];
}

type Tree = string | Tree[] | { [name: string]: Tree };

/** The additions as a tree of properties. */
function treeOf(additions: readonly Addition[]): Tree {
  let tree: Tree = {};
  for (const { path, value } of additions) tree = graft(tree, path, value);
  return tree;
}

function graft(tree: Tree | undefined, [step, ...rest]: Path, value: string): Tree {
  if (step === undefined) return value;
  if (typeof step === 'number') {
    const list = Array.isArray(tree) ? [...tree] : [];
    // Empty maps fill the positions before it: the template has these items already.
    while (list.length < step) list.push({});
    list[step] = graft(list[step], rest, value);
    return list;
  }
  const map = typeof tree === 'object' && !Array.isArray(tree) ? tree : {};
  return { ...map, [step]: graft(map[step], rest, value) };
}

function yaml(tree: Tree, indent: string, comment: string): string[] {
  if (Array.isArray(tree)) {
    return tree.flatMap((item, index) => {
      const inner = yaml(item, `${indent}  `, comment);
      return inner.length > 0 ? [`${indent}- # the item at index ${index}`, ...inner] : [];
    });
  }
  if (typeof tree === 'string') return [];
  return Object.entries(tree).flatMap(([name, value]) =>
    typeof value === 'string'
      ? [`${indent}${name}: ${value}${comment}`]
      : [`${indent}${name}:`, ...yaml(value, `${indent}  `, comment)],
  );
}
