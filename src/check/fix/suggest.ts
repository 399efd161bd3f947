/** The edit that a report suggests for a finding. `--fix` adds a parameter where the template has no key of its own. */
import type { Template } from '../../template/index.js';
import { placesInJson } from './json-places.js';
import type { WrittenKey } from './key.js';
import { type Edit, NotFixable } from './places.js';
import { type Fixable, planKey } from './plan.js';
import { styleOf } from './style.js';
import { placesInYaml } from './yaml-places.js';

/** Suggests edits for the findings of one template. It finds the template's places once. */
export function suggesterFor(template: Template): (finding: Fixable, key: WrittenKey) => Edit | undefined {
  let layout: ReturnType<typeof layoutOf> | undefined;
  return (finding, key) => {
    layout ??= layoutOf(template);
    try {
      return planKey(template, layout.root, finding, key, layout.style);
    } catch (error) {
      if (error instanceof NotFixable) return undefined;
      throw error;
    }
  };
}

/** A template's places and style. */
export function layoutOf(template: Template) {
  const root = template.yaml ? placesInYaml(template.yaml) : placesInJson(template.text);
  return { root, style: styleOf(template.text, root) };
}
