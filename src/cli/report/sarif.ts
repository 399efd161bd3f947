/**
 * SARIF 2.1.0, within what GitHub's code scanning takes: relative addresses under %SRCROOT%, fingerprints, a
 * severity for security. Configurations that need nobody's attention have no result there.
 */

import { createHash } from 'node:crypto';
import { defaultsNote, type Finding, type Problem } from '../../check/index.js';
import { fails, rule } from '../../decision/index.js';
import { position } from '../../template/index.js';
import { uriOf } from './address.js';
import type { ReportContext, Reporter } from './reporter.js';

export const sarif: Reporter = ({ findings, problems }, context) => {
  const reported = findings.filter(
    ({ verdict, reason }) =>
      verdict !== 'compliant' && verdict !== 'notApplicable' && reason !== 'localStorage',
  );
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: driver(context.version) },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: {
          '%SRCROOT%': { description: { text: 'The root of the repository, or the working folder.' } },
        },
        invocations: [
          {
            executionSuccessful: problems.length === 0,
            toolExecutionNotifications: problems.map((problem) => notification(problem, context)),
          },
        ],
        results: withFingerprints(reported, context),
        properties: { policy: context.policyFile },
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
};

/** CVSS-like numbers by which GitHub sorts: 4.0 to 6.9 is medium. */
const securitySeverity = '6.0';

function driver(version: string): object {
  return {
    name: 'kms-guard',
    ...(/^\d+\.\d+\.\d+/.test(version) ? { semanticVersion: version } : { version }),
    rules: [
      {
        id: rule.id,
        name: 'SageMakerEndpointConfigKmsKeyId',
        shortDescription: { text: rule.shortText },
        fullDescription: { text: rule.description },
        helpUri: rule.link,
        help: {
          text: `${rule.description}\n\nSet KmsKeyId to a key ID, key ARN, alias name or alias ARN.\n\n${rule.link}`,
          markdown: [
            rule.description,
            '```yaml\nProperties:\n  KmsKeyId: !Ref EndpointKey\n```',
            `Set \`KmsKeyId\` to a key ID, key ARN, alias name or alias ARN: [documentation](${rule.link}).`,
          ].join('\n\n'),
        },
        defaultConfiguration: { level: 'error' },
        properties: {
          tags: rule.tags,
          precision: 'very-high',
          'problem.severity': 'error',
          'security-severity': securitySeverity,
        },
      },
    ],
  };
}

/**
 * A finding is the same as long as its file and logical id are, wherever it moves to inside the file. A second
 * one of the same name is told apart by a number.
 */
function withFingerprints(findings: readonly Finding[], context: ReportContext): object[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const parts = [
      rule.id,
      uriOf(finding.file, context),
      finding.logicalId,
      finding.stack ?? '',
      finding.account ?? '',
      finding.region ?? '',
    ];
    const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
    const count = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, count);
    return result(finding, `${hash}:${count}`, context);
  });
}

function result(finding: Finding, fingerprint: string, context: ReportContext): object {
  const { logicalId, constructPath, verdict, reason, message, remediation } = finding;
  const text = [message, defaultsNote(finding), remediation].filter(Boolean).join('\n\n');
  return {
    ruleId: rule.id,
    ruleIndex: 0,
    level: fails(finding, context) ? 'error' : 'note',
    message: { text },
    locations: [
      {
        physicalLocation: { artifactLocation: artifact(finding.file, context), region: regionOf(finding) },
        logicalLocations: [
          {
            name: logicalId,
            fullyQualifiedName: constructPath ?? `Resources.${logicalId}`,
            kind: 'resource',
          },
        ],
      },
    ],
    // The first is the name that GitHub looks at; it would work out another from the line.
    partialFingerprints: { primaryLocationLineHash: fingerprint, 'kmsGuard/v1': fingerprint },
    ...(verdict === 'exempt' && { suppressions: [suppression(finding)] }),
    ...fixOf(finding, context),
    properties: { verdict, reason },
  };
}

/** The edit that makes the template compliant, as code scanning and editors apply it. */
function fixOf({ source, edit, file, steps }: Finding, context: ReportContext): object {
  if (source === undefined || !edit) return {};
  const start = position(source, edit.offset);
  const end = position(source, edit.offset + edit.length);
  const deletedRegion = {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
  const replacement = { deletedRegion, insertedContent: { text: edit.text } };
  const change = { artifactLocation: artifact(file, context), replacements: [replacement] };
  return { fixes: [{ description: { text: steps.words }, artifactChanges: [change] }] };
}

/** One in the template's Metadata, or one in the policy, which is outside it. */
function suppression({ reason, message }: Finding): object {
  return {
    kind: reason === 'suppressed' ? 'inSource' : 'external',
    status: 'accepted',
    justification: message,
  };
}

function regionOf({ line, column, endLine, endColumn }: Finding): object {
  return { startLine: line, startColumn: column, endLine, endColumn };
}

function notification({ file, line, column, message }: Problem, context: ReportContext): object {
  return {
    level: 'error',
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: artifact(file, context),
          ...(line !== undefined && { region: { startLine: line, startColumn: column } }),
        },
      },
    ],
  };
}

function artifact(file: string, context: ReportContext): object {
  const uri = uriOf(file, context);
  return uri.startsWith('file:') ? { uri } : { uri, uriBaseId: '%SRCROOT%' };
}
