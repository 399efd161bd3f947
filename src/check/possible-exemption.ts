import { type Exemption, possibleExemptions, type Subject } from '../decision/index.js';

const options = { stack: '--stack-name', account: '--account', region: '--region' } as const;
const names = ['stack', 'account', 'region'] as const;

/** A sentence about the first exemption that may apply, where the template's stack, account or Region is unknown. */
export function possibleExemption(
  exemptions: readonly Exemption[],
  subject: Subject,
  now: Date,
): string | undefined {
  const [exemption] = possibleExemptions(exemptions, subject, now);
  if (!exemption) return undefined;
  const open = names.filter((name) => exemption[name] !== undefined && subject[name] === undefined);
  const where = open.map((name) => `its ${name} matches ${exemption[name]}`).join(' and ');
  const option = open.map((name) => `${options[name]} ${name.toUpperCase()}`).join(' ');
  const { reason, expires } = exemption;
  return `The policy exempts it until ${expires} ("${reason}") where ${where}: pass ${option}.`;
}
