// Short stories for calculators, and what their figures add up to.
import type { DerivedMetric } from '../../src/metrics/metric-definition.ts';
import type { Totals } from '../../src/metrics/totals.ts';
import { NO_TOTALS } from '../../src/metrics/totals.ts';
import { DEFAULT_METRIC_OPTIONS, type MetricOptions } from '../../src/policy/metric-options.ts';
import type { Measured } from './measured.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The instant from which a story counts its minutes. */
export const STORY_START = Date.parse('2026-03-03T10:00:00Z');

/** `minutes:seconds` after the start of the story, epoch milliseconds. */
export function momentAt(time: string): number {
  const [minutes = '0', seconds = '0'] = time.split(':');
  return STORY_START + (Number(minutes) * 60 + Number(seconds)) * 1000;
}

/** One conversation on an enhanced, tab-based channel with queue Q1, told event by event. */
export class Story {
  readonly events: object[] = [];
  readonly #where: Fields;
  readonly #mark: string;

  constructor(channel: Fields = {}, mark = 'u') {
    this.#mark = mark;
    this.#where = { channelId: 'chat', endUserId: mark };
    this.events.push({
      id: `${mark}-set-up`,
      type: 'channel.configured',
      at: STORY_START - 3_600_000,
      channelId: 'chat',
      channelType: 'WhatsApp',
      platform: 'enhanced',
      capacityModel: 'tabBased',
      queueId: 'Q1',
      ...channel,
    });
  }

  /** Any event, `minutes:seconds` after the start. */
  at(time: string, type: string, fields: Fields = {}): this {
    const id = `${this.#mark}${String(this.events.length).padStart(3, '0')}`;
    this.events.push({ id, type, at: momentAt(time), ...this.#where, ...fields });
    return this;
  }

  customer(time: string, messageId = `m-${time}`): this {
    return this.at(time, 'customer.message', { messageId });
  }

  agent(time: string, agentId: string, messageId = `a-${time}`): this {
    return this.at(time, 'agent.message', { agentId, messageId });
  }

  offer(time: string, workId: string, agentId: string, fields: Fields = {}): this {
    return this.at(time, 'work.offered', { workId, agentId, ...fields });
  }

  accept(time: string, workId: string, agentId: string): this {
    return this.at(time, 'work.accepted', { workId, agentId });
  }

  ticket(time: string, from: string | null, to: string): this {
    return this.at(time, 'ticket.statusChanged', { ticketId: 't1', from, to, by: 'B' });
  }
}

/** What a metric adds up to over all that was measured; of one class where a label is given. */
export function totalsOf(measured: Measured, metric: string, label?: string | null): Totals {
  const isAll = label === undefined || label === null;
  let totals = NO_TOTALS;
  for (const { valueMs, value, businessMs, dims } of measured.of(metric)) {
    if (!isAll && dims.label !== label) continue;
    const figure = valueMs ?? value;
    totals =
      figure === null
        ? { ...totals, missing: totals.missing + 1 }
        : {
            ...totals,
            count: totals.count + 1,
            sum: totals.sum + figure,
            sumBusiness: totals.sumBusiness + (businessMs ?? 0),
            min: Math.min(totals.min ?? figure, figure),
            max: Math.max(totals.max ?? figure, figure),
          };
  }
  return totals;
}

/** A derived figure over all that was measured. */
export const figureOf = (
  metric: DerivedMetric,
  measured: Measured,
  options: Partial<MetricOptions> = {},
): number | null =>
  metric.figure((id, label) => totalsOf(measured, id, label), {
    ...DEFAULT_METRIC_OPTIONS,
    ...options,
  });

/** Seconds of a metric by label. */
export function secondsByLabel(measured: Measured, metric: string): Record<string, number> {
  const seconds: Record<string, number> = {};
  for (const { valueMs, dims } of measured.of(metric)) {
    const label = dims.label ?? '';
    seconds[label] = (seconds[label] ?? 0) + (valueMs ?? 0) / 1000;
  }
  return seconds;
}
