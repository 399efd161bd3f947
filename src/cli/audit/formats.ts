/** The formats of an audit by name. Each is loaded on use. */
import { reporter } from '../report/index.js';
import type { ReportContext } from '../report/reporter.js';
import type { AuditReport } from './audit-report.js';
import type { AuditFormat } from './options.js';

/** Formats an audit as text that ends with a line feed. */
export type AuditReporter = (report: AuditReport, context: ReportContext) => string;

const loaders = {
  pretty: async () => (await import('./pretty.js')).pretty,
  json: async () => (await import('./json.js')).json,
  csv: async () => (await import('./csv.js')).csv,
  html: async () => (await import('../report/html/index.js')).html,
  sarif: () => ofCheck('sarif'),
  junit: () => ofCheck('junit'),
  github: () => ofCheck('github'),
} satisfies Record<AuditFormat, () => Promise<AuditReporter>>;

export function auditReporter(format: AuditFormat): Promise<AuditReporter> {
  return loaders[format]();
}

async function ofCheck(format: 'sarif' | 'junit' | 'github'): Promise<AuditReporter> {
  const { asResults, unitOf } = await import('./as-results.js');
  const report = await reporter(format);
  return (audited, context) => report(asResults(audited), { ...context, unit: unitOf(audited) });
}
