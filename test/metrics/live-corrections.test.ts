// What a correction names: exactly the figures that a late or later word changes, each with the one that stands in its place.
import { describe, expect, it } from 'vitest';
import { openEngine } from '../../src/engine/open-engine.ts';
import { openMetrics } from '../../src/engine/open-metrics.ts';
import type { Correction } from '../../src/metrics/figure-teller.ts';
import { VirtualClock } from '../../src/testing/virtual-clock.ts';

type Fields = Readonly<Record<string, unknown>>;

const at = (time: string) => `2026-03-03T${time}Z`;
const instant = (time: string) => Date.parse(at(time));
const DAY = { dimension: 'account', from: instant('00:00:00'), to: instant('23:59:00') } as const;

/** The planned activity of agent B in a stretch. */
const plan = (from: string, to: string, productive: boolean) => ({
  agentId: 'B',
  activities: [{ from: at(from), to: at(to), productive }],
});

/** A running engine whose figures are asked for after each event. */
class Day {
  readonly engine = openEngine({ clock: new VirtualClock(at('07:00:00')) });
  readonly metrics = openMetrics(this.engine);
  readonly corrections: Correction[] = [];
  #count = 0;

  constructor() {
    this.metrics.on('metric.corrected', (correction) => this.corrections.push(correction));
  }

  async tell(time: string, type: string, fields: Fields = {}, user = 'u1'): Promise<this> {
    this.#count += 1;
    const id = `e${String(this.#count).padStart(3, '0')}`;
    const isOfAgent = type.startsWith('agent.shift') || type === 'agent.presence';
    const where =
      isOfAgent || type === 'contact.merged' ? {} : { channelId: 'chat', endUserId: user };
    const { verdict, ...why } = await this.engine.dispatch({
      id,
      type,
      at: at(time),
      ...where,
      ...fields,
    });
    if (verdict === 'rejected' || verdict === 'late') throw new Error(JSON.stringify(why));
    this.metrics.refresh();
    return this;
  }

  /** Set up with opening hours or none, and one conversation in agent B's hands. */
  async begin(user = 'u1', fields: Fields = {}): Promise<this> {
    await this.configure('08:00:00', fields);
    await this.tell('09:00:00', 'customer.message', { messageId: `${user}-m1` }, user);
    await this.tell('09:01:00', 'work.accepted', { workId: `${user}-w`, agentId: 'B' }, user);
    return this;
  }

  configure(time: string, fields: Fields = {}): Promise<this> {
    return this.tell(time, 'channel.configured', {
      channelType: 'WhatsApp',
      platform: 'enhanced',
      capacityModel: 'tabBased',
      ...fields,
    });
  }

  /** Corrections as text, those of the given metrics. */
  told(...metrics: readonly string[]): readonly string[] {
    return this.corrections
      .filter(({ superseded }) => metrics.includes(superseded.metric))
      .map(({ superseded, by }) => {
        const shown = [superseded, by].map(
          (one) =>
            one &&
            `${one.key} ${String(one.valueMs ?? one.value ?? one.missing)} ${String(one.businessMs)}`,
        );
        return `${superseded.metric}: ${shown.join(' -> ')}`;
      })
      .toSorted();
  }
}

describe('metric.corrected', () => {
  it('names the responses that rested on a reply that failed (X13): 30 s is none, and then 120 s', async () => {
    const day = await new Day().begin();
    await day.tell('09:01:30', 'agent.message', { agentId: 'B', messageId: 'a1' });
    const before = day.corrections.length;
    await day.tell('09:01:33', 'message.failed', { messageId: 'a1', statusCode: 470 });
    const named = day.corrections.slice(before).map(({ superseded }) => superseded.metric);
    expect(named).toEqual(expect.arrayContaining(['firstResponseTime', 'responseTime']));
    expect(named).not.toContain('queueWaitTime');
    expect(day.told('firstResponseTime')).toEqual([
      'firstResponseTime: default/chat/u1/1 90000 90000 -> ',
    ]);
    await day.tell('09:03:00', 'agent.message', { agentId: 'B', messageId: 'a2' });
    expect(day.metrics.figure('firstResponseTime', DAY)).toMatchObject({ count: 1, sum: 180_000 });
  });

  it('names nothing of another conversation', async () => {
    const day = await new Day().begin('u1');
    await day.tell('09:00:10', 'customer.message', { messageId: 'o1' }, 'u2');
    await day.tell('09:02:00', 'agent.message', { agentId: 'B', messageId: 'a1' });
    const before = day.corrections.length;
    await day.tell('08:59:00', 'customer.message', { messageId: 'm0' }, 'u1');
    const keys = day.corrections.slice(before).map(({ superseded }) => superseded.key);
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.filter((key) => key.includes('u2'))).toEqual([]);
    expect(day.told('firstResponseTime')).toEqual([
      'firstResponseTime: default/chat/u1/1 120000 120000 -> default/chat/u1/1 180000 180000',
    ]);
  });

  it('names the contacts that turn out to be one, and counts them once in the month', async () => {
    const day = await new Day().begin('u1');
    await day.tell('09:00:20', 'endUser.updated', { contactId: 'p-1' }, 'u1');
    await day.tell('09:00:30', 'endUser.updated', { contactId: 'p-2' }, 'u2');
    await day.tell('09:02:00', 'customer.message', { messageId: 'o1' }, 'u2');
    const contacts = () => day.metrics.figure('uniqueMonthlyContacts', DAY).value;
    const before = contacts();
    const mark = day.corrections.length;
    await day.tell('09:05:00', 'contact.merged', { survivorId: 'p-1', mergedId: 'p-2' });
    const merged = day.corrections
      .slice(mark)
      .map(({ superseded, by }) => [superseded.key, by?.key]);
    expect(merged).toEqual([['p-2', 'p-1']]);
    expect([before, contacts()]).toEqual([2, 1]);
  });

  it('names what opening hours that are told late make of the time since, by both clocks', async () => {
    const day = await new Day().begin();
    await day.tell('09:03:00', 'agent.message', { agentId: 'B', messageId: 'a1' });
    // Closed until 09:02 local time: one of the three minutes is open.
    const hours = { zone: 'UTC', open: { tue: [['09:02', '17:00']] } };
    await day.configure('08:55:00', { businessHours: hours });
    expect(day.told('firstResponseTime')).toEqual([
      'firstResponseTime: default/chat/u1/1 180000 180000 -> default/chat/u1/1 180000 60000',
    ]);
    const { sum, sumBusiness } = day.metrics.figure('firstResponseTime', DAY);
    expect([sum, sumBusiness]).toEqual([180_000, 60_000]);
  });

  it('names the adherence that a revised plan takes back: 50 of 60 minutes, then 30 of 60', async () => {
    const day = new Day();
    const adherence = () => day.metrics.figure('adherencePct', DAY).value;
    await day.tell('08:00:00', 'agent.shift', plan('09:00:00', '10:00:00', true));
    await day.tell('09:10:00', 'agent.presence', { agentId: 'B', status: 'online' });
    await day.tell('10:00:00', 'agent.presence', { agentId: 'B', status: 'offline' });
    await day.tell('10:05:00', 'agent.presence', { agentId: 'B', status: 'offline' });
    const before = adherence();
    const mark = day.corrections.length;
    // The first half hour was a break after all, for which an agent who is available is not away.
    await day.tell('10:06:00', 'agent.shift', plan('09:00:00', '09:30:00', false));
    await day.tell('10:07:00', 'agent.presence', { agentId: 'B', status: 'offline' });
    const named = new Set(day.corrections.slice(mark).map(({ superseded }) => superseded.metric));
    expect([before, adherence()]).toEqual([50 / 60, 0.5]);
    expect([...named].toSorted()).toEqual(['adherentTime', 'productiveTime', 'scheduledTime']);
  });
});

describe('openMetrics', () => {
  it('refuses an unknown option with its path, and a misspelt choice', () => {
    const engine = openEngine({ clock: new VirtualClock() });
    const wrong = { options: { focus: { idel: 1 } } } as never;
    expect(() => openMetrics(engine, wrong)).toThrow(/focus\.idel/);
    expect(caught(() => openMetrics(engine, wrong))).toMatchObject({ code: 'policy_invalid' });
    expect(() => openMetrics(engine, { profil: 'zendesk' } as never)).toThrow(
      /did you mean profile\?/,
    );
  });

  it("reads as the engine's policy does, or as it is told", () => {
    const policy = { metrics: { profile: 'connect', options: { noRecontactMs: 1 } } };
    const engine = openEngine({ clock: new VirtualClock(), policy });
    const { options } = openMetrics(engine);
    expect([options.anchor, options.noRecontactMs]).toEqual(['lastUnanswered', 1]);
    expect(openMetrics(engine, { profile: 'holdline' }).options.anchor).toBe('firstUnanswered');
  });

  it('follows each commit without being asked, and no longer once it is closed', async () => {
    const day = new Day();
    await day.engine.dispatch({
      id: 'c',
      type: 'channel.configured',
      at: at('08:00:00'),
      channelId: 'chat',
      channelType: 'WhatsApp',
      platform: 'enhanced',
      capacityModel: 'tabBased',
    });
    const heard: string[] = [];
    const isHeard = new Promise<void>((resolve) => {
      day.metrics.on('recorded', ({ metric }) => {
        heard.push(metric);
        resolve();
      });
    });
    await day.engine.dispatch({
      id: 'm',
      type: 'customer.message',
      at: at('09:00:00'),
      channelId: 'chat',
      endUserId: 'u',
      messageId: 'm',
    });
    expect(heard).toEqual([]);
    await isHeard;
    expect(heard).toContain('sessionsByOrigin');
    day.metrics.close();
    const { position } = day.metrics;
    await day.engine.dispatch({
      id: 'n',
      type: 'customer.message',
      at: at('09:01:00'),
      channelId: 'chat',
      endUserId: 'v',
      messageId: 'n',
    });
    day.metrics.refresh();
    expect(day.metrics.position).toBe(position);
    await day.engine.close();
  });

  it('shows the board as of the clock: queue, oldest wait, and waits past the target', async () => {
    const clock = new VirtualClock(at('09:00:00'));
    const engine = openEngine({ clock });
    const metrics = openMetrics(engine);
    const sla = { firstResponse: 'PT2M', response: 'PT1M' };
    await engine.dispatch({
      id: 'c',
      type: 'channel.configured',
      at: at('08:00:00'),
      channelId: 'chat',
      channelType: 'WhatsApp',
      platform: 'enhanced',
      capacityModel: 'tabBased',
      queueId: 'Q1',
      sla,
    });
    await engine.dispatch({
      id: 'm',
      type: 'customer.message',
      at: at('09:00:00'),
      channelId: 'chat',
      endUserId: 'u',
      messageId: 'm',
    });
    await clock.advanceBy('PT2M');
    expect(metrics.live().numbers).toMatchObject({ open: 1, unattended: 1, waitsPastTarget: 0 });
    await clock.advanceBy(1);
    expect(metrics.live().numbers.waitsPastTarget).toBe(1);
    expect(metrics.live().queue('Q1')).toEqual({ size: 1, longestWaitMs: 120_001 });
    // A late word that the session began earlier moves the wait with it.
    await engine.dispatch({
      id: 'l',
      type: 'customer.message',
      at: at('08:59:00'),
      channelId: 'chat',
      endUserId: 'u',
      messageId: 'l',
    });
    expect(metrics.live().queue('Q1')).toEqual({ size: 1, longestWaitMs: 180_001 });
    await engine.close();
  });
});

function caught(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}
