/** Reads a template. Like CloudFormation, it tries JSON first and then YAML. */

import { MAX_TEMPLATE_LENGTH } from '../limits.js';
import { isRawMap, mapAt, memberOf, type RawMap } from '../raw-value.js';
import type { Template } from '../template.js';
import { NotATemplate, TemplateError } from '../template-error.js';
import { readTransforms, transformsIn } from '../transforms.js';
import { parseJson } from './json.js';
import type { YamlSource } from './yaml.js';

/**
 * Reads the parts of a template that matter to resources of one type.
 *
 * @param type from a long YAML text, the bodies of resources that cannot have this type are left out
 * @throws TemplateError where the text is neither JSON nor YAML, or not a template
 */
export async function readTemplate(text: string, type: string): Promise<Template> {
  const template = readJson(text);
  if (template) return template;
  const { parseYaml } = await import('./yaml.js');
  const yaml = parseYaml(text, type);
  return toTemplate(text, yaml.root, yaml);
}

/**
 * Reads a template in JSON, synchronously.
 *
 * @throws TemplateError where the text is not JSON, or not a template
 */
export function readJsonTemplate(text: string): Template {
  const template = readJson(text);
  if (!template) throw new TemplateError('The template is not valid JSON');
  return template;
}

/** @returns undefined where the text is not JSON */
function readJson(text: string): Template | undefined {
  if (text.length > MAX_TEMPLATE_LENGTH) {
    throw new TemplateError(`The template has ${text.length} characters; CloudFormation takes 1 MB`);
  }
  const json = parseJson(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  return json === undefined ? undefined : toTemplate(text, json);
}

function toTemplate(text: string, root: unknown, yaml?: YamlSource): Template {
  if (text.trim() === '') throw new NotATemplate('The template is empty');
  if (!isRawMap(root))
    throw new NotATemplate('The text is not a CloudFormation template: its top level is not a map');
  const resources = memberOf(root, 'Resources');
  if (!isRawMap(resources)) {
    throw new NotATemplate('The text is not a CloudFormation template: it has no Resources');
  }
  const { macro, includes } = wholeTransforms(root, resources);
  return {
    text,
    root,
    resources,
    parameters: mapAt(root, 'Parameters'),
    conditions: mapAt(root, 'Conditions'),
    mappings: mapAt(root, 'Mappings'),
    macro,
    includes,
    ...(yaml && { yaml }),
  };
}

/** A transform at the top level applies to the whole template. An include in Resources may add resources. */
function wholeTransforms(root: RawMap, resources: RawMap): { macro: string | undefined; includes: boolean } {
  const declared = memberOf(root, 'Transform');
  const section = declared === undefined ? {} : readTransforms(declared);
  const called = Object.hasOwn(root, 'Fn::Transform') ? readTransforms(root['Fn::Transform']) : {};
  const among = transformsIn(resources);
  return {
    macro: section.macro ?? called.macro,
    includes: [section, called, among].some(({ include }) => include !== undefined),
  };
}
