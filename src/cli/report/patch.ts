/** The fix of a finding as a diff of its template, where it is a matter of a line. */
import type { Finding } from '../../check/finding.js';

export interface PatchLine {
  readonly mark: ' ' | '+' | '-';
  readonly text: string;
}

/** The last paragraph of a remediation is the lines to write; see policy/repair.ts. */
const WRITTEN = /^(?<prose>.*?)\n\n(?<lines>Resources:\n.*)$/s;
const VALUE = /^\s*(?:- )?[A-Za-z]+: \S.*$/;

/** A remediation taken apart: what to do, and the lines that show it. */
export function readRemediation({ remediation }: Finding): { prose: string; lines: readonly string[] } {
  const groups = WRITTEN.exec(remediation)?.groups;
  return groups
    ? { prose: String(groups['prose']), lines: String(groups['lines']).split('\n') }
    : { prose: remediation, lines: [] };
}

/** The change to the template itself; the lines of the remediation where the place is not of a plain form. */
export function patch(finding: Finding): readonly PatchLine[] {
  const { lines } = readRemediation(finding);
  const own = lines[3]?.match(/^ {6}KmsKeyId: (?<value>\S+)(?<comment>\s+# .*)?$/)?.groups;
  const inPlace =
    own && lines.length === 4 ? changed(finding, String(own['value']), own['comment'] ?? '') : [];
  return inPlace.length > 0
    ? inPlace
    : lines.map((text) => ({ mark: VALUE.test(text) ? ('+' as const) : (' ' as const), text }));
}

function changed(finding: Finding, value: string, comment: string): readonly PatchLine[] {
  const lines = finding.source?.split(/\r\n|\r|\n/) ?? [];
  const line = lines[finding.line - 1] ?? '';
  const next = lines[finding.line] ?? '';
  const key = line.slice(finding.column - 1, (finding.endColumn ?? finding.column) - 1).replace(/["']/g, '');
  if (key === 'Properties') return inserted(line, next, value, comment);
  return key === 'KmsKeyId' ? replaced(line, finding.column, next, value, comment) : [];
}

/** Below `Properties:`, in front of the first property. */
function inserted(line: string, next: string, value: string, comment: string): readonly PatchLine[] {
  const indent = next.slice(0, depthOf(next));
  if (depthOf(next) <= depthOf(line) || next.trim() === '') return [];
  if (/^\s*["']?Properties["']?:\s*(#.*)?$/.test(line)) {
    return around(line, `${indent}KmsKeyId: ${value}${comment}`, next);
  }
  if (/"Properties"\s*:\s*\{\s*$/.test(line)) return around(line, `${indent}"KmsKeyId": "${value}",`, next);
  return [];
}

const depthOf = (line: string): number => line.length - line.trimStart().length;

/** A value that stands on one line. */
function replaced(
  line: string,
  column: number,
  next: string,
  value: string,
  comment: string,
): readonly PatchLine[] {
  const lead = line.slice(0, column - 1);
  const rest = line.slice(column - 1);
  const json = /^"KmsKeyId"\s*:\s*(?:"(?:[^"\\]|\\.)*"|[\w.+-]+)(?<after>\s*(?:[,}].*)?)$/.exec(rest)?.groups;
  if (json) return instead(line, `${lead}"KmsKeyId": "${value}"${json['after']}`);
  const deeper = next.trim() !== '' && depthOf(next) > lead.length;
  return lead.trim() === '' && /^'?KmsKeyId'?:(?:\s.*)?$/.test(rest) && !deeper
    ? instead(line, `${lead}KmsKeyId: ${value}${comment}`)
    : [];
}

const around = (before: string, added: string, after: string): readonly PatchLine[] => [
  { mark: ' ', text: before },
  { mark: '+', text: added },
  { mark: ' ', text: after },
];

const instead = (before: string, after: string): readonly PatchLine[] => [
  { mark: '-', text: before },
  { mark: '+', text: after },
];
