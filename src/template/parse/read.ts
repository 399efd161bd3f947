/** Text -> template, JSON or YAML, as CloudFormation tells them apart: by trying. */

import { MAX_TEMPLATE_LENGTH } from '../limits.js';
import { isRawMap, mapAt, memberOf, type RawMap } from '../raw-value.js';
import type { Template } from '../template.js';
import { NotATemplate, TemplateError } from '../template-error.js';
import { readTransforms, transformsIn } from '../transforms.js';
import { parseJson } from './json.js';
import type { YamlSource } from './yaml.js';

/**
 * Reads a template as far as resources of one type need it.
 *
 * @param type in a YAML text the bodies of resources that cannot be of this type are left out
 * @throws TemplateError where the text is no JSON and no YAML, or no template
 */
export async function readTemplate(text: string, type: string): Promise<Template> {
  const template = readJson(text);
  if (template) return template;
  const { parseYaml } = await import('./yaml.js');
  const yaml = parseYaml(text, type);
  return toTemplate(text, yaml.root, yaml);
}

/**
 * Reads a template that a tool has written, and so in JSON, without waiting.
 *
 * @throws TemplateError where the text is no JSON, or no template
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
    throw new NotATemplate('The text is not a CloudFormation template: its top level is no map');
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

/** A transform at the top level reaches the whole template, and an include among the resources may add some. */
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
