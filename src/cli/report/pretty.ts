/** The report for people: what is wrong, where, and what to write instead. */

import {
  defaultsNote,
  type Finding,
  fails,
  type Problem,
  type ReportContext,
  type Reporter,
  type Results,
  summarize,
} from '../../check/finding.js';
import { rule } from '../../decision/index.js';
import { type Colors, createColors } from '../colors.js';
import { frame, printable } from './code-frame.js';
import { type DiffLine, diffOf } from './edit-diff.js';
import { paragraph } from './paragraph.js';

export const pretty: Reporter = (results, context) => {
  const colors = createColors(context.color);
  const columns = Math.max(60, Math.min(context.columns ?? 100, 120));
  const blocks = results.findings
    .map((finding) => describe(finding, context, colors, columns))
    .filter((lines) => lines.length > 0);
  const failed = results.findings.some((finding) => fails(finding, context));
  if (failed) blocks.push([colors.dim(`  Read more: ${rule.link}`), '']);
  blocks.push(...results.problems.map((problem) => tell(problem, colors, columns)));
  const policy = context.policyFile === undefined ? [] : [`policy: ${printable(context.policyFile)}`];
  const end = [...closing(results, context, colors), ...policy.map((line) => colors.dim(`  ${line}`))];
  return [...blocks.flat(), ...end, ''].join('\n');
};

function describe(finding: Finding, context: ReportContext, colors: Colors, columns: number): string[] {
  switch (finding.verdict) {
    case 'nonCompliant':
      return [...head(finding, context, colors), '', ...refused(finding, colors, columns), ''];
    case 'undetermined':
      return [
        ...head(finding, context, colors),
        ...(context.strict ? ['', ...frame(finding, colors, columns), ''] : []),
        ...paragraph([finding.message, defaultsNote(finding)], columns),
        ...paragraph([finding.steps.words], columns).map((line) => colors.dim(line)),
        ...change(finding, colors),
        '',
      ];
    case 'exempt':
      return [
        ...head(finding, context, colors),
        ...paragraph([finding.message, defaultsNote(finding)], columns),
        '',
      ];
    default: {
      // What a key does not encrypt, and a default, are easily overlooked.
      const note = defaultsNote(finding);
      const advice = finding.reason === 'keyOnLocalStorage' ? finding.message : undefined;
      return advice || note
        ? [...head(finding, context, colors), ...paragraph([advice, note], columns), '']
        : [];
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

function head(finding: Finding, context: ReportContext, colors: Colors): string[] {
  const [mark, color, word] = marks[finding.verdict];
  const place = `${printable(finding.file)}:${finding.line}:${finding.column}`;
  const paint = fails(finding, context) ? colors.red : colors[color];
  const nested = finding.nestedIn && `nested stack ${finding.nestedIn}`;
  const where = [
    finding.constructPath,
    nested,
    finding.stack && `stack ${finding.stack}`,
    finding.region,
    finding.account,
  ];
  const named = where.filter((part) => part !== undefined && part !== '').join(', ');
  return [
    `${paint(`${mark} ${word}`)}  ${colors.bold(printable(finding.logicalId))}  ${colors.underline(place)}  ${colors.dim(finding.reason)}`,
    ...(named === '' ? [] : [colors.dim(`  ${printable(named)}`)]),
  ];
}

function refused(finding: Finding, colors: Colors, columns: number): string[] {
  const shown = frame(finding, colors, columns);
  return [
    ...shown,
    ...(shown.length > 0 ? [''] : []),
    ...paragraph([finding.message, defaultsNote(finding)], columns),
    '',
    ...paragraph([finding.steps.words], columns).map((line) => colors.bold(line)),
    ...change(finding, colors),
  ];
}

/** The change to make, set apart by an empty line; nothing where there is none. */
function change(finding: Finding, colors: Colors): string[] {
  const lines = changeOf(finding).map(({ mark, text }) => {
    const line = `    ${mark} ${printable(text)}`;
    return mark === '+' ? colors.green(line) : mark === '-' ? colors.red(line) : colors.dim(line);
  });
  return lines.length > 0 ? ['', ...lines] : [];
}

/** The change of the template itself; where it cannot be made, the lines of the remediation. */
function changeOf({ source, edit, steps }: Finding): readonly DiffLine[] {
  if (source !== undefined && edit) return diffOf(source, edit);
  const isSet = (line: string) =>
    steps.additions.some(({ value, note }) => line.endsWith(`: ${value}  # ${note}`));
  return steps.lines.map((text) => ({ mark: isSet(text) ? '+' : ' ', text }));
}

function tell({ file, line, column, message }: Problem, colors: Colors, columns: number): string[] {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return [
    `${colors.red('✖ cannot be judged')}  ${colors.underline(printable(place))}`,
    ...paragraph([message], columns),
    '',
  ];
}

function closing(
  { findings, problems, inspected }: Results,
  context: ReportContext,
  colors: Colors,
): string[] {
  const summary = summarize(findings);
  const counts = (['nonCompliant', 'undetermined', 'exempt', 'compliant', 'notApplicable'] as const)
    .filter((verdict) => summary[verdict] > 0)
    .map((verdict) => colors[marks[verdict][1]](`${summary[verdict]} ${marks[verdict][2]}`));
  if (problems.length > 0) counts.unshift(colors.red(`${problems.length} not judged`));
  const unit = context.unit ?? 'files';
  const within = `${inspected} ${inspected === 1 ? unit.replace(/s$/, '') : unit}`;
  if (counts.length === 0) return [`${colors.green('✔')} no endpoint configuration in ${within}`];
  const failed = problems.length > 0 || findings.some((finding) => fails(finding, context));
  const mark = failed ? colors.red('✖') : colors.green('✔');
  return [`${mark} ${counts.join(', ')} ${colors.dim(`in ${within}`)}`];
}
