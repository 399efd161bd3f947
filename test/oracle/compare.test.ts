import { describe, expect, it } from 'vitest';
import { compareExact, compareOpen, type Outcome } from './compare.mjs';

const compliant = { verdicts: { exempt: 'compliant' } };
const exempt = { verdicts: { exempt: 'exempt' } };
const refused = { verdicts: { exempt: 'nonCompliant' } };
const finding = (logicalId: string, verdict: string) => ({ logicalId, verdict, reason: 'why' });
const outcomesOf = (...each: readonly Outcome[string][]) => each.map((A) => ({ A }));

describe('what a verdict that no parameters are known to has to be', () => {
  it.each([
    ['refused in every scenario', outcomesOf(refused, refused), ['nonCompliant', 'undetermined']],
    ['refused or absent', outcomesOf(refused, null), ['undetermined']],
    ['refused or compliant', outcomesOf(refused, compliant), ['undetermined']],
    ['compliant or exempt', outcomesOf(compliant, exempt), ['compliant', 'exempt', 'undetermined']],
    ['compliant or absent', outcomesOf(compliant, null), ['compliant', 'exempt', 'undetermined']],
    [
      'absent in every scenario',
      outcomesOf(null, null),
      ['compliant', 'exempt', 'notApplicable', 'undetermined'],
    ],
  ] as const)('%s', (_, outcomes, right) => {
    const all = ['compliant', 'exempt', 'nonCompliant', 'notApplicable', 'undetermined'];
    const accepted = all.filter(
      (verdict) => compareOpen([finding('A', verdict)], outcomes, 'exempt').complaints.length === 0,
    );
    expect(accepted).toEqual(right);
  });

  it('counts what could be decided and was', () => {
    const outcomes = [
      { A: refused, B: compliant, C: exempt },
      { A: refused, B: compliant, C: refused },
    ];
    const findings = [
      finding('A', 'nonCompliant'),
      finding('B', 'undetermined'),
      finding('C', 'undetermined'),
    ];
    const { counts } = compareOpen(findings, outcomes, 'exempt');
    expect(counts).toEqual({ targets: 3, decided: 1, decidable: 2, decidedOfDecidable: 1 });
  });
});

describe('a logical id that a loop leaves open', () => {
  const outcomes = [{ MadeA: refused, MadeB: compliant }, {}];

  it.each(['Made${X}', 'Made&{X}'])('%s stands for each that it may become', (logicalId) => {
    expect(compareOpen([finding(logicalId, 'compliant')], outcomes, 'exempt').complaints).toEqual([
      { logicalId, ours: 'compliant (why)', right: 'absent or compliant or nonCompliant' },
    ]);
    expect(compareOpen([finding(logicalId, 'undetermined')], outcomes, 'exempt').complaints).toEqual([]);
  });

  it('leaves none overlooked', () => {
    expect(compareOpen([finding('MadeA', 'undetermined')], outcomes, 'exempt').complaints).toEqual([
      { logicalId: 'MadeB', ours: 'nothing', right: 'absent or compliant' },
    ]);
  });
});

it.each([
  ['compliant', compliant, []],
  ['exempt', compliant, [{ logicalId: 'A', ours: 'exempt (why)', right: 'compliant' }]],
  ['undetermined', refused, [{ logicalId: 'A', ours: 'undetermined (why)', right: 'nonCompliant' }]],
  ['notApplicable', null, []],
] as const)('with every parameter known, %s is the verdict or it is not', (verdict, outcome, complaints) => {
  expect(compareExact([finding('A', verdict)], { A: outcome }, 'exempt')).toEqual(complaints);
});
