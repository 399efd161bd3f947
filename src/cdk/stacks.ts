/** Reads the stacks of a synthesized app, including nested ones, with the known facts about each. */

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type Given, nestedIn, valuesFor, withOpen } from '../check/index.js';
import {
  isRawMap,
  mapAt,
  NotATemplate,
  type Pseudo,
  readJsonTemplate,
  type Template,
} from '../template/index.js';
import type { Construct, StackTemplate, ValidationContext } from './interface.js';

export interface SynthesizedStack {
  readonly path: string;
  readonly template: Template;
  readonly values: Readonly<Record<string, string>>;
  readonly pseudo: Pseudo;
}

/** A construct that may be a stack. */
type StackConstruct = Construct & {
  readonly stackName?: unknown;
  readonly templateFile?: unknown;
  readonly nestedStackParent?: unknown;
  readonly nestedStackResource?: { readonly logicalId: string };
  resolve?(token: unknown): unknown;
};

/**
 * Reads every stack, and after each one its nested stacks.
 *
 * @throws TemplateError where a template cannot be read
 */
export function* stacksOf(
  { templatePaths, stackTemplates, appConstruct }: ValidationContext,
  parameters: Readonly<Record<string, string>>,
): Generator<SynthesizedStack> {
  const constructs: readonly StackConstruct[] = appConstruct?.node.findAll() ?? [];
  const known: readonly StackTemplate[] =
    stackTemplates ?? templatePaths.map((templatePath) => ({ templatePath }));
  for (const { templatePath: path, stackConstructPath, accountId, region } of known) {
    const construct = constructs.find(({ node }) => node.path === stackConstructPath);
    const stackName = typeof construct?.stackName === 'string' ? construct.stackName : undefined;
    const given = (template: Template) => valuesFor(template, new Map(Object.entries(parameters)));
    yield* withNested({ path, construct, constructs, pseudo: { accountId, region, stackName } }, given);
  }
}

interface Place {
  readonly path: string;
  readonly construct: StackConstruct | undefined;
  readonly constructs: readonly StackConstruct[];
  readonly pseudo: Pseudo;
}

function* withNested(
  { path, construct, constructs, pseudo }: Place,
  given: (template: Template) => Given,
): Generator<SynthesizedStack> {
  const written = templateAt(path);
  if (!written) return;
  const { values, open } = given(written);
  const template = withOpen(written, open);
  yield { path, template, values, pseudo };
  const children = constructs.filter(
    ({ nestedStackParent }) => construct !== undefined && nestedStackParent === construct,
  );
  const context = { parameters: { values, useDefaults: true }, pseudo };
  for (const child of nestedIn(noting(template, children), path, context)) {
    const place = {
      path: child.path,
      construct: children.find(({ templateFile }) => templateFile === basename(child.path)),
      constructs,
      pseudo: { accountId: pseudo.accountId, region: pseudo.region },
    };
    yield* withNested(place, () => child.given);
  }
}

/** @returns undefined for an empty stack, whose template has no resources */
function templateAt(path: string): Template | undefined {
  try {
    return readJsonTemplate(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof NotATemplate) return undefined;
    throw error;
  }
}

/**
 * Adds the metadata `aws:asset:path` with the paths of the nested stacks' templates. The CDK writes that metadata only
 * where its own command line runs the app.
 */
function noting(template: Template, children: readonly StackConstruct[]): Template {
  const resources: Record<string, unknown> = { ...template.resources };
  for (const { templateFile, nestedStackResource, nestedStackParent } of children) {
    const parent = nestedStackParent as StackConstruct;
    const id = parent.resolve?.(nestedStackResource?.logicalId);
    const resource = typeof id === 'string' ? resources[id] : undefined;
    if (typeof id !== 'string' || !isRawMap(resource)) continue;
    const metadata = { ...mapAt(resource, 'Metadata'), 'aws:asset:path': templateFile };
    resources[id] = { ...resource, Metadata: metadata };
  }
  return { ...template, resources };
}
