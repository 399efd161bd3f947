// Changes of a text that keep it near to a template, an event, a payload or a policy.
import { words } from './words.mjs';

/** Longer inputs only take longer. The tests of worst texts have their own. */
export const longest = 32_000;

/** Numbers from 0 up to 1 that a seed fixes. Source: mulberry32, in the public domain. */
export function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * @param random from randomOf
 * @param other a second text, of which parts are taken
 * @returns a text that is like `text`
 */
export function mutate(random, text, other) {
  const chance = (share) => random() < share;
  const below = (end) => Math.floor(random() * end);
  const pick = (list) => list[below(list.length)];
  const within = (whole) => {
    const start = below(whole.length + 1);
    return [start, start + below(Math.min(whole.length - start, pick([1, 8, 64, 1024])) + 1)];
  };
  const replace = (whole, by) => {
    const [start, end] = within(whole);
    return whole.slice(0, start) + by(whole.slice(start, end)) + whole.slice(end);
  };
  const part = (whole) => whole.slice(...within(whole));
  const indented = (line) => (chance(0.5) ? `  ${line}` : line.replace(/^ {1,2}/, ''));

  const ofText = [
    (whole) => replace(whole, () => ''),
    (whole) => replace(whole, () => pick(words)),
    (whole) => replace(whole, (old) => pick(words) + old),
    (whole) => replace(whole, (old) => old.repeat(pick([2, 3, 20]))),
    (whole) => replace(whole, () => part(other)),
    (whole) => replace(whole, () => part(whole)),
    (whole) => replace(whole, () => String.fromCharCode(below(pick([128, 0x10000])))),
    (whole) => changedLine(whole, indented),
    (whole) => changedLine(whole, (line) => `${line}\n${pick(other.split('\n'))}`),
    (whole) => changedLine(whole, (line) => line.replace(/:.*/, () => `: ${pick(words)}`)),
  ];

  let result = text;
  for (let times = 1 + below(4); times > 0; times--) {
    const tree = chance(0.6) ? parsed(result) : undefined;
    result = (tree === undefined ? pick(ofText)(result) : JSON.stringify(changed(tree))).slice(0, longest);
  }
  return result;

  function changedLine(whole, change) {
    const lines = whole.split('\n');
    const index = below(lines.length);
    return lines.with(index, change(lines[index])).join('\n');
  }

  /** Changes one value of a JSON document, at any depth. */
  function changed(value) {
    if (value === null || typeof value !== 'object' || chance(0.1)) return replaced(value);
    const members = Object.entries(value);
    const index = below(members.length + 1);
    const [name, member] = members[index] ?? [pick(words), null];
    const rest = members.filter((_, each) => each !== index);
    const changedMembers = chance(0.06)
      ? rest
      : [...rest, [chance(0.05) ? pick(words) : name, changed(member)]];
    // Made of entries, so that a member __proto__ stays a member.
    return Array.isArray(value) ? changedMembers.map(([, each]) => each) : Object.fromEntries(changedMembers);
  }

  function replaced(value) {
    if (typeof value === 'string' && chance(0.7)) return pick(ofText)(value);
    if (chance(0.3))
      return { [pick(['Ref', 'Fn::If', 'Fn::Sub', 'Fn::Split', pick(words)])]: [pick(words), value] };
    return pick([null, [], {}, '', 0, -1.5, true, [value, value], pick(words), other, parsed(other) ?? {}]);
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
