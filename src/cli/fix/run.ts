/** `check --fix`: shows diffs that add the missing keys and, with `--write`, changes the files. */

import { resolve } from 'node:path';
import {
  compare,
  type Finding,
  type Fixed,
  fixTemplate,
  type NotFixed,
  reasonOf,
  type WrittenKey,
} from '../../check/index.js';
import { type Policy, rule } from '../../decision/index.js';
import { readTemplate, type Template } from '../../template/index.js';
import { STDIN } from '../check/inputs.js';
import type { Io } from '../command.js';
import { usesColor } from '../terminal/colors.js';
import { showDiff } from './diff.js';
import { replaceFile } from './write.js';

export interface FixRequest {
  /** The key to write; undefined for the template's own key or a new parameter. */
  readonly key: WrittenKey | undefined;
  readonly policy: Policy;
  /** Whether to change the files. */
  readonly write: boolean;
}

/**
 * Fixes findings file by file. It writes the diffs to stdout, and the result for each finding to stderr.
 * @returns the findings that are fixed in the files, and whether a file could not be written
 */
export async function fixFindings(
  findings: readonly Finding[],
  request: FixRequest,
  io: Pick<Io, 'cwd' | 'env' | 'stdout' | 'stderr'>,
): Promise<{ readonly settled: ReadonlySet<Finding>; readonly failed: boolean }> {
  const settled = new Set<Finding>();
  let failed = false;
  const files = new Set(findings.filter(({ verdict }) => verdict === 'nonCompliant').map(({ file }) => file));
  if (files.size === 0) io.stderr.write('There is nothing to fix.\n');
  for (const file of [...files].sort(compare)) {
    const here = findings.filter((finding) => finding.file === file);
    const source = here[0]?.source ?? '';
    const { fixed, notFixed } = await fixFile(source, here, request);
    if (fixed.fixed.length > 0) {
      io.stdout.write(showDiff(file, source, fixed.text, usesColor(io.stdout, io.env)));
      if (!request.write) {
        const how = file === STDIN ? '' : ': add --write to do it';
        io.stderr.write(`${file}: ${fixed.fixed.join(', ')} can be fixed as shown${how}\n`);
      } else if (writeTo(file, source, fixed, io)) {
        for (const finding of here) if (fixed.fixed.includes(finding.logicalId)) settled.add(finding);
      } else failed = true;
    }
    for (const { logicalId, why } of notFixed) {
      const line = here.find((finding) => finding.logicalId === logicalId)?.line;
      io.stderr.write(`${file}:${line}: ${logicalId} is left alone: ${why}\n`);
    }
  }
  return { settled, failed };
}

async function fixFile(
  source: string,
  findings: readonly Finding[],
  { key, policy }: FixRequest,
): Promise<{ readonly fixed: Fixed; readonly notFixed: readonly NotFixed[] }> {
  const once = new Map<string, Finding>();
  const heldBack = new Map<string, string>();
  const withoutParameter = new Map<string, string>();
  for (const finding of findings) {
    const { logicalId, verdict, nestedIn } = finding;
    if (verdict === 'nonCompliant') once.set(logicalId, finding);
    if (verdict === 'exempt') heldBack.set(logicalId, `${whereIn(finding)} it needs no key (exempt)`);
    if (nestedIn !== undefined) {
      const why = `its stack is nested (${nestedIn}), so the parent would have to pass a key: name one with --key`;
      withoutParameter.set(logicalId, why);
    }
  }
  const open = [...once.values()];
  const wanted = open.filter(({ logicalId }) => !heldBack.has(logicalId));
  const fixed = await fixTemplate(
    await readTemplate(source, rule.resourceType),
    wanted,
    (template) => judgeAgain(template, wanted),
    { key, policy, withoutParameter },
  );
  const held = open.flatMap(({ logicalId }) => {
    const why = heldBack.get(logicalId);
    return why === undefined ? [] : [{ logicalId, why }];
  });
  return { fixed, notFixed: [...fixed.notFixed, ...held] };
}

function whereIn({ nestedIn, stack }: Finding): string {
  if (nestedIn !== undefined) return `as nested stack ${nestedIn}`;
  return stack === undefined ? 'deployed by itself' : `as the stack ${stack}`;
}

/** Judges each configuration with the parameter values of its finding: a parent may pass other values than the call. */
async function judgeAgain(template: Template, findings: readonly Finding[]): Promise<readonly Finding[]> {
  const judges = new Set(findings.map(({ again }) => again));
  const judged = [...judges].map(async (judge) => {
    const ids = new Set(findings.filter(({ again }) => again === judge).map(({ logicalId }) => logicalId));
    return ((await judge?.(template)) ?? []).filter(({ logicalId }) => ids.has(logicalId));
  });
  return (await Promise.all(judged)).flat();
}

/** @returns whether the file was written */
function writeTo(
  file: string,
  source: string,
  { text, fixed, parameter }: Fixed,
  { cwd, stderr }: Pick<Io, 'cwd' | 'stderr'>,
): boolean {
  try {
    replaceFile(resolve(cwd, file), source, text);
  } catch (error) {
    stderr.write(`error: ${file} was not written: ${reasonOf(error)}\n`);
    return false;
  }
  stderr.write(`${file}: ${fixed.join(', ')} fixed\n`);
  if (parameter !== undefined)
    stderr.write(`${file}: the next deployment must pass the parameter ${parameter}\n`);
  return true;
}
