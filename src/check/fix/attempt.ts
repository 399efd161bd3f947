/** All findings of one template -> its text with the keys in it. */

import type { Template } from '../../template/index.js';
import { addBeside, addInside } from './insert.js';
import { placesInJson } from './json-places.js';
import type { Key } from './key.js';
import { chooseParameter, keyParameter } from './parameter.js';
import { applyEdits, type Edit, type MapPlace, memberNamed, NotFixable } from './places.js';
import { type Finding, planKey } from './plan.js';
import { type Style, styleOf } from './style.js';
import { placesInYaml } from './yaml-places.js';

export interface Fixed {
  /** The text with the keys in it; the same as before where nothing could be fixed. */
  readonly text: string;
  readonly edits: readonly Edit[];
  /** Logical ids of the endpoint configurations that have a key now. */
  readonly fixed: readonly string[];
  /** The parameter that takes the key, where the text now asks for one that it did not have. */
  readonly parameter: string | undefined;
  readonly notFixed: readonly NotFixed[];
}

export interface NotFixed {
  readonly logicalId: string;
  /** The end of the sentence "it is left alone: …". */
  readonly why: string;
}

export interface FixOptions {
  /** What to write; without it a reference to a parameter, which is added where there is none. */
  readonly key?: Key | undefined;
}

/** Plans every finding by itself: what cannot be fixed does not keep the others from it. */
export function attempt(template: Template, findings: readonly Finding[], options: FixOptions): Fixed {
  const { text } = template;
  const root = template.yaml ? placesInYaml(template.yaml) : placesInJson(text);
  const style = styleOf(text, root);
  const chosen = options.key ? undefined : chooseParameter(template);
  const key: Key = options.key ?? { kind: 'Ref', name: chosen?.name ?? '' };
  const edits: Edit[] = [];
  const fixed: string[] = [];
  const notFixed: NotFixed[] = [];
  for (const finding of findings) {
    const { logicalId } = finding;
    try {
      const edit = planKey(template, root, finding, key, style);
      if (chosen?.isNew && fixed.length === 0) edits.push(planParameter(template, root, chosen.name, style));
      edits.push(edit);
      fixed.push(logicalId);
    } catch (error) {
      if (!(error instanceof NotFixable)) throw error;
      notFixed.push({ logicalId, why: error.message });
    }
  }
  const parameter = chosen?.isNew && fixed.length > 0 ? chosen.name : undefined;
  return { text: applyEdits(text, edits), edits, fixed, parameter, notFixed };
}

function planParameter(template: Template, root: MapPlace, name: string, style: Style): Edit {
  const { text } = template;
  const holds = Object.entries(keyParameter).map(([member, value]) => ({ name: member, holds: value }));
  const place = memberNamed(root, 'Parameters');
  if (place) return addInside(text, root, place, template.root['Parameters'] ?? null, { name, holds }, style);
  const resources = memberNamed(root, 'Resources');
  if (!resources) throw new NotFixable('the template takes its Resources from elsewhere through a merge');
  return addBeside(text, root, resources, 'before', { name: 'Parameters', holds: [{ name, holds }] }, style);
}
