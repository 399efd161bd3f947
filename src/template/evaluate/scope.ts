/** What an expression is evaluated in: the template, what is known from outside, and one scenario of what is not. */

import type { Template } from '../parse/read.js';
import { partitionOf, urlSuffixOf } from '../partitions.js';
import { MAX_DEPTH, MAX_TEXT, showPath, TemplateError } from '../raw.js';
import { type Path, Unknown, unknownList, type Value } from '../value.js';
import type { Scenario } from './scenario.js';

/** Parameter values as far as this view has them. On a STACK it has none, and a default is not a value. */
export interface GivenParameters {
  readonly values: Readonly<Record<string, string>>;
  readonly useDefaults: boolean;
}

/** What is known of the stack. Whatever is absent will be set all the same. */
export interface Pseudo {
  readonly accountId?: string | undefined;
  readonly region?: string | undefined;
  readonly partition?: string | undefined;
  readonly stackName?: string | undefined;
  readonly stackId?: string | undefined;
}

export interface Context {
  readonly parameters: GivenParameters;
  readonly pseudo: Pseudo;
  /**
   * What a reference to a resource of the template comes to: its physical id, or the attribute that is named. A
   * rehearsal knows; elsewhere only the deployment does.
   */
  readonly resourceValue?: (logicalId: string, attribute: string | undefined) => string | undefined;
}

/** Identifiers of the loops around an expression. */
export type Bindings = ReadonlyMap<string, Value>;

/** A condition or resource by the id that its loops gave it. */
export interface Definition {
  readonly raw: unknown;
  readonly path: Path;
  readonly bindings: Bindings;
}

export interface Scope {
  readonly template: Template;
  readonly context: Context;
  readonly conditions: ReadonlyMap<string, Definition>;
  /** Set where a macro may still change what the conditions say, as a noun. */
  readonly conditionsMacro: string | undefined;
  /** The macro that may still write what is missing in the expression, as a noun. */
  readonly macro: string | undefined;
  /** Types by logical id; undefined where a type is not known. */
  readonly resourceTypes: ReadonlyMap<string, string | undefined>;
  readonly scenario: Scenario;
  readonly bindings: Bindings;
  /** How many loops are around the expression. */
  readonly loops: number;
  readonly budget: Budget;
  /** Conditions being evaluated, outermost first, to find cycles. */
  readonly underway: readonly string[];
  /** Parameters whose default was taken as their value. */
  readonly defaults: Set<string>;
}

/** Bounds the work that one template may cause, however its loops, aliases and conditions multiply. */
export class Budget {
  private depth = 0;
  private left: number;

  /** @param steps expressions that may be evaluated for one template */
  constructor(private readonly steps: number) {
    this.left = steps;
  }

  /**
   * Counts an expression, and the depth of the one being evaluated. Every `enter` has its `leave`; an
   * evaluation that throws is over, and its depth with it.
   *
   * @param size how many values it holds itself
   */
  enter(path: Path, size: number): void {
    this.spend(size + 1, path);
    if (++this.depth > MAX_DEPTH) {
      throw new TemplateError(`The template is nested too deep at ${showPath(path.slice(0, 8))}`);
    }
  }

  leave(): void {
    this.depth--;
  }

  /** Evaluates what does not stand inside the present expression, and has a depth of its own. */
  fromTheTop<T>(evaluate: () => T): T {
    const depth = this.depth;
    this.depth = 0;
    try {
      return evaluate();
    } finally {
      this.depth = depth;
    }
  }

  /** Counts work beside the expressions: values compared, texts copied. */
  spend(steps: number, path: Path = []): void {
    this.left -= steps;
    if (this.left < 0) {
      const place = path.length > 0 ? `, at ${showPath(path.slice(0, 12))}` : '';
      throw new TemplateError(`The template takes too long to evaluate${place}`);
    }
  }

  /** Counts a text that is about to be put together. */
  text(length: number, path: Path): void {
    this.spend(length / 64, path);
    if (length > MAX_TEXT) {
      throw new TemplateError(
        `The template puts together a text of ${length} characters at ${showPath(path)}`,
      );
    }
  }

  /** What is left should go to resources that were not looked at yet, rather than to further alternatives. */
  get isLow(): boolean {
    return this.left < this.steps / 4;
  }
}

/** A pseudo parameter's value; undefined where there is no such one. `AWS::NoValue` is the caller's. */
export function pseudoParameter(name: string, scope: Scope, path: Path): Value | undefined {
  const { pseudo } = scope.context;
  const partition =
    pseudo.partition ?? (pseudo.region === undefined ? undefined : partitionOf(pseudo.region));
  const values: Readonly<Record<string, string | undefined>> = {
    'AWS::AccountId': pseudo.accountId,
    'AWS::Region': pseudo.region,
    'AWS::Partition': partition,
    'AWS::StackName': pseudo.stackName,
    'AWS::StackId': pseudo.stackId,
    'AWS::URLSuffix': partition === undefined ? undefined : urlSuffixOf(partition),
  };
  if (name === 'AWS::NotificationARNs')
    return unknownList(new Unknown(`${name}, which are not known before the deployment`, path));
  if (!Object.hasOwn(values, name)) return undefined;
  return (
    values[name] ??
    scope.scenario.values.get(name) ??
    new Unknown(`${name}, which is not known before the deployment`, path, true)
  );
}
