/** The package of a privately registered hook: a zip that holds the schema, the settings and the code. */

import { zipSync } from 'fflate';
import { isRawMap } from '../template/raw.js';
import type { Members } from './hook-configuration.js';
import { aliasProblem } from './names.js';

/** The runtime that CloudFormation is asked to run the bundle on. */
const runtime = 'nodejs22.x';

/** Same files, same bytes: a package is named by its digest, so its entries carry no moment of packing. */
const zipOptions = { mtime: new Date(1980, 0, 1) } as const;

export interface HookPackage {
  readonly typeName: string;
  readonly zip: Uint8Array;
}

/** A hook schema that cannot be packed. */
export class HookSchemaError extends Error {
  override name = 'HookSchemaError';
}

/**
 * Packs a hook the way CloudFormation's own CLI does: `schema.json`, `.rpdk-config`, `target-info.json`, the
 * configuration's schema, and the code as `ResourceProvider.zip`.
 * @param schemaText the hook's `schema.json`
 * @param code the Lambda bundle, one CommonJS file with the export `handler`
 * @throws HookSchemaError where the schema is not one of a hook.
 */
export function packHook(schemaText: string, code: Uint8Array): HookPackage {
  const schema = parseSchema(schemaText);
  const { typeName } = schema;
  const handlers = zipSync({ 'index.js': code }, { ...zipOptions, level: 9 });
  const files = {
    'schema.json': schemaText,
    'configuration-schema.json': json(configurationSchema(schema.members)),
    '.rpdk-config': json({
      artifact_type: 'HOOK',
      typeName,
      language: 'typescript',
      runtime,
      entrypoint: 'index.handler',
      testEntrypoint: 'index.handler',
      settings: {},
    }),
    'target-info.json': json(Object.fromEntries(targetNames(schema.members).map((name) => [name, {}]))),
    '.cfn_metadata.json': json({ 'plugin-name': 'endpoint-kms-guard' }),
  };
  const encoder = new TextEncoder();
  const texts = Object.entries(files).map(([name, text]) => [name, encoder.encode(text)] as const);
  // CloudFormation's CLI stores without compressing, so that the registry can hold the size to its limit.
  return {
    typeName,
    zip: zipSync(
      { ...Object.fromEntries(texts), 'ResourceProvider.zip': handlers },
      { ...zipOptions, level: 0 },
    ),
  };
}

function parseSchema(text: string): { readonly typeName: string; readonly members: Members } {
  let members: unknown;
  try {
    members = JSON.parse(text);
  } catch (cause) {
    throw new HookSchemaError('is not JSON', { cause });
  }
  if (!isRawMap(members)) throw new HookSchemaError('is not a JSON object');
  const { typeName, handlers } = members;
  if (typeof typeName !== 'string') throw new HookSchemaError('has no typeName');
  const problem = aliasProblem(typeName);
  if (problem !== undefined) throw new HookSchemaError(`has the typeName ${typeName}, which ${problem}`);
  if (!isRawMap(handlers)) throw new HookSchemaError('has no handlers');
  return { typeName, members };
}

/** The schema of the type configuration alone, with what it refers to. */
function configurationSchema({ typeName, typeConfiguration, definitions }: Members): Members {
  return {
    ...(isRawMap(definitions) && { definitions }),
    ...(isRawMap(typeConfiguration) ? typeConfiguration : { properties: {}, additionalProperties: false }),
    typeName,
  };
}

function targetNames({ handlers }: Members): string[] {
  const lists = Object.values(isRawMap(handlers) ? handlers : {}).map((handler) =>
    isRawMap(handler) && Array.isArray(handler['targetNames']) ? handler['targetNames'] : [],
  );
  return [...new Set(lists.flat().filter((name) => typeof name === 'string'))].sort();
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
