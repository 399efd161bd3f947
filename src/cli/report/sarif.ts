/**
 * SARIF 2.1.0, in the form that GitHub's code scanning accepts: relative addresses under %SRCROOT%, fingerprints, a
 * security severity. Configurations that need no attention have no result.
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

/** A CVSS-like number by which GitHub sorts: 4.0 to 6.9 is medium. */
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
 * Adds fingerprints. A finding keeps its fingerprint while its file and logical id stay the same, even if it moves inside
 * the file. A number distinguishes findings with the same file and logical id.
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
  const fullyQualifiedName = constructPath ?? `Resources.${logicalId}`;
  return {
    ruleId: rule.id,
    ruleIndex: 0,
    level: fails(finding, context) ? 'error' : 'note',
    message: { text },
    locations: [
      {
        physicalLocation: { artifactLocation: artifact(finding.file, context), region: regionOf(finding) },
        logicalLocations: [{ name: logicalId, fullyQualifiedName, kind: 'resource' }],
      },
    ],
    // GitHub reads primaryLocationLineHash. Without it, GitHub would compute one from the line.
    partialFingerprints: { primaryLocationLineHash: fingerprint, 'kmsGuard/v1': fingerprint },
    ...(verdict === 'exempt' && { suppressions: [suppression(finding)] }),
    ...fixOf(finding, context),
    properties: { verdict, reason },
  };
}

/** The edit that makes the template compliant, in the form that code scanning and editors apply. */
function fixOf({ source, edit, file, steps }: Finding, context: ReportContext): object {
  if (source === undefined || !edit) return {};
  const { line: startLine, column: startColumn } = position(source, edit.offset);
  const { line: endLine, column: endColumn } = position(source, edit.offset + edit.length);
  const deletedRegion = { startLine, startColumn, endLine, endColumn };
  const replacement = { deletedRegion, insertedContent: { text: edit.text } };
  const change = { artifactLocation: artifact(file, context), replacements: [replacement] };
  return { fixes: [{ description: { text: steps.words }, artifactChanges: [change] }] };
}

/** `inSource` for a suppression in the template's Metadata, `external` for an exemption in the policy. */
function suppression({ reason, message }: Finding): object {
  const kind = reason === 'suppressed' ? 'inSource' : 'external';
  return { kind, status: 'accepted', justification: message };
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
