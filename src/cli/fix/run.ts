/** `check --fix`: the findings of a run -> diffs on stdout and, where asked for, files with the keys in them. */

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
import { usesColor } from '../colors.js';
import type { Io } from '../command.js';
import { showDiff } from './diff.js';
import { replaceFile } from './write.js';

export interface FixRequest {
  /** The key to write; a parameter takes it where there is none. */
  readonly key: WrittenKey | undefined;
  readonly policy: Policy;
  /** Otherwise the files stay as they are. */
  readonly write: boolean;
  /** The check itself, over one template. */
  readonly judge: (template: Template, file: string) => readonly Finding[];
}

/**
 * Fixes what can be fixed, file by file; stdout has the diffs, stderr says what became of each finding.
 * @returns the findings that the files no longer have, and whether a file could not be written
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
    const { fixed, notFixed } = await fixFile(file, source, here, request);
    if (fixed.fixed.length > 0) {
      io.stdout.write(showDiff(file, source, fixed.text, usesColor(io.stdout, io.env)));
      if (!request.write) {
        io.stderr.write(`${file}: ${fixed.fixed.join(', ')} can be fixed as shown; --write does it\n`);
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
  file: string,
  source: string,
  findings: readonly Finding[],
  { key, policy, judge }: FixRequest,
): Promise<{ readonly fixed: Fixed; readonly notFixed: readonly NotFixed[] }> {
  const once = new Map<string, Finding>();
  const heldBack = new Map<string, string>();
  for (const finding of findings) {
    const { logicalId, verdict, nestedIn } = finding;
    if (verdict === 'nonCompliant') once.set(logicalId, finding);
    if (nestedIn !== undefined && key === undefined) {
      heldBack.set(
        logicalId,
        `its stack is nested (${nestedIn}) and would have to be passed the key: name one by --key`,
      );
    }
  }
  for (const { logicalId, verdict, stack } of findings) {
    if (verdict === 'exempt' || verdict === 'notApplicable') {
      heldBack.set(logicalId, `in the stack ${stack ?? 'of another call'} it needs no key (${verdict})`);
    }
  }
  const open = [...once.values()];
  const fixed = await fixTemplate(
    await readTemplate(source, rule.resourceType),
    open.filter(({ logicalId }) => !heldBack.has(logicalId)),
    (template) => judge(template, file),
    { key, policy },
  );
  const held = open.flatMap(({ logicalId }) => {
    const why = heldBack.get(logicalId);
    return why === undefined ? [] : [{ logicalId, why }];
  });
  return { fixed, notFixed: [...fixed.notFixed, ...held] };
}

/** @returns whether the file has the keys now */
function writeTo(
  file: string,
  source: string,
  { text, fixed, parameter }: Fixed,
  { cwd, stderr }: Pick<Io, 'cwd' | 'stderr'>,
): boolean {
  try {
    replaceFile(resolve(cwd, file), source, text);
  } catch (error) {
    stderr.write(`error: ${file} is not written: ${reasonOf(error)}\n`);
    return false;
  }
  stderr.write(`${file}: ${fixed.join(', ')} fixed\n`);
  if (parameter !== undefined)
    stderr.write(`${file}: its next deployment has to pass the parameter ${parameter}\n`);
  return true;
}
