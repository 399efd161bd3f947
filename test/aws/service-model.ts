/** The service model that AWS publishes for its own tools, and whether a request or an answer fits it. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

interface Shape {
  readonly type: string;
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
  readonly member?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly min?: number;
  readonly max?: number;
  readonly error?: { readonly code: string; readonly httpStatusCode?: number };
}

interface Operation {
  readonly input?: { readonly shape: string };
  readonly output?: { readonly shape: string };
  readonly errors?: readonly { readonly shape: string }[];
}

interface Model {
  readonly metadata: { readonly protocol: string; readonly apiVersion: string };
  readonly operations: Readonly<Record<string, Operation>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

/**
 * AWS's user guide names the publisher of its own hooks `aws-hooks`, which the model's pattern does not admit.
 */
const documentedExceptions = new Map([['PublisherId', new Set(['aws-hooks'])]]);

export class ServiceModel {
  constructor(private readonly model: Model) {}

  /** @param file botocore's `service-2.json` or `service-2.json.gz` */
  static read(file: string): ServiceModel {
    const bytes = readFileSync(file);
    return new ServiceModel(JSON.parse((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')));
  }

  get apiVersion(): string {
    return this.model.metadata.apiVersion;
  }

  /** The values of an enumeration; none where the model has no such shape. */
  enumeration(shape: string): readonly string[] {
    return this.model.shapes[shape]?.enum ?? [];
  }

  /** What is wrong with a request; the query protocol sends every value as text. */
  requestProblems(operation: string, params: unknown): string[] {
    const found = this.model.operations[operation];
    if (found === undefined) return [`${operation} is no operation of the service`];
    if (found.input === undefined) return [];
    return [...this.problems(found.input.shape, params, operation, this.model.metadata.protocol === 'query')];
  }

  /** What is wrong with an answer. */
  answerProblems(operation: string, answer: unknown): string[] {
    const output = this.model.operations[operation]?.output;
    return output === undefined ? [] : [...this.problems(output.shape, answer, `${operation} →`, false)];
  }

  /** The codes of the errors that an operation declares. */
  errorCodes(operation: string): string[] {
    const errors = this.model.operations[operation]?.errors ?? [];
    return errors.map(({ shape }) => this.model.shapes[shape]?.error?.code ?? shape);
  }

  private *problems(name: string, value: unknown, where: string, wire: boolean): Generator<string> {
    const shape = this.model.shapes[name];
    if (shape === undefined) throw new Error(`the model has no shape ${name}`);
    switch (shape.type) {
      case 'structure':
        yield* this.structureProblems(shape, value, where, wire);
        return;
      case 'list':
        // An empty list is no text in the query protocol.
        if (value === '') return;
        if (!Array.isArray(value)) yield `${where} is no list`;
        else {
          yield* rangeProblems(shape, value.length, where);
          for (const [index, item] of value.entries()) {
            yield* this.problems(shape.member?.shape ?? '', item, `${where}[${index}]`, wire);
          }
        }
        return;
      case 'map':
        for (const [key, item] of Object.entries(value as object)) {
          yield* this.problems(shape.value?.shape ?? '', item, `${where}.${key}`, wire);
        }
        return;
      case 'boolean':
        if (wire ? value !== 'true' && value !== 'false' : typeof value !== 'boolean')
          yield `${where} is no boolean`;
        return;
      case 'integer':
      case 'long':
      case 'float':
      case 'double': {
        const number = wire ? Number(value) : value;
        if (typeof number !== 'number' || Number.isNaN(number)) yield `${where} is no number`;
        else yield* rangeProblems(shape, number, where);
        return;
      }
      case 'timestamp':
        if (!wire && !(value instanceof Date)) yield `${where} is no moment`;
        return;
      case 'string':
        if (typeof value !== 'string') yield `${where} is no text`;
        else yield* textProblems(name, shape, value, where);
        return;
      default:
        throw new Error(`the model's type ${shape.type} (${name}) is not known here`);
    }
  }

  private *structureProblems(shape: Shape, value: unknown, where: string, wire: boolean): Generator<string> {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      yield `${where} is no structure`;
      return;
    }
    const given = new Map(Object.entries(value).filter(([, member]) => member !== undefined));
    for (const name of shape.required ?? []) if (!given.has(name)) yield `${where}.${name} is missing`;
    for (const [name, member] of given) {
      const known = shape.members?.[name];
      if (known === undefined) yield `${where}.${name} is not in the model`;
      else yield* this.problems(known.shape, member, `${where}.${name}`, wire);
    }
  }
}

function* textProblems(name: string, shape: Shape, value: string, where: string): Generator<string> {
  yield* rangeProblems(shape, value.length, where);
  if (shape.enum !== undefined && !shape.enum.includes(value))
    yield `${where} is not one of ${shape.enum.join(', ')}`;
  if (documentedExceptions.get(name)?.has(value) === true) return;
  if (shape.pattern !== undefined && !new RegExp(`^(?:${shape.pattern})$`).test(value)) {
    yield `${where} does not match ${shape.pattern}`;
  }
}

function* rangeProblems({ min, max }: Shape, size: number, where: string): Generator<string> {
  if (min !== undefined && size < min) yield `${where} is less than ${min}`;
  if (max !== undefined && size > max) yield `${where} is more than ${max}`;
}
