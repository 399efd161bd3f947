/** What an expression is evaluated in: the template, what is known of the stack, and one scenario of what is not. */

import type { Path } from '../path.js';
import type { Template } from '../template.js';
import type { Value } from '../value.js';
import type { Budget } from './budget.js';
import type { Scenario } from './scenario.js';

/** Parameter values, as far as they are known. The payload of a STACK has none, and a default is not a value there. */
export interface KnownParameters {
  readonly values: Readonly<Record<string, string>>;
  /** Whether a parameter without a value has its default. */
  readonly useDefaults: boolean;
}

/** What is known of the stack. Whatever is missing here will have a value all the same. */
export interface Pseudo {
  readonly accountId?: string | undefined;
  readonly region?: string | undefined;
  readonly partition?: string | undefined;
  readonly stackName?: string | undefined;
  readonly stackId?: string | undefined;
}

export interface Context {
  readonly parameters: KnownParameters;
  readonly pseudo: Pseudo;
  /**
   * What a reference to a resource of the template comes to: its physical id, or the attribute that is named. A
   * rehearsal knows; elsewhere only the deployment does.
   */
  readonly resourceValue?: (logicalId: string, attribute: string | undefined) => string | undefined;
}

/** The items of the loops around an expression, by the loops' identifiers, from the outside in. */
export type LoopItems = ReadonlyMap<string, Value>;

/** Something that is written in the template, with the items of the loops around it. */
export interface Written {
  readonly raw: unknown;
  readonly path: Path;
  readonly items: LoopItems;
}

/**
 * Which members of a map to evaluate, all the way down; of a list, the members of its items. The others are only
 * known to be there, so that conditions which matter to none of these make no scenarios.
 */
export type Members = true | { readonly [key: string]: Members };

/** Evaluates an expression in one scenario; see `expression.ts`. */
export type Evaluate = (raw: unknown, path: Path, scope: Scope, wanted?: Members) => Value;

export interface Scope {
  /** Handed in, so that the functions that expressions are made of need not know one another. */
  readonly evaluate: Evaluate;
  readonly template: Template;
  readonly context: Context;
  readonly conditions: ReadonlyMap<string, Written>;
  /** Set where a macro may still change what the conditions say, as a noun. */
  readonly conditionsMacro: string | undefined;
  /** The macro that may still write what is missing in the expression, as a noun. */
  readonly macro: string | undefined;
  /** Types by logical id; undefined where a type is not known. */
  readonly resourceTypes: ReadonlyMap<string, string | undefined>;
  readonly scenario: Scenario;
  readonly items: LoopItems;
  /** How many loops are around the expression. */
  readonly loops: number;
  readonly budget: Budget;
  /** Conditions that are being evaluated, outermost first, to find circles. */
  readonly underway: readonly string[];
  /** Parameters that had their default as their value. */
  readonly defaults: Set<string>;
}
