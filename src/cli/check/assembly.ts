/** Reads CDK cloud assemblies, whose manifest lists the templates and where each is deployed. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Input, slashed } from '../../check/index.js';
import { isRawMap, mapAt, memberOf, type RawMap } from '../../template/index.js';

/** The stacks of a CDK cloud assembly and its nested assemblies; undefined where the folder is not an assembly. */
export function stacksOfAssembly(folder: string, shown: string): readonly Input[] | undefined {
  const artifacts = artifactsIn(join(folder, 'manifest.json'));
  if (!artifacts) return undefined;
  const inputs: Input[] = [];
  for (const [id, artifact] of Object.entries(artifacts)) {
    const type = memberOf(artifact, 'type');
    const { templateFile, stackName, directoryName } = mapAt(artifact, 'properties');
    if (type === 'aws:cloudformation:stack' && typeof templateFile === 'string') {
      const environment = String(memberOf(artifact, 'environment'));
      const [, account, region] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(environment) ?? [];
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

/** The artifacts of a manifest; undefined where the file is a manifest of another kind. */
function artifactsIn(path: string): RawMap | undefined {
  try {
    const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const artifacts = memberOf(manifest, 'artifacts');
    return memberOf(manifest, 'version') !== undefined && isRawMap(artifacts) ? artifacts : undefined;
  } catch {
    return undefined;
  }
}
