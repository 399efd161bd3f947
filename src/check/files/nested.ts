/** Finds nested stacks whose template is a local file, and the parameters that their parent passes. */

import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  AmbiguousScalar,
  type Context,
  isMap,
  locate,
  member,
  memberOf,
  NoValue,
  type ResourceView,
  Rest,
  readTemplate,
  resourcesOfType,
  type Template,
  Unknown,
  type Value,
  type ValueMap,
} from '../../template/index.js';
import type { Problem } from '../finding.js';
import type { Given } from '../parameter-values.js';

/** The types of nested stacks, each with the property that names its template. */
const templateProperties = {
  'AWS::CloudFormation::Stack': 'TemplateURL',
  // SAM turns it into a nested stack. An application of the Serverless Application Repository has a map as Location.
  'AWS::Serverless::Application': 'Location',
} as const;
type NestedType = keyof typeof templateProperties;
const nestedTypes = Object.keys(templateProperties) as readonly NestedType[];

/** A template's name that is a literal path, not a URL, or the CDK's metadata with the path of the template. */
const LOCAL = /(?:TemplateURL|Location)["']?\s*:\s*["']?(?!https?:|s3:)[\w./\\]|aws:asset:path/;
const ADDRESS = /^[a-z][a-z0-9+.-]+:/i;
/** How many alternatives of a nested stack are evaluated. */
const MAX_ALTERNATIVES = 64;

export interface NestedStack {
  readonly logicalId: string;
  readonly path: string;
  readonly given: Given;
}

/** Whether a template may have nested stacks with local templates. It only searches the text. */
export function mayNest(text: string): boolean {
  return nestedTypes.some((type) => text.includes(type)) && LOCAL.test(text);
}

/**
 * The nested stacks of a template whose own template is a local file.
 *
 * @param parameters the template's parameter declarations, without defaults that do not apply
 */
export async function nestedStacks(
  text: string,
  parameters: Template['parameters'],
  path: string,
  context: Context,
): Promise<NestedStack[]> {
  const found: NestedStack[] = [];
  for (const type of nestedTypes) {
    if (!text.includes(type)) continue;
    const template = { ...(await readTemplate(text, type)), parameters };
    found.push(...nestedOfType(template, type, path, context));
  }
  return found;
}

/** The same for a template that is parsed already, including the bodies of its nested stacks. */
export function nestedIn(template: Template, path: string, context: Context): NestedStack[] {
  return nestedTypes.flatMap((type) => nestedOfType(template, type, path, context));
}

/** Whether the path is a file. */
export function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** The problem of a nested stack whose template is not a file. @param named the file, as reports show it */
export function absence(
  logicalId: string,
  path: string,
  named: string,
  parent: Template,
  file: string,
): Problem {
  const { line, column } = locate(parent, ['Resources', logicalId]) ?? {};
  const flaw = existsSync(path) ? 'is not a file' : 'does not exist';
  const message = `the template of the nested stack ${logicalId} ${flaw} (${named}), so it was not judged`;
  return { file, line, column, message };
}

/** The template's name in a nested stack's properties, as written; undefined for resources of other types. */
export function templateNamedBy(type: string, properties: object): unknown {
  return Object.hasOwn(templateProperties, type)
    ? memberOf(properties, templateProperties[type as NestedType])
    : undefined;
}

export function isNestedStack(type: string): boolean {
  return Object.hasOwn(templateProperties, type);
}

function nestedOfType(template: Template, type: NestedType, path: string, context: Context): NestedStack[] {
  const property = templateProperties[type];
  return resourcesOfType(template, type, context).flatMap((view) => {
    const alternatives = alternativesOf(view, property);
    const asset = memberOf(view.metadata, 'aws:asset:path');
    const urls = alternatives.map((properties) => member(properties, property));
    const url = typeof asset === 'string' ? asset : urls.find((each) => typeof each === 'string');
    if (typeof url !== 'string' || ADDRESS.test(url)) return [];
    const given = passed(alternatives.map((properties) => member(properties, 'Parameters')));
    return [{ logicalId: view.logicalId, path: resolve(dirname(path), url), given }];
  });
}

function alternativesOf(view: ResourceView, property: string): readonly ValueMap[] {
  const found: ValueMap[] = [];
  for (const { exists, properties } of view.alternatives({ [property]: true, Parameters: true })) {
    if (exists) found.push(properties);
    if (found.length >= MAX_ALTERNATIVES) break;
  }
  return found;
}

/** A value that is the same in every alternative is known; any other is open. */
function passed(maps: readonly (Value | undefined)[]): Given {
  const values: Record<string, string> = {};
  const open = new Map<string, { set: boolean }>();
  const names = new Set(maps.flatMap((map) => (isMap(map) ? Object.keys(map) : [])));
  for (const name of names) {
    const found = maps.map((map) => (isMap(map) && Object.hasOwn(map, name) ? map[name] : undefined));
    const texts = found.map(textOf);
    const [first] = texts;
    if (first !== undefined && texts.every((text) => text === first)) values[name] = first;
    else if (!found.every((value) => value === undefined || value === NoValue)) {
      open.set(name, { set: found.every((value, at) => isSet(value, texts[at])) });
    }
  }
  return { values, open };
}

function isSet(value: Value | undefined, text: string | undefined): boolean {
  if (text !== undefined) return text.trim() !== '';
  return value instanceof AmbiguousScalar || (value instanceof Unknown && value.set);
}

function textOf(value: Value | undefined): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (!Array.isArray(value) || value[Rest]) return undefined;
  const items = value.filter((item) => item !== NoValue).map(textOf);
  return items.includes(undefined) ? undefined : items.join(',');
}
