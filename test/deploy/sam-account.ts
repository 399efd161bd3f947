/**
 * As much of an account as a deployment needs: what CloudFormation makes of the packaged template's alarms for a
 * published version, and what CloudWatch makes of the metrics of each minute.
 */
import { expect } from 'vitest';
import { packageTemplate } from '../../scripts/package.mjs';
import { type Json, type Members, source } from './sam-template.js';

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: Members }>>;
}
export interface Alarm {
  readonly name: string;
  readonly metric: string;
  readonly threshold: number;
}
interface Directive {
  readonly Namespace: string;
  readonly Dimensions: string[][];
  readonly Metrics: { readonly Name: string }[];
}

export const { Resources } = JSON.parse(packageTemplate(source, 'code')) as Template;

/** A definition as CloudFormation has it once this version is published. Resources are called by their logical ids. */
export function resolve(value: Json, version: string): Json {
  if (Array.isArray(value)) return value.map((item) => resolve(item, version));
  if (typeof value !== 'object' || value === null) return value;
  const [[name, given]] = Object.entries(value) as [[string, Json]];
  if (name === 'Ref') return alarmOf(String(given), version)?.name ?? String(given);
  if (name === 'Fn::GetAtt') {
    expect(given).toEqual([expect.stringMatching(/^GuardFunctionVersion[0-9a-f]{10}$/), 'Version']);
    return version;
  }
  if (name === 'Fn::Sub') {
    const [text, values] = (Array.isArray(given) ? given : [given, {}]) as [string, Members];
    return text.replace(/\$\{([\w:]+)\}/g, (_, key) => String(resolve(values[key] ?? key, version)));
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, version)]));
}

export function metric(
  namespace: string,
  name: string,
  dimensions: Readonly<Record<string, unknown>>,
): string {
  return JSON.stringify([namespace, name, ...Object.entries(dimensions).sort()]);
}

export function alarmOf(logicalId: string, version: string): Alarm | undefined {
  const { Type, Properties = {} } = Resources[logicalId] ?? {};
  if (Type !== 'AWS::CloudWatch::Alarm') return undefined;
  expect(Properties).toMatchObject({ Statistic: 'Sum', Period: 60, EvaluationPeriods: 1 });
  expect(Properties).toMatchObject({ TreatMissingData: 'notBreaching' });
  const dimensions = resolve(Properties.Dimensions ?? [], version) as { Name: string; Value: string }[];
  return {
    name: String(resolve(Properties.AlarmName ?? logicalId, version)),
    threshold: Number(Properties.Threshold),
    metric: metric(
      String(Properties.Namespace),
      String(Properties.MetricName),
      Object.fromEntries(dimensions.map(({ Name, Value }) => [Name, Value])),
    ),
  };
}

/** Metrics minute by minute, and its alarms, which keep their state when only their definition changes. */
export class CloudWatch {
  private sums = new Map<string, number>();
  private readonly alarms = new Map<string, { alarm: Alarm; on: boolean }>();

  /** PutMetricAlarm: a new alarm begins with INSUFFICIENT_DATA, and the state of one that is there stays. */
  put(alarm: Alarm): void {
    this.alarms.set(alarm.name, { alarm, on: this.isOn(alarm.name) });
  }

  add(name: string): void {
    this.sums.set(name, (this.sums.get(name) ?? 0) + 1);
  }

  /** A line of the log in embedded metric format. */
  read(line: string): void {
    const members = JSON.parse(line) as Record<string, unknown> & {
      _aws?: { CloudWatchMetrics: Directive[] };
    };
    for (const { Namespace, Dimensions, Metrics } of members._aws?.CloudWatchMetrics ?? []) {
      for (const names of Dimensions) {
        const dimensions = Object.fromEntries(names.map((name) => [name, members[name]]));
        for (const { Name } of Metrics)
          if (Number(members[Name]) > 0) this.add(metric(Namespace, Name, dimensions));
      }
    }
  }

  minutePasses(): void {
    for (const entry of this.alarms.values())
      entry.on = (this.sums.get(entry.alarm.metric) ?? 0) >= entry.alarm.threshold;
    this.sums = new Map();
  }

  isOn(name: string): boolean {
    return this.alarms.get(name)?.on ?? false;
  }
}
