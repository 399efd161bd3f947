/** The profile of a call, in the files that the AWS CLI and the SDKs share. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { suggestion } from '../decision/index.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What is wrong where AWS_PROFILE names a profile that is in neither file: the SDK then tries all else that there may
 * be, and says only that it has found nothing. Source: AWS SDKs and Tools Reference Guide, "Shared config and
 * credentials files".
 */
export function missingProfile(env: Environment): string | undefined {
  const { AWS_PROFILE: name } = env;
  if (!name) return undefined;
  const files = [
    env['AWS_CONFIG_FILE'] || join(homedir(), '.aws', 'config'),
    env['AWS_SHARED_CREDENTIALS_FILE'] || join(homedir(), '.aws', 'credentials'),
  ];
  const known = files.flatMap(profilesIn);
  if (known.includes(name)) return undefined;
  return `there is no AWS profile "${name}", which AWS_PROFILE names, in ${files.join(' or ')}${suggestion(name, known)} (\`aws configure list-profiles\` lists those that are there)`;
}

/** `[name]` of the credentials; `[default]`, `[profile name]` and `[profile "a name"]` of the configuration. */
function profilesIn(file: string): string[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  const sections = [...text.matchAll(/^\s*\[\s*(?:profile\s+)?(["']?)(.+?)\1\s*\]/gm)];
  return sections.map(([, , name]) => String(name));
}
