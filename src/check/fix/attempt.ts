/** Adds keys to a template for all its findings. */

import type { Policy } from '../../decision/index.js';
import { memberOf, type Template } from '../../template/index.js';
import { keyOfTemplate } from '../template-key.js';
import { addBeside, addInside } from './insert.js';
import type { WrittenKey } from './key.js';
import { chooseParameter, type KeyParameter } from './parameter.js';
import { applyEdits, type Edit, type MapPlace, memberNamed, NotFixable } from './places.js';
import { type Fixable, planKey } from './plan.js';
import type { Style } from './style.js';
import { layoutOf } from './suggest.js';

export interface Fixed {
  /** The text with the added keys; unchanged where nothing could be fixed. */
  readonly text: string;
  readonly edits: readonly Edit[];
  /** Logical ids of the endpoint configurations that now have a key. */
  readonly fixed: readonly string[];
  /** The parameter for the key, where the fix added one. */
  readonly parameter: string | undefined;
  readonly notFixed: readonly NotFixed[];
}

export interface NotFixed {
  readonly logicalId: string;
  /** The end of the sentence "it is left alone: …". */
  readonly why: string;
}

export interface FixOptions {
  readonly policy: Policy;
  /**
   * The key to write. Without it: the KMS key that the template declares, else a reference to a parameter, which the fix
   * adds where needed.
   */
  readonly key?: WrittenKey | undefined;
  /** Why a configuration cannot refer to a new parameter, by logical id, as the end of "it is left alone: …". */
  readonly withoutParameter?: ReadonlyMap<string, string> | undefined;
}

/** Plans an edit for every finding. A finding that cannot be fixed does not stop the others. */
export function attempt(template: Template, findings: readonly Fixable[], options: FixOptions): Fixed {
  const { text } = template;
  const { root, style } = layoutOf(template);
  const chosen = chooseParameter(template, options.policy);
  let isParameterUsed = false;
  const edits: Edit[] = [];
  const fixed: string[] = [];
  const notFixed: NotFixed[] = [];
  for (const finding of findings) {
    const { logicalId } = finding;
    try {
      const raw = memberOf(template.resources, logicalId);
      const atHand = options.key ?? keyOfTemplate(template, { raw }, options.policy);
      const key: WrittenKey = atHand ?? { kind: 'Ref', name: chosen.name };
      const edit = planKey(template, root, finding, key, style);
      if (!atHand && chosen.isNew) {
        const why = options.withoutParameter?.get(logicalId);
        if (why !== undefined) throw new NotFixable(why);
        if (!isParameterUsed) edits.push(planParameter(template, root, chosen, style));
        isParameterUsed = true;
      }
      edits.push(edit);
      fixed.push(logicalId);
    } catch (error) {
      if (!(error instanceof NotFixable)) throw error;
      notFixed.push({ logicalId, why: error.message });
    }
  }
  const parameter = isParameterUsed ? chosen.name : undefined;
  return { text: applyEdits(text, edits), edits, fixed, parameter, notFixed };
}

function planParameter(
  template: Template,
  root: MapPlace,
  { name, declaration }: KeyParameter,
  style: Style,
): Edit {
  const { text } = template;
  const holds = Object.entries(declaration).map(([member, value]) => ({ name: member, holds: value }));
  const place = memberNamed(root, 'Parameters');
  if (place) return addInside(text, root, place, template.root['Parameters'] ?? null, { name, holds }, style);
  const resources = memberNamed(root, 'Resources');
  if (!resources) throw new NotFixable('the template takes its Resources from elsewhere through a merge');
  return addBeside(text, root, resources, 'before', { name: 'Parameters', holds: [{ name, holds }] }, style);
}
