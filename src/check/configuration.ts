/** A resource of a template as a configuration to be judged. */
import type { Configuration, Subject } from '../decision/index.js';
import type { Members, ResourceView } from '../template/index.js';
import { markDeferred, type ValueMap } from '../template/value.js';

/** @throws TemplateError while its alternatives are taken, since evaluation is lazy */
export function configurationOf(view: ResourceView, subject: Subject): Configuration {
  return { subject, lines: 'yaml', alternatives: (members) => alternativesOf(view, members) };
}

function* alternativesOf(view: ResourceView, members: Members) {
  for (const { exists, properties, assuming } of view.alternatives(members)) {
    yield { exists, properties: markDeferred(properties, false) as ValueMap, assuming };
  }
}
