import type { Path } from '../template/value.js';
import type { Assessment } from './assess.js';
import { type Circumstances, listed } from './subject.js';

/** What to do about a refused alternative: every step, with the lines to add. */
export function repair(found: Assessment, circumstances: Circumstances): string {
  const { policy } = circumstances;
  const { own, key, storage, s3 } = found;
  const paths: Path[] = s3.filter(({ unknown }) => !unknown).map(({ path }) => path);
  const steps: string[] = [];
  if (own.verdict === 'nonCompliant') {
    paths.unshift(['KmsKeyId']);
    const local = listed(storage.local);
    if (local && policy.localStorage === 'require') {
      steps.push(`Choose instance types without local storage for ${local}, and set the key.`);
    } else if (local) {
      steps.push(
        `Split the configuration: give ${local} one of its own without KmsKeyId, which is exempt, and set the ` +
          'key in the one that keeps the rest.',
      );
    }
  }
  const isWritten = own.verdict === 'nonCompliant' && !(key.state === 'absent' && key.found === 'missing');
  steps.push(`${isWritten ? 'Set' : 'Add'}:\n\n${lines(paths, circumstances)}`);
  return steps.join(' ');
}

/** The members to set, as lines of the template; as JSON where there is none (Cloud Control). */
function lines(paths: readonly Path[], { scope, policy, view }: Circumstances): string {
  const sample = policy.allowedKeys.find((pattern) => !/[*?]/.test(pattern)) ?? 'alias/my-key';
  const forms = 'a key ID, key ARN, alias name or alias ARN';
  const accepted =
    policy.allowedKeys.length > 0
      ? `one that matches ${listed(policy.allowedKeys, 'or')}`
      : `${forms}${policy.keyPolicy === 'customerManaged' ? ' of a customer managed key' : ''}`;
  const tree = treeOf(paths, sample);
  if (view.resolved && scope.stack === undefined) {
    return `${JSON.stringify(tree, null, 2)}\n\nThe value is ${accepted}.`;
  }
  const lead = ['Resources:', `  ${scope.resource}:`, '    Properties:'];
  return [...lead, ...yaml(tree, '      ', `  # ${accepted}`)].join('\n');
}

type Tree = string | Tree[] | { [name: string]: Tree };

/** The paths, as properties that hold the key there and nothing else. */
function treeOf(paths: readonly Path[], sample: string): Tree {
  let tree: Tree = {};
  for (const path of paths) tree = graft(tree, path, sample);
  return tree;
}

function graft(tree: Tree | undefined, [step, ...rest]: Path, sample: string): Tree {
  if (step === undefined) return sample;
  if (typeof step === 'number') {
    const list = Array.isArray(tree) ? [...tree] : [];
    // Places in between stay empty: they are there already, and need nothing.
    while (list.length < step) list.push({});
    list[step] = graft(list[step], rest, sample);
    return list;
  }
  const map = typeof tree === 'object' && !Array.isArray(tree) ? tree : {};
  return { ...map, [step]: graft(map[step], rest, sample) };
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
