/** Text -> template, JSON or YAML, as CloudFormation tells them apart: by trying. */

import { AmbiguousScalar, isAmbiguous } from '../ambiguous.js';
import { isRawMap, MAX_TEMPLATE_LENGTH, mapAt, memberOf, type RawMap, TemplateError } from '../raw.js';
import { readTransforms, transformsIn } from '../transforms.js';
import type { YamlSource } from './yaml.js';

/** A template as it was written. */
export interface Template {
  readonly text: string;
  readonly root: RawMap;
  readonly resources: RawMap;
  readonly parameters: RawMap;
  readonly conditions: RawMap;
  readonly mappings: RawMap;
  /** A macro of the user's own that may still change any of the template, as a noun. */
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
    return AMBIGUOUS_NUMBER.test(content) ? parseWithNumbers(content) : JSON.parse(content);
  } catch {
    return undefined;
  }
}

/** What precedes a number, and one that is no plain integer; inside of a text, where it is none, too. */
const AMBIGUOUS_NUMBER = /[[:,]\s*-?(?:0[^,\]}\s]|[0-9]+[.eE]|[0-9]{16}|-0)/;

const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?[0-9][0-9.eE+-]*/g;

/** A lone surrogate, which no file holds: it tells numbers that are kept as they are written. */
const MARK = '\ud800';

/** JSON in which numbers that readers do not agree on are kept as they are written. */
function parseWithNumbers(content: string): unknown {
  // Marks must not make JSON of what is none.
  JSON.parse(content);
  const marked = content.replace(STRING_OR_NUMBER, (part) =>
    part[0] !== '"' && isAmbiguous(part) ? `"${MARK}${part}"` : part,
  );
  return JSON.parse(marked, (_key, value: unknown) =>
    typeof value === 'string' && value.startsWith(MARK) ? new AmbiguousScalar(value.slice(1)) : value,
  );
}

function toTemplate(text: string, root: unknown, yaml?: YamlSource): Template {
  if (text.trim() === '') throw new TemplateError('The template is empty');
  if (!isRawMap(root))
    throw new TemplateError('The text is not a CloudFormation template: its top level is no map');
  const resources = memberOf(root, 'Resources');
  if (!isRawMap(resources)) {
    throw new TemplateError('The text is not a CloudFormation template: it has no Resources');
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
