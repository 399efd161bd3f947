// Writes the guard as one plain CloudFormation template, without SAM and without a bucket for its code:
//
//   npm run package                               dist/guard.template.json
//   node scripts/package.mjs [BUNDLE] [OUTPUT]    after `npm run build`
//
// The source is template.yaml, so both templates deploy the same resources.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { expandSam } from './expand-sam.mjs';

/**
 * A template in S3 may have 1 MB (quota "Template body size in an S3 object" of the CloudFormation user guide, and
 * TemplateURL in the API reference); cfn-lint takes that as 1,000,000 bytes, and so does this script.
 */
export const templateLimit = 1_000_000;

/**
 * Inline code is zipped by CloudFormation into an archive of at most 4 MB (property ZipFile of
 * AWS::Lambda::Function Code, CloudFormation template reference; 4,096 characters until 2022). Code that is smaller
 * than this before it is zipped is smaller afterwards too.
 */
export const inlineCodeLimit = 4 * 1024 * 1024;

/**
 * @param {string} source the text of template.yaml
 * @param {string} code the bundle
 * @returns {string} the template as JSON text
 * @throws if the result exceeds a limit, or template.yaml has something that this script cannot expand
 */
export function packageTemplate(source, code) {
  const printable = escapeControls(code);
  within('The bundle', printable, inlineCodeLimit);
  const text = `${JSON.stringify(expandSam(readTemplate(source), printable), null, 2)}\n`;
  within('The template', text, templateLimit);
  return text;
}

/**
 * Escapes control characters. CloudFormation's API uses XML, which cannot contain them, and its treatment of characters
 * outside ASCII is not documented; esbuild already escapes those. Code without comments has control characters other than
 * white space only in literals, where the escape means the same.
 */
function escapeControls(code) {
  const escaped = code.replace(/(?<!\\)[^\P{Cc}\s]/gu, (character) => {
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  const [left] = /[^\t\n\r\x20-\x7e]/.exec(escaped) ?? [];
  if (left === undefined) return escaped;
  throw new Error(`The bundle has the character U+${left.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function within(what, text, limit) {
  const size = Buffer.byteLength(text);
  if (size > limit) throw new Error(`${what} has ${size} bytes, but at most ${limit} are allowed`);
}

/**
 * Reads a template as data.
 * @param {string} source YAML
 * @returns the data, with the long form of functions
 */
export function readTemplate(source) {
  const document = parseDocument(source);
  if (document.errors.length > 0) throw document.errors[0];
  return toData(document.contents);
}

/** A node of the document as JSON, `!Name x` as `{"Fn::Name": x}`. */
function toData(node) {
  const value = untagged(node);
  if (!node?.tag?.startsWith('!')) return value;
  const name = node.tag.slice(1);
  if (name === 'Ref' || name === 'Condition') return { [name]: value };
  if (name !== 'GetAtt' || typeof value !== 'string') return { [`Fn::${name}`]: value };
  const dot = value.indexOf('.');
  return { 'Fn::GetAtt': [value.slice(0, dot), value.slice(dot + 1)] };
}

function untagged(node) {
  if (node === null || isScalar(node)) return node?.value ?? null;
  if (isSeq(node)) return node.items.map(toData);
  if (isMap(node)) return Object.fromEntries(node.items.map(({ key, value }) => [key.value, toData(value)]));
  throw new Error(`The template has a YAML alias (${node.source}), which this script does not read`);
}

if (process.argv[1] === import.meta.filename) {
  const root = join(import.meta.dirname, '..');
  const [bundle = join(root, 'dist/lambda/index.js'), output = join(root, 'dist/guard.template.json')] =
    process.argv.slice(2);
  const text = packageTemplate(
    readFileSync(join(root, 'template.yaml'), 'utf8'),
    readFileSync(bundle, 'utf8'),
  );
  writeFileSync(output, text);
  console.log(`${output}: ${Buffer.byteLength(text)} bytes`);
}
