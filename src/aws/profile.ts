/** Checks AWS_PROFILE against the files that the AWS CLI and the SDKs share. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { suggestion } from '../decision/index.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The problem, where AWS_PROFILE names a profile that is in neither file. The SDK would try all other sources of
 * credentials, and only report that it found none. Source: AWS SDKs and Tools Reference Guide, "Shared config and
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
  return `AWS_PROFILE names the profile "${name}", which is not in ${files.join(' or ')}${suggestion(name, known)} (\`aws configure list-profiles\` lists the existing ones)`;
}

/** Finds `[name]` in credentials, and `[default]`, `[profile name]` and `[profile "a name"]` in a configuration. */
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
