/** The report for people: what is wrong, where, and what to write. */

import { defaultsNote, type Finding, type Problem, placeOf, type Results } from '../../check/index.js';
import { fails, rule, summarize } from '../../decision/index.js';
import { frame } from '../terminal/code-frame.js';
import { type Colors, createColors } from '../terminal/colors.js';
import { printable } from '../terminal/printable.js';
import { columnsOf, cut, paragraph, width, wrap } from '../terminal/wrap.js';
import { type DiffLine, diffOf } from './edit-diff.js';
import type { ReportContext, Reporter } from './reporter.js';
import { severity } from './verdicts.js';

export const pretty: Reporter = (results, context) => {
  const colors = createColors(context.color);
  // Longer lines are hard to read, even on a wide terminal.
  const columns = Math.max(40, Math.min(columnsOf(context), 100));
  const blocks = results.findings
    .map((finding) => describe(finding, context, colors, columns))
    .filter((lines) => lines.length > 0);
  const failed = results.findings.some((finding) => fails(finding, context));
  if (failed) blocks.push([...paragraph([`Read more: ${rule.link}`], columns).map(colors.dim), '']);
  if (!context.problemsShown) {
    blocks.push(...results.problems.map((problem) => unjudged(problem, colors, columns)));
  }
  const policy = context.policyFile === undefined ? [] : [`  policy: ${printable(context.policyFile)}`];
  const end = [...wrap(closing(results, context, colors), columns), ...policy.map(colors.dim)];
  return [...blocks.flat(), ...end, ''].join('\n');
};

function describe(finding: Finding, context: ReportContext, colors: Colors, columns: number): string[] {
  switch (finding.verdict) {
    case 'nonCompliant':
      return [...head(finding, context, colors, columns), '', ...refused(finding, colors, columns), ''];
    case 'undetermined':
      return [
        ...head(finding, context, colors, columns),
        ...(context.strict ? ['', ...frame(finding, colors, columns), ''] : []),
        ...paragraph([finding.message, defaultsNote(finding)], columns),
        ...paragraph([finding.steps.words], columns).map(colors.dim),
        ...change(finding, colors, columns),
        '',
      ];
    default: {
      // Storage that the key does not encrypt, and defaults, are shown, since both are easily overlooked.
      const isShown = finding.verdict === 'exempt' || finding.reason === 'keyOnLocalStorage';
      const text = paragraph([isShown ? finding.message : undefined, defaultsNote(finding)], columns);
      return text.length > 0 ? [...head(finding, context, colors, columns), ...text, ''] : [];
    }
  }
}

const marks = {
  compliant: ['✔', 'green', 'compliant'],
  nonCompliant: ['✖', 'red', 'non-compliant'],
  exempt: ['○', 'cyan', 'exempt'],
  undetermined: ['?', 'yellow', 'undetermined'],
  notApplicable: ['-', 'dim', 'not applicable'],
} as const satisfies Record<Finding['verdict'], readonly [string, keyof Colors, string]>;

function head(finding: Finding, context: ReportContext, colors: Colors, columns: number): string[] {
  const [mark, color, word] = marks[finding.verdict];
  const place = printable(placeOf(finding));
  const paint = fails(finding, context) ? colors.red : colors[color];
  const { constructPath, nestedIn, stack, region, account } = finding;
  const named = [constructPath, nestedIn && `nested stack ${nestedIn}`, stack && `stack ${stack}`];
  const where = [...named, region, account].filter(Boolean).join(', ');
  const parts = [
    [`${mark} ${word}`, paint],
    [printable(finding.logicalId), colors.bold],
    [place, colors.underline],
    [finding.reason, colors.dim],
  ] as const;
  return [...filled(parts, columns), ...paragraph([where], columns).map(colors.dim)];
}

/** Joins parts into lines that fit, and indents all lines but the first. */
function filled(
  parts: readonly (readonly [text: string, paint: (text: string) => string])[],
  columns: number,
): string[] {
  const lines: string[] = [];
  let room = 0;
  for (const [text, paint] of parts) {
    room -= width(text) + 2;
    if (room >= 0) {
      lines.push(`${lines.pop()}  ${paint(text)}`);
    } else {
      lines.push(`${lines.length > 0 ? '  ' : ''}${paint(text)}`);
      room = columns - width(text) - (lines.length > 1 ? 2 : 0);
    }
  }
  return lines;
}

function refused(finding: Finding, colors: Colors, columns: number): string[] {
  const shown = frame(finding, colors, columns);
  return [
    ...shown,
    ...(shown.length > 0 ? [''] : []),
    ...paragraph([finding.message, defaultsNote(finding)], columns),
    '',
    ...paragraph([finding.steps.words], columns).map(colors.bold),
    ...change(finding, colors, columns),
  ];
}

/** The change to make, after an empty line; nothing if there is no change. */
function change(finding: Finding, colors: Colors, columns: number): string[] {
  // Lines of the template may be long and are cut. Lines of a remediation are to be copied, so they stay whole.
  const fitted = (line: string) => (finding.edit ? cut(line, columns) : line);
  const lines = changeOf(finding).map(({ mark, text }) => {
    const line = `    ${mark} ${printable(text)}`.trimEnd();
    // Added lines are to be copied, so they stay whole too.
    if (mark === '+') return colors.green(line);
    return mark === '-' ? colors.red(fitted(line)) : colors.dim(fitted(line));
  });
  return lines.length > 0 ? ['', ...lines] : [];
}

/** The change of the template; without an edit, the lines of the remediation. */
function changeOf({ source, edit, steps }: Finding): readonly DiffLine[] {
  if (source !== undefined && edit) return diffOf(source, edit);
  const isSet = (line: string) =>
    steps.additions.some(({ value, note }) => line.endsWith(`: ${value}  # ${note}`));
  return steps.lines.map((text) => ({ mark: isSet(text) ? '+' : ' ', text }));
}

function unjudged(problem: Problem, colors: Colors, columns: number): string[] {
  const shown = frame(problem, colors, columns);
  return [
    `${colors.red('✖ cannot be judged')}  ${colors.underline(printable(placeOf(problem)))}`,
    ...(shown.length > 0 ? ['', ...shown, ''] : []),
    ...paragraph([problem.message], columns),
    '',
  ];
}

function closing({ findings, problems, inspected }: Results, context: ReportContext, colors: Colors): string {
  const summary = summarize(findings);
  const counts = severity
    .filter((verdict) => summary[verdict] > 0)
    .map((verdict) => colors[marks[verdict][1]](`${summary[verdict]} ${marks[verdict][2]}`));
  if (problems.length > 0) counts.unshift(colors.red(`${problems.length} not judged`));
  const unit = context.unit ?? 'files';
  const within = `${inspected} ${inspected === 1 ? unit.replace(/s$/, '') : unit}`;
  if (counts.length === 0) return `${colors.green('✔')} no endpoint configuration in ${within}`;
  const failed = problems.length > 0 || findings.some((finding) => fails(finding, context));
  const mark = failed ? colors.red('✖') : colors.green('✔');
  return `${mark} ${counts.join(', ')}${inspected > 0 ? colors.dim(` in ${within}`) : ''}`;
}
