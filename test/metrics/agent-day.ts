// Days of agents as wire events, and rates read off the figures of a run as roll-ups would add them up.
import type { DerivedMetric, ReadTotals } from '../../src/metrics/metric-definition.ts';
import { NO_TOTALS } from '../../src/metrics/totals.ts';
import { DEFAULT_METRIC_OPTIONS, type MetricOptions } from '../../src/policy/metric-options.ts';
import type { Measured } from './measured.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Tuesday 2026-03-03, UTC. */
export const on = (time: string, day = '2026-03-03') => `${day}T${time}Z`;

/** Builds wire events; ids follow the order in which they are added. */
export class AgentDay {
  readonly #events: (Fields & { readonly at: string })[] = [];
  readonly #day: string;

  constructor(channel: Fields = {}, day = '2026-03-03') {
    this.#day = day;
    this.add('00:00:00', 'channel.configured', {
      channelId: 'chat',
      channelType: 'WhatsApp',
      platform: 'enhanced',
      capacityModel: 'statusBased',
      queueId: 'Q1',
      ...channel,
    });
  }

  /** In the order of time. */
  get events(): readonly object[] {
    return this.#events.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  }

  /** `time` is of the day, or a whole instant. */
  add(time: string, type: string, fields: Fields): this {
    const id = `d${String(this.#events.length + 1).padStart(4, '0')}`;
    const at = time.includes('T') ? time : on(time, this.#day);
    this.#events.push({ id, type, at, ...fields });
    return this;
  }

  presence(time: string, status: string, more: Fields = {}): this {
    return this.add(time, 'agent.presence', { agentId: 'A', status, ...more });
  }

  /** A conversation that the agent has on hand from one time to another. */
  conversation(endUserId: string, from: string, to: string, agentId = 'A'): this {
    const where = { channelId: 'chat', endUserId };
    return this.add(from, 'customer.message', { ...where, messageId: `${endUserId}-m` })
      .add(from, 'work.accepted', { ...where, workId: `w-${endUserId}`, agentId })
      .add(to, 'agent.ended', { ...where, agentId });
  }
}

/** O1: available 09-10, conversations 09:00-09:30 and 09:15-09:45, capacity 3. */
export const o1 = (day = new AgentDay()) =>
  day
    .add('08:00:00', 'agent.capacity', { agentId: 'A', capacity: 3 })
    .presence('09:00:00', 'online')
    .conversation('u1', '09:00:00', '09:30:00')
    .conversation('u2', '09:15:00', '09:45:00')
    .presence('10:00:00', 'offline');

/** The totals of all figures of a run; without a label of all classes. */
export function readTotals({ measurements }: Measured): ReadTotals {
  return (metric, label) => {
    const totals = { ...NO_TOTALS };
    for (const one of measurements) {
      if (one.metric !== metric) continue;
      if (label !== undefined && label !== null && one.dims.label !== label) continue;
      const value = one.valueMs ?? one.value;
      if (value === null) {
        totals.missing += 1;
        continue;
      }
      totals.count += 1;
      totals.sum += value;
      totals.max = Math.max(totals.max ?? value, value);
    }
    return totals;
  };
}

/** A rate of a run. */
export const rateOf = (
  metric: DerivedMetric,
  measured: Measured,
  options: Partial<MetricOptions> = {},
) => metric.figure(readTotals(measured), { ...DEFAULT_METRIC_OPTIONS, ...options });

/** Seconds of one metric and class. */
export const seconds = (measured: Measured, metric: string, label?: string) =>
  readTotals(measured)(metric, label).sum / 1000;
