// What a verdict has to be, by what each configuration comes to in every scenario.

const passing = new Set(['compliant', 'exempt', 'absent']);

/**
 * Holds findings against scenarios.
 *
 * @param findings the guard's, in a view that leaves the scenarios open
 * @param outcomes what each configuration comes to, a map by logical id for each scenario
 * @returns complaints, and how many configurations could be decided and were
 */
export function compareOpen(findings, outcomes, setting) {
  const complaints = [];
  const counts = { targets: 0, decided: 0, decidable: 0, decidedOfDecidable: 0 };
  for (const { logicalId, verdict, reason } of findings) {
    const rows = rowsOf(logicalId, outcomes, setting);
    const right = rightVerdicts(rows);
    const decided = verdict !== 'undetermined';
    counts.targets++;
    if (decided) counts.decided++;
    if (right.length > 0) counts.decidable++;
    if (right.length > 0 && decided) counts.decidedOfDecidable++;
    if (decided && !right.includes(verdict))
      complaints.push({ logicalId, ours: `${verdict} (${reason})`, right: spread(rows) });
  }
  return { complaints: [...complaints, ...overlooked(findings, outcomes, setting)], counts };
}

/** What may be said of a configuration over all scenarios, beside that it is undetermined. */
function rightVerdicts(rows) {
  const verdicts = rows.flat();
  if (verdicts.every((verdict) => verdict === 'absent')) return ['compliant', 'exempt', 'notApplicable'];
  if (verdicts.every((verdict) => verdict === 'nonCompliant'))
    return rows.every((row) => row.length > 0) ? ['nonCompliant'] : [];
  // Which of the two can hang on what the scenarios leave out; that it passes cannot.
  return verdicts.every((verdict) => passing.has(verdict)) ? ['compliant', 'exempt'] : [];
}

/** Holds findings against the one scenario that there is. */
export function compareExact(findings, outcome, setting) {
  const complaints = findings.flatMap(({ logicalId, verdict, reason }) => {
    const right = outcome[logicalId]?.verdicts[setting] ?? 'notApplicable';
    return verdict === right ? [] : [{ logicalId, ours: `${verdict} (${reason})`, right }];
  });
  return [...complaints, ...overlooked(findings, [outcome], setting)];
}

/**
 * What a finding's configuration comes to in each scenario. A logical id that a loop leaves open stands for every one
 * that it may become, and for none where the loop makes none.
 */
function rowsOf(logicalId, outcomes, setting) {
  const matches = matcher(logicalId);
  return outcomes.map((outcome) =>
    Object.keys(outcome)
      .filter(matches)
      .map((id) => outcome[id]?.verdicts[setting] ?? 'absent'),
  );
}

function spread(rows) {
  const verdicts = rows.flatMap((row) => (row.length > 0 ? row : ['absent']));
  return [...new Set(verdicts)].sort().join(' or ');
}

function matcher(logicalId) {
  const parts = logicalId.split(/[$&]\{[^}]*\}/);
  if (parts.length === 1) return (id) => id === logicalId;
  const pattern = new RegExp(`^${parts.join('[A-Za-z0-9]*')}$`);
  return (id) => pattern.test(id);
}

/** Configurations that exist in some scenario and that nobody speaks of. */
function overlooked(findings, outcomes, setting) {
  const seen = findings.map(({ logicalId }) => matcher(logicalId));
  const ids = new Set(
    outcomes.flatMap((outcome) => Object.keys(outcome).filter((id) => outcome[id] !== null)),
  );
  return [...ids]
    .filter((id) => !seen.some((matches) => matches(id)))
    .map((logicalId) => ({
      logicalId,
      ours: 'nothing',
      right: spread(rowsOf(logicalId, outcomes, setting)),
    }));
}
