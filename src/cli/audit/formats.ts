/** The formats of an audit by name. */
import { html } from '../report/html/index.js';
import { reporters } from '../report/index.js';
import type { ReportContext, Reporter } from '../report/reporter.js';
import { asResults, unitOf } from './as-results.js';
import type { AuditReport } from './audit-report.js';
import { csv } from './csv.js';
import { json } from './json.js';
import type { AuditFormat } from './options.js';
import { pretty } from './pretty.js';

/** Formats an audit as text that ends with a line feed. */
type AuditReporter = (report: AuditReport, context: ReportContext) => string;

const ofCheck =
  (report: Reporter): AuditReporter =>
  (audited, context) =>
    report(asResults(audited), { ...context, unit: unitOf(audited) });

export const auditReporters: Readonly<Record<AuditFormat, AuditReporter>> = {
  ...{ pretty, json, csv, html },
  sarif: ofCheck(reporters.sarif),
  junit: ofCheck(reporters.junit),
  github: ofCheck(reporters.github),
};
