/** What is meant as a template, and what only lies beside one. */
import { visit } from 'jsonc-parser';

/**
 * Whether a text that cannot be read was meant as a template: at its top level it has the version that only templates
 * have, or resources of CloudFormation's types.
 */
export function meantAsTemplate(text: string): boolean {
  const names = topLevelNames(text);
  return names.has('AWSTemplateFormatVersion') || (names.has('Resources') && TYPE.test(text));
}

const TYPE = /\bType["']?\s*:\s*["']?[A-Za-z0-9]+::[A-Za-z0-9]+/;

/** The keys at the top of a text that is broken somewhere, as far as they can be made out. */
function topLevelNames(text: string): ReadonlySet<string> {
  return /^\ufeff?\s*\{/.test(text) ? namesOfJson(text) : namesOfYaml(text);
}

function namesOfJson(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  try {
    // The parser goes on behind every mistake.
    visit(text, {
      onObjectProperty(name, _offset, _length, _line, _column, path) {
        if (path().length === 0) names.add(name);
      },
    });
  } catch (error) {
    // It descends by recursion.
    if (!(error instanceof RangeError)) throw error;
  }
  return names;
}

/** The keys that stand as far to the right as the first line. */
function namesOfYaml(text: string): ReadonlySet<string> {
  const lines = text.split(/\r\n|[\r\n]/);
  const first = lines.find((line) => /^\s*[^\s#%]/.test(line) && !line.startsWith('---')) ?? '';
  const indent = first.length - first.trimStart().length;
  const keys = lines.map((line) => /^(\s*)["']?(\w+)["']?\s*:/.exec(line));
  return new Set(keys.flatMap((key) => (key?.[1]?.length === indent ? [String(key[2])] : [])));
}

/** Jinja's, Go's, ERB's and Helm's marks; `{{resolve:…}}` is CloudFormation's own. */
const ENGINE = /\{%|<%|\{\{(?!resolve:)/;

/** Whether a line that cannot be read is one that a template engine fills in before CloudFormation sees it. */
export function isFilledIn(text: string, line: number): boolean {
  return ENGINE.test(text.split(/\r\n|[\r\n]/, line)[line - 1] ?? '');
}

/** Whether a text is a service of the Serverless Framework, which has resources of CloudFormation's further in. */
export function isServerless(text: string): boolean {
  return /^service\s*:/m.test(text) && /^provider\s*:/m.test(text);
}
