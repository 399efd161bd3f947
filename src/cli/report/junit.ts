/**
 * JUnit's XML: a test suite for each file, a test case for each endpoint configuration. It uses only what Jenkins's schema
 * allows (junit-10.xsd of its xUnit plugin, which refuses anything else), so a test case has no file and no line.
 */

import { defaultsNote, type Finding, type Problem, type Results } from '../../check/index.js';
import { fails, rule } from '../../decision/index.js';
import type { ReportContext, Reporter } from './reporter.js';

interface Suite {
  readonly findings: Finding[];
  readonly problems: Problem[];
}

export const junit: Reporter = ({ findings, problems }, context) => {
  const suites = new Map<string, Suite>();
  const suiteOf = (file: string): Suite => {
    const suite = suites.get(file) ?? { findings: [], problems: [] };
    suites.set(file, suite);
    return suite;
  };
  for (const finding of findings) suiteOf(finding.file).findings.push(finding);
  for (const problem of problems) suiteOf(problem.file).problems.push(problem);
  const lines = [...suites].flatMap(([file, suite]) => suiteLines(file, suite, context));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'kms-guard', ...counts({ findings, problems }, context) })}>`,
    ...lines,
    '</testsuites>',
    '',
  ].join('\n');
};

function counts({ findings, problems }: Omit<Results, 'inspected'>, context: ReportContext) {
  return {
    tests: findings.length + problems.length,
    failures: findings.filter((finding) => fails(finding, context)).length,
    errors: problems.length,
  };
}

function suiteLines(file: string, suite: Suite, context: ReportContext): string[] {
  const { findings, problems } = suite;
  const skipped = findings.filter((finding) => skips(finding, context)).length;
  return [
    `  <testsuite${attributes({ name: file, file, ...counts(suite, context), skipped })}>`,
    ...policyLines(context),
    ...findings.flatMap((finding) => caseLines(finding, context)),
    ...problems.flatMap(({ line, column, message }) => [
      `    <testcase${attributes({ name: unreadName(context), classname: file })}>`,
      `      <error${attributes({ type: 'unreadable', message: placed(message, line, column) })}/>`,
      '    </testcase>',
    ]),
    '  </testsuite>',
  ];
}

/** The name of the test case for a problem: a place of an audit is no file. */
function unreadName({ unit }: ReportContext): string {
  return unit === undefined ? 'the file can be judged' : 'everything can be read';
}

function policyLines({ policyFile }: ReportContext): string[] {
  if (policyFile === undefined) return [];
  const property = `<property${attributes({ name: 'policy', value: policyFile })}/>`;
  return ['    <properties>', `      ${property}`, '    </properties>'];
}

/** Whether a configuration counts as skipped: the rule does not apply to it, or its outcome is not known yet. */
function skips(finding: Finding, context: ReportContext): boolean {
  return finding.verdict !== 'compliant' && !fails(finding, context);
}

function caseLines(finding: Finding, context: ReportContext): string[] {
  const { file, line, column, logicalId, verdict, reason, message, remediation } = finding;
  const name = `${logicalId} ${rule.id}`;
  const open = `    <testcase${attributes({ name, classname: file })}`;
  const note = defaultsNote(finding);
  const told = [message, note].filter(Boolean).join(' ');
  if (fails(finding, context)) {
    const text = `${file}:${line}:${column}\n${told}\n${remediation}\n${rule.link}`;
    return [
      `${open}>`,
      `      <failure${attributes({ type: reason, message: told })}>${escapeText(text)}</failure>`,
      '    </testcase>',
    ];
  }
  if (skips(finding, context)) {
    return [
      `${open}>`,
      `      <skipped${attributes({ message: `${verdict} (${reason}): ${told}` })}/>`,
      '    </testcase>',
    ];
  }
  return note
    ? [`${open}>`, `      <system-out>${escapeText(told)}</system-out>`, '    </testcase>']
    : [`${open}/>`];
}

function placed(message: string, line: number | undefined, column: number | undefined): string {
  return line === undefined ? message : `${message} (line ${line}, column ${column})`;
}

function attributes(values: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escapeAttribute(String(value))}"`)
    .join('');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Characters that XML 1.0 does not allow, even escaped: most control characters, lone surrogates. */
const NOT_XML = /[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

function escapeText(text: string): string {
  return text.replace(NOT_XML, '\ufffd').replace(/[&<>"]/g, (character) => entities[character] ?? character);
}

/** Escapes line breaks in attributes too, since a parser would turn them into spaces. */
function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll('\t', '&#9;').replaceAll('\n', '&#10;').replaceAll('\r', '&#13;');
}
