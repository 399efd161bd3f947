import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rule } from '../../src/decision/index.js';
import { root, run, tool } from './tools.js';

/** What the contract suite sends at one invocation point: `resourceProperties`, on update the previous ones too. */
export type TargetModel = Readonly<Record<string, unknown>>;

/** One round of the suite: for each invocation point a target that must pass and one that must fail. */
export interface Round {
  readonly pre_create: TargetModel;
  readonly pre_update: TargetModel;
  readonly invalid_pre_create: TargetModel;
  readonly invalid_pre_update: TargetModel;
}

export interface CfnProject {
  /** Rounds with fixed targets. Without any, the suite generates targets from the resource type's schema. */
  readonly rounds?: readonly Round[];
  /** Values to put into generated targets: invocation point, `resourceProperties`, JSON pointer. */
  readonly overrides?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Type configuration, sent as `hookModel`. */
  readonly configuration?: Readonly<Record<string, unknown>>;
}

/** Lays out a folder as `cfn init` would for this hook, with schema.json as it is. @returns the folder */
export async function makeCfnProject(project: CfnProject = {}): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'kms-guard-cfn-'));
  const schema = join(root, 'schema.json');
  const { typeName } = JSON.parse(readFileSync(schema, 'utf8')) as { typeName: string };
  const write = (name: string, content: unknown) =>
    writeFileSync(join(folder, name), JSON.stringify(content));

  copyFileSync(schema, join(folder, `${typeName.replaceAll('::', '-').toLowerCase()}.json`));
  // `cfn` loads the plugin of a language before anything else; none of its code takes part in the tests.
  write('.rpdk-config', {
    artifact_type: 'HOOK',
    typeName,
    language: 'python312',
    runtime: 'nodejs24.x',
    entrypoint: 'handler.handler',
    testEntrypoint: 'handler.handler',
    settings: { protocolVersion: '2.0.0' },
  });
  mkdirSync(join(folder, 'target-schemas'));
  write('target-schemas/target.json', await resourceTypeSchema());
  const properties = project.configuration;
  if (properties)
    write('typeConfiguration.json', {
      CloudFormationConfiguration: { HookConfiguration: { Properties: properties } },
    });
  if (project.overrides) write('overrides.json', project.overrides);
  if (project.rounds) mkdirSync(join(folder, 'inputs'));
  for (const [index, round] of (project.rounds ?? []).entries()) {
    for (const [point, model] of Object.entries(round)) {
      write(`inputs/inputs_${index + 1}_${point}.json`, { [rule.resourceType]: model });
    }
  }
  return folder;
}

/**
 * The registry's schema of the resource type, out of cfn-lint, which ships all of them. Left out is what the suite's
 * generator cannot read: formats of cfn-lint's own (`AWS::KMS::Key.Arn`), and patterns that Python has no syntax for.
 */
async function resourceTypeSchema(): Promise<unknown> {
  const program = `
import json, pathlib, cfnlint.data.schemas as schemas
folder = pathlib.Path(schemas.__file__).parent
name = json.loads((folder / "providers" / "us-east-1.json").read_text())["${rule.resourceType}"]
print((folder / "resources" / f"{name}.json").read_text())
`;
  const { status, stdout, stderr } = await run(tool('python'), ['-c', program]);
  if (status !== 0) throw new Error(`cfn-lint has no schema of ${rule.resourceType}: ${stderr}`);
  return JSON.parse(stdout, (name, value) => {
    const unreadable =
      (name === 'format' && /^AWS::/.test(value)) || (name === 'pattern' && /\\p\{/.test(value));
    return unreadable ? undefined : value;
  });
}
