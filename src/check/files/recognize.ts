/** Tells broken templates from files of other kinds. */
import { visit } from 'jsonc-parser';

/**
 * Whether a text that cannot be parsed was meant as a template: its top level has AWSTemplateFormatVersion, or Resources
 * with a CloudFormation type.
 */
export function meantAsTemplate(text: string): boolean {
  const names = topLevelNames(text);
  return names.has('AWSTemplateFormatVersion') || (names.has('Resources') && TYPE.test(text));
}

const TYPE = /\bType["']?\s*:\s*["']?[A-Za-z0-9]+::[A-Za-z0-9]+/;

/** The top-level keys of a broken text, as far as they can be found. */
function topLevelNames(text: string): ReadonlySet<string> {
  return /^\ufeff?\s*(?:\{|\/[/*])/.test(text) ? namesOfJson(text) : namesOfYaml(text);
}

function namesOfJson(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  try {
    // The parser continues after every mistake.
    visit(text, {
      onObjectProperty(name, _offset, _length, _line, _column, path) {
        if (path().length === 0) names.add(name);
      },
    });
  } catch (error) {
    // The parser recurses, so deep nesting may overflow the call stack.
    if (!(error instanceof RangeError)) throw error;
  }
  return names;
}

/** The keys with the same indentation as the first line. */
function namesOfYaml(text: string): ReadonlySet<string> {
  const lines = text.split(/\r\n|[\r\n]/);
  const first = lines.find((line) => /^\s*[^\s#%]/.test(line) && !line.startsWith('---')) ?? '';
  const indent = first.length - first.trimStart().length;
  const keys = lines.map((line) => /^(\s*)["']?(\w+)["']?\s*:/.exec(line));
  return new Set(keys.flatMap((key) => (key?.[1]?.length === indent ? [String(key[2])] : [])));
}

/** The marks of Jinja, Go templates, ERB and Helm. `{{resolve:…}}` is CloudFormation's own syntax. */
const ENGINE = /\{%|<%|\{\{(?!resolve:)/;

/** Whether a template engine fills in a line before CloudFormation reads the file. */
export function isFilledIn(text: string, line: number): boolean {
  return ENGINE.test(text.split(/\r\n|[\r\n]/, line)[line - 1] ?? '');
}

/** Whether a text is a service of the Serverless Framework, which may contain CloudFormation resources. */
export function isServerless(text: string): boolean {
  return /^service\s*:/m.test(text) && /^provider\s*:/m.test(text);
}
