import { metrics } from '../signals/index.ts';
import type { MetricRecord } from '../signals/index.ts';
import { compareKeys, compareName, compareValue, hold, printDifferences } from './matching/index.ts';
import type { Held, MetricExpectation } from './matching/index.ts';
import { printSeries, total } from './emitted/index.ts';
import type { Reading, Series } from './emitted/index.ts';
import { print, printLabels } from './print.ts';
import { cut, indent } from './report.ts';

/** What a test asks of a metric. */
export interface MetricQuestion {
  readonly name: string;
  readonly attributes: object;
  /** The value expected; undefined for any. */
  readonly value: MetricExpectation | undefined;
}

/** The series of that name, held against the attributes. */
export function holdSeries(
  { series }: Reading,
  { name, attributes }: Pick<MetricQuestion, 'name' | 'attributes'>,
): Held<Series> {
  return hold(
    series.filter((one) => one.name === name),
    (one) => compareKeys('', attributes, one.attributes),
  );
}

/** Whether there are such series, and their sum is as expected. */
export function isAsExpected({ matching }: Held<Series>, { value: expected }: MetricQuestion): boolean {
  const value = total(matching);
  if (value === undefined) return false;
  if (expected === undefined) return true;
  if (typeof value === 'number') return compareValue('', expected, value).length === 0;
  if (typeof expected === 'number' || 'asymmetricMatch' in expected)
    return compareValue('', expected, value.count).length === 0;
  return compareKeys('', expected, value).length === 0;
}

export function reportMetricMissing(reading: Reading, held: Held<Series>, question: MetricQuestion): string {
  const { name, value } = question;
  const wanted = `Expected ${printLabelled(question)}${value === undefined ? '' : ` to be ${print(value)}`}`;
  const ofName = reading.series.filter((one) => one.name === name);
  const parts: string[] = [];
  if (held.matching.length > 0) {
    parts.push(`${wanted}, received ${printTotal(held.matching)} from:\n${indent(cut(lines(held.matching)))}`);
    parts.push(...others(ofName.filter((one) => !held.matching.includes(one))));
  } else if (held.nearest !== undefined) {
    parts.push(`${wanted}, but no series has these attributes.`);
    parts.push(`Nearest: ${printSeries(held.nearest.one)}\n${printDifferences(held.nearest.differences)}`);
    parts.push(`All series of ${name}:\n${indent(cut(lines(ofName)))}`);
  } else {
    parts.push([`${wanted}, but nothing was reported under that name.`, ...hints(question)].join(' '));
    parts.push(...names(reading, name));
  }
  if (reading.errors.length > 0)
    parts.push(`While reading, callbacks failed:\n${indent(reading.errors.map(String).join('\n'))}`);
  return parts.join('\n\n');
}

export function reportMetricUnwanted(held: Held<Series>, question: MetricQuestion): string {
  const { value } = question;
  const wanted =
    value === undefined ? `no ${printLabelled(question)}` : `${printLabelled(question)} not to be ${print(value)}`;
  return `Expected ${wanted}, received ${printTotal(held.matching)} from:\n${indent(cut(lines(held.matching)))}`;
}

export function lines(series: readonly Series[]): string {
  return series.map(printSeries).join('\n');
}

function printLabelled({ name, attributes }: MetricQuestion): string {
  return name + printLabels({ ...attributes });
}

function printTotal(series: readonly Series[]): string {
  const value = total(series);
  if (typeof value !== 'object') return String(value);
  const { buckets: _, ...rest } = value;
  return print(rest);
}

function others(series: readonly Series[]): string[] {
  return series.length === 0 ? [] : [`Others of that name:\n${indent(cut(lines(series)))}`];
}

function names({ series }: Reading, wanted: string): string[] {
  const all = [...new Set(series.map(({ name }) => name))];
  if (all.length === 0) return ['Emitted: no metric, since the test telemetry was started or reset.'];
  const distance = (name: string) => compareName('', wanted, name)[0]?.weight ?? 0;
  all.sort((a, b) => distance(a) - distance(b));
  return [`Emitted, the nearest first:\n${indent(cut(all.join('\n')))}`];
}

function hints({ name, value }: MetricQuestion): string[] {
  const record: MetricRecord | undefined = Object.hasOwn(metrics, name)
    ? metrics[name as keyof typeof metrics]
    : undefined;
  return [
    ...(value === 0 ? ['Absent is not 0: that it is absent is said by .not.toHaveMetric(...).'] : []),
    ...(record?.planned === true ? ['The catalogue has it as planned: nothing emits it yet.'] : []),
  ];
}
