/** Reads CDK cloud assemblies, whose manifest lists the templates and where each is deployed. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Input, slashed } from '../../check/index.js';

/** The stacks of a CDK cloud assembly and its nested assemblies; undefined where the folder is not an assembly. */
export function stacksOfAssembly(folder: string, shown: string): readonly Input[] | undefined {
  const manifest = readManifest(join(folder, 'manifest.json'));
  if (!manifest) return undefined;
  const inputs: Input[] = [];
  for (const [id, artifact] of Object.entries(manifest)) {
    const { type, environment, properties } = artifact ?? {};
    const { templateFile, stackName, directoryName } = properties ?? {};
    if (type === 'aws:cloudformation:stack' && typeof templateFile === 'string') {
      const [, account, region] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(String(environment)) ?? [];
      inputs.push({
        file: slashed(join(shown, templateFile)),
        path: join(folder, templateFile),
        named: true,
        stack: {
          stackName: typeof stackName === 'string' ? stackName : id,
          accountId: account?.startsWith('unknown-') ? undefined : account,
          region: region?.startsWith('unknown-') ? undefined : region,
        },
      });
    } else if (type === 'cdk:cloud-assembly' && typeof directoryName === 'string') {
      inputs.push(...(stacksOfAssembly(join(folder, directoryName), join(shown, directoryName)) ?? []));
    }
  }
  // Nested templates are not artifacts. Where the parent lacks the asset's path, only the file name identifies them.
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.nested.template.json'))) {
    inputs.push({ file: slashed(join(shown, name)), path: join(folder, name), named: false });
  }
  return inputs;
}

interface Artifact {
  readonly type?: unknown;
  readonly environment?: unknown;
  readonly properties?: {
    readonly templateFile?: unknown;
    readonly stackName?: unknown;
    readonly directoryName?: unknown;
  };
}

/** The artifacts of a manifest; undefined where the file is a manifest of another kind. */
function readManifest(path: string): Readonly<Record<string, Artifact | null>> | undefined {
  try {
    const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof manifest !== 'object' || manifest === null || !('artifacts' in manifest)) return undefined;
    const { artifacts } = manifest;
    return 'version' in manifest && typeof artifacts === 'object' && artifacts !== null
      ? (artifacts as Readonly<Record<string, Artifact | null>>)
      : undefined;
  } catch {
    return undefined;
  }
}
