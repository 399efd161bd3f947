/** Plans the edit that adds the key for one finding, or says why there is none. */

import type { Reason } from '../../decision/index.js';
import { asCall, isRawMap, memberOf, type Template } from '../../template/index.js';
import type { Finding } from '../finding.js';
import { flowKey } from './content.js';
import { addBeside, addInside, replaceValue } from './insert.js';
import { keyInYaml, type WrittenKey } from './key.js';
import { type Edit, type MapPlace, memberNamed, NotFixable } from './places.js';
import type { Style } from './style.js';

/** The members of a finding that a fix needs. */
export type Fixable = Pick<Finding, 'logicalId' | 'verdict' | 'reason' | 'message' | 'constructPath'>;

const ownersChoice = 'it already has a key, and only its owner knows which one it should be';
const forS3 = 'the missing key is one for S3';

/** Why adding a key does not help for other reasons. */
const otherwise: Partial<Record<Reason, string>> = {
  keyInvalid: 'its KmsKeyId is not a string, and only its author knows what it should be',
  keyMalformed: ownersChoice,
  keyAwsManaged: ownersChoice,
  keyNotAllowed: ownersChoice,
  dataCaptureKeyAbsent: forS3,
  asyncOutputKeyAbsent: forS3,
  coreDumpKeyAbsent: forS3,
};

/**
 * The one edit that gives an endpoint configuration its key.
 * @throws NotFixable where adding a key does not help, or would change other resources too
 */
export function planKey(
  template: Template,
  root: MapPlace,
  finding: Fixable,
  key: WrittenKey,
  style: Style,
): Edit {
  const { text } = template;
  const { logicalId } = finding;
  refuseUnsuited(finding);
  // In JSON these characters occur only inside strings.
  if (template.yaml && style.hasOtherEndings) {
    throw new NotFixable('its file has line endings other than LF and CRLF');
  }
  if (!Object.hasOwn(template.resources, logicalId)) {
    throw new NotFixable('a loop writes it, so a change would affect other resources too');
  }
  const raw = memberOf(template.resources[logicalId], 'Properties');
  const call = asCall(raw);
  if (call) throw new NotFixable(`its Properties are written by ${call.name}, and each branch needs a key`);
  const resource = stepInto(stepInto(root, 'Resources'), logicalId);
  const place = memberNamed(resource, 'Properties');
  if (!place) return addProperties(text, resource, raw, key, style);
  const written = place.map && memberNamed(place.map, 'KmsKeyId');
  if (!place.map || !written) {
    refuseNearby(raw);
    return addInside(text, resource, place, raw, { name: 'KmsKeyId', holds: { key } }, style);
  }
  refuseMeant(memberOf(raw, 'KmsKeyId'));
  if (place.shared || written.shared)
    throw new NotFixable('it shares its key with another place through an alias');
  const { json } = place.map;
  return replaceValue(text, written, json ? flowKey(key, json, style) : keyInYaml(key));
}

function refuseUnsuited({ reason, constructPath }: Fixable): void {
  if (reason !== 'keyAbsent') {
    throw new NotFixable(otherwise[reason] ?? 'adding a key is not enough');
  }
  if (constructPath !== undefined) {
    throw new NotFixable(`the CDK overwrites this template: set kmsKeyId in the construct ${constructPath}`);
  }
}

/** A map on the way to the properties. It must belong only to this resource. */
function stepInto(owner: MapPlace, name: string): MapPlace {
  const place = memberNamed(owner, name);
  if (!place?.map || place.shared)
    throw new NotFixable(`${name} is shared with another place through an alias`);
  return place.map;
}

function addProperties(text: string, resource: MapPlace, raw: unknown, key: WrittenKey, style: Style): Edit {
  const type = memberNamed(resource, 'Type');
  if (raw !== undefined || !type) throw new NotFixable('it takes its members from elsewhere through a merge');
  const member = { name: 'Properties', holds: [{ name: 'KmsKeyId', holds: { key } }] };
  return addBeside(text, resource, type, 'after', member, style);
}

function refuseNearby(raw: unknown): void {
  if (!isRawMap(raw)) return;
  if (Object.hasOwn(raw, 'KmsKeyId')) throw new NotFixable('it takes its key from elsewhere through a merge');
  const near = Object.keys(raw).find((name) => name.toLowerCase() === 'kmskeyid');
  if (near !== undefined) throw new NotFixable(`it has ${near}: rename that to KmsKeyId`);
}

/** Refuses to replace an expression. Null, an empty text and `AWS::NoValue` carry no meaning that could be lost. */
function refuseMeant(raw: unknown): void {
  if (raw === null || (typeof raw === 'string' && raw.trim() === '')) return;
  const call = asCall(raw);
  if (call?.name === 'Ref' && call.argument === 'AWS::NoValue') return;
  throw new NotFixable(
    'its KmsKeyId is an expression whose value is empty, and only its author knows what it is for',
  );
}
