/** What an evaluation needs: the template, what is known about the stack, and one scenario for what is unknown. */

import type { Path } from '../path.js';
import type { Template } from '../template.js';
import type { Value } from '../value.js';
import type { Budget } from './budget.js';
import type { StrictFunction } from './functions.js';
import type { Scenario } from './scenario.js';

/** The known parameter values. A STACK invocation's payload has none; the stack may then override any default. */
export interface KnownParameters {
  readonly values: Readonly<Record<string, string>>;
  /** Whether a parameter without a value takes its default. */
  readonly useDefaults: boolean;
}

/** What is known about the stack. A missing member has a value too; it is unknown. */
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
   * The value of a reference to a resource: its physical ID, or the named attribute. Only `simulate` passes this;
   * otherwise only the deployment knows.
   */
  readonly resourceValue?: (logicalId: string, attribute: string | undefined) => string | undefined;
}

/** The items of the loops around an expression, by the loops' identifiers, outermost first. */
export type LoopItems = ReadonlyMap<string, Value>;

/** A part of the template, with the items of the loops around it. */
export interface Written {
  readonly raw: unknown;
  readonly path: Path;
  readonly items: LoopItems;
}

/**
 * Which members of a map to evaluate, at every level; for a list, the members of its items. The other members exist
 * but are not evaluated, so that conditions which affect only them create no scenarios.
 */
export type Members = true | { readonly [key: string]: Members };

/** Evaluates an expression in one scenario; see `expression.ts`. */
export type Evaluate = (raw: unknown, path: Path, scope: Scope, wanted?: Members) => Value;

export interface Scope {
  /** Passed in, so that the files of the functions need not import the evaluator. */
  readonly evaluate: Evaluate;
  /** The functions that need only their arguments' values. Rules have more of them. */
  readonly strictFunctions: Readonly<Record<string, StrictFunction>>;
  readonly template: Template;
  readonly context: Context;
  readonly conditions: ReadonlyMap<string, Written>;
  /** The macro that may still change the conditions, as a noun. */
  readonly conditionsMacro: string | undefined;
  /** The macro that may still write what is missing in the expression, as a noun. */
  readonly macro: string | undefined;
  /** Types by logical id; undefined where a type is unknown. */
  readonly resourceTypes: ReadonlyMap<string, string | undefined>;
  readonly scenario: Scenario;
  readonly items: LoopItems;
  /** Number of loops around the expression. */
  readonly loops: number;
  readonly budget: Budget;
  /** Conditions that are being evaluated, outermost first; used to find circles. */
  readonly underway: readonly string[];
  /** Parameters for which the default was used. */
  readonly defaults: Set<string>;
}
