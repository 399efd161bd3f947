/** Text -> template, JSON or YAML, as CloudFormation tells them apart: by trying. */

import { isRawMap, MAX_TEMPLATE_LENGTH, mapAt, memberOf, type RawMap, TemplateError } from '../raw.js';
import type { YamlSource } from './yaml.js';

/** A template as it was written. */
export interface Template {
  readonly text: string;
  readonly root: RawMap;
  readonly resources: RawMap;
  readonly parameters: RawMap;
  readonly conditions: RawMap;
  readonly mappings: RawMap;
  /** Why the template may still change before it is deployed: a macro of the user's own. */
  readonly macro: string | undefined;
  /** Whether an include may add parameters, conditions and mappings that are not written here. */
  readonly includes: boolean;
  /** Set where the text is YAML; places are found in it. */
  readonly yaml?: YamlSource;
}

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

/** @returns undefined where the text is not JSON: YAML too can begin with a brace. */
function parseJson(content: string): unknown {
  if (!/^\s*\{/.test(content)) return undefined;
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

function toTemplate(text: string, root: unknown, yaml?: YamlSource): Template {
  if (text.trim() === '') throw new TemplateError('The template is empty');
  if (!isRawMap(root))
    throw new TemplateError('The text is not a CloudFormation template: its top level is no map');
  const resources = memberOf(root, 'Resources');
  if (!isRawMap(resources)) {
    throw new TemplateError('The text is not a CloudFormation template: it has no Resources');
  }
  const { macro, includes } = transforms(root, resources);
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

/** AWS's own transforms leave an endpoint configuration as it is; a macro may do what it likes. */
function transforms(root: RawMap, resources: RawMap): { macro: string | undefined; includes: boolean } {
  const declared = memberOf(root, 'Transform');
  const all = Array.isArray(declared) ? declared : declared === undefined ? [] : [declared];
  let macro: string | undefined;
  let includes = Object.hasOwn(root, 'Fn::Transform') || Object.hasOwn(resources, 'Fn::Transform');
  for (const transform of all) {
    const name = isRawMap(transform) ? memberOf(transform, 'Name') : transform;
    if (typeof name !== 'string') macro ??= 'a transform whose name is not a string';
    else if (!name.startsWith('AWS::')) macro ??= `the macro ${name}`;
    else if (name === 'AWS::Include') includes = true;
  }
  return { macro, includes };
}
