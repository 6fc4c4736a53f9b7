// Time that passes, tenants beside each other, what listeners hear, and conversations that are put away (events.md §2, §3).
import { describe, expect, it } from 'vitest';
import { instantOf } from '../conversation/story-time.ts';
import { MemoryEngine } from '../../src/engine/memory-engine.ts';
import { HoldlineError } from '../../src/events/holdline-error.ts';
import { CHANNEL, event, Hosted, type Told } from './hosted.ts';

const written = event('09:00', 'customer.message', 'm1');
const accepted = event('09:01', 'work.accepted', 'w', { workId: 'w1' });
const answered = event('09:02', 'agent.message', 'a1');
const SILENT = [CHANNEL, written, accepted, answered];
const abel = (told: Told) => ({ ...told, id: `b-${String(told['id'])}`, endUserId: 'abel' });
const lastRule = (host: Hosted) => host.rows('transitions').at(-1)?.['rule'];

describe('deadlines', () => {
  it('clock.advanced fires what is due at its instant', () => {
    const before = event('09:11:59.999', 'clock.advanced', 't');
    expect(lastRule(new Hosted().decide(...SILENT, before))).toBe('EC11');
    expect(lastRule(new Hosted().decide(...SILENT, event('09:12', 'clock.advanced', 't')))).toBe(
      'EC42',
    );
  });

  it('an event at the instant does not let it fire; time beyond does', () => {
    const beside = event('09:12', 'agent.heartbeat', 'h');
    expect(lastRule(new Hosted().decide(...SILENT, beside))).toBe('EC11');
    const after = event('09:12:00.001', 'agent.heartbeat', 'h2');
    expect(lastRule(new Hosted().decide(...SILENT, beside, after))).toBe('EC42');
  });

  it('an event at the instant of a deadline beats it', () => {
    const host = new Hosted().decide(
      ...SILENT,
      event('09:12', 'customer.message', 'm2'),
      event('09:12', 'clock.advanced', 't'),
    );
    expect(lastRule(host)).toBe('EC11');
  });

  it('what it causes bears its instant, however late it is noticed', () => {
    const host = new Hosted().decide(...SILENT, event('20:00', 'agent.heartbeat', 'h'));
    const fired = host.facts.find(({ causationId }) => causationId === 'timer.customerIdle');
    expect(fired).toMatchObject({
      at: instantOf('09:12', 0),
      recordedAt: instantOf('09:12', 0),
      causationId: 'timer.customerIdle',
    });
  });

  it('fire in the order of time, across conversations', () => {
    const host = new Hosted().decide(
      ...SILENT,
      ...SILENT.slice(1).map(abel),
      event('09:30', 'clock.advanced', 't'),
    );
    const ended = host.rows('transitions').filter((row) => row['rule'] === 'EC42');
    expect(ended.map((row) => row['session_id'])).toEqual([
      'default/chat/abel/1',
      'default/chat/cora/1',
    ]);
  });

  it('the jump and the steps of the clock end alike', () => {
    const jump = new Hosted().decide(...SILENT);
    jump.engine.advanceTo(instantOf('+100h', instantOf('09:02', 0)));
    const steps = new Hosted().decide(...SILENT);
    for (let hour = 1; hour <= 100; hour += 1) {
      steps.engine.advanceTo(instantOf(`+${hour}h`, instantOf('09:02', 0)));
    }
    expect(steps.tables).toEqual(jump.tables);
    expect(steps.facts).toEqual(jump.facts);
  });

  it('drain lets everything that is pending happen', () => {
    const host = new Hosted().decide(...SILENT);
    host.engine.drain();
    expect(lastRule(host)).toBe('EC64');
    expect(host.rows('timers')).toEqual([]);
  });

  it('an instant that is none is refused', () => {
    expect(() => new MemoryEngine().advanceTo('tomorrow')).toThrow(HoldlineError);
    expect(() => new MemoryEngine({ policy: { surprise: 1 } })).toThrow(/surprise/);
  });
});

const acme = (told: Told) => ({ ...told, tenant: 'acme' });

describe('tenants', () => {
  it('share nothing: neither channels nor agents nor time', () => {
    const host = new Hosted();
    host.decide(...SILENT, acme(written));
    expect(host.judged).toContain('m1 rejected unknown_channel');
    host.decide(acme({ ...CHANNEL, at: '22:00' }), acme({ ...written, id: 'm9', at: '23:00' }));
    expect(host.rows('sessions').map((row) => [row['tenant'], row['status']])).toEqual([
      ['default', 'Active'],
      ['acme', 'Waiting'],
    ]);
  });

  it('an agent of the same id elsewhere is somebody else', () => {
    const host = new Hosted().decide(
      ...SILENT,
      acme(CHANNEL),
      acme(event('09:03', 'agent.presence', 'p', { status: 'offline' })),
    );
    expect(lastRule(host)).toBe('EC11');
    expect(host.engine.loadOf('ann')).toEqual({ items: 1, paused: 0 });
    expect(host.engine.loadOf('ann', 'acme')).toEqual({ items: 0, paused: 0 });
  });

  it('a policy is one tenant’s', () => {
    const host = new Hosted().decide(
      acme(CHANNEL),
      acme(event('08:00', 'policy.changed', 'p', { policy: { consentExpiry: 'PT1H' } })),
      acme(event('09:00', 'customer.message', 'k', { keyword: 'optIn' })),
      CHANNEL,
      event('09:00', 'customer.message', 'k', { keyword: 'optIn' }),
    );
    expect(host.rows('timers').map((row) => [row['tenant'], row['due_at']])).toEqual([
      ['acme', '2026-03-03T10:00:00.000Z'],
      ['default', '2026-03-04T15:00:00.000Z'],
    ]);
  });
});

describe('facts', () => {
  it('are numbered from one without gaps, a tenant at a time', () => {
    const host = new Hosted().decide(
      ...SILENT,
      { ...CHANNEL, tenant: 'acme' },
      { ...written, tenant: 'acme' },
      event('09:05', 'customer.ended', 'x'),
    );
    for (const tenant of ['default', 'acme']) {
      const own = host.facts.filter((fact) => fact.tenant === tenant);
      expect(own.map(({ seq }) => seq)).toEqual(own.map((_, index) => index + 1));
    }
    expect(new Set(host.facts.map(({ eventId }) => eventId)).size).toBe(host.facts.length);
  });

  it('name where they belong and what caused them', () => {
    const host = new Hosted().decide(...SILENT);
    const activated = host.facts.find((fact) => fact.type === 'session.activated');
    expect(activated).toMatchObject({
      tenant: 'default',
      conversationId: 'default/chat/cora',
      sessionId: 'default/chat/cora/1',
      causationId: 'w',
      at: instantOf('09:01', 0),
      schemaVersion: 1,
    });
  });

  it('reach who listens to their type, or to all, until they stop', () => {
    const engine = new MemoryEngine();
    const heard: string[] = [];
    const all: number[] = [];
    const listener = (fact: { at: number }) => heard.push(new Date(fact.at).toISOString());
    engine.on('session.ended', listener).on('fact', (fact) => all.push(fact.seq));
    const tell = (...events: readonly Told[]) => {
      for (const told of events) engine.dispatch({ ...told, at: instantOf(told.at, 0) });
      engine.settle();
    };
    tell(...SILENT, event('09:05', 'customer.ended', 'x'));
    expect(heard).toEqual(['2026-03-03T09:05:00.000Z']);
    expect(all).toEqual(all.map((_, index) => index + 1));
    engine.off('session.ended', listener);
    tell(event('09:06', 'customer.message', 'm2'), event('09:07', 'customer.ended', 'y'));
    expect(heard).toHaveLength(1);
  });

  it('of a refused event there are none', () => {
    const host = new Hosted().decide(...SILENT);
    const before = host.facts.length;
    host.decide(event('09:03', 'agent.paused', 'p'), event('09:03', 'agent.opened', 'o'));
    expect(host.facts).toHaveLength(before);
  });
});

const week: readonly Told[] = [
  ...SILENT,
  event('09:12', 'customer.message', 'm2'),
  event('09:13', 'agent.message', 'a2'),
  event('11:00', 'customer.message', 'm3', { keyword: 'help' }),
  event('12:00', 'customer.message', 'm4'),
  event('12:01', 'work.offered', 'o2', { workId: 'w2' }),
  event('12:01:30', 'work.declined', 'd2', { workId: 'w2' }),
  event('14:00', 'work.accepted', 'a3', { workId: 'w3', agentId: 'ben' }),
  event('15:00', 'agent.message', 'a4', { agentId: 'ben' }),
  event('15:05', 'automation.message', 'n1', { allowExisting: 'closed', longevity: 'keepOpen' }),
  event('15:07', 'agent.ended', 'e1', { agentId: 'ben' }),
  event('18:00', 'agent.closedTab', 't1', { agentId: 'ben' }),
  event('19:00', 'agent.presence', 'p1', { status: 'offline' }),
  event('20:00', 'customer.message', 'm5'),
  event('20:01', 'bot.accepted', 'b1', { botId: 'rob' }),
  event('20:02', 'bot.message', 'b2', { botId: 'rob' }),
  event('23:59', 'clock.advanced', 'z'),
];

describe('conversations that are put away', () => {
  it.each([
    ['after every decision', { busyForMs: 0, batch: 1 }],
    ['after every decision, decided at once', { busyForMs: 0 }],
    ['after a minute', { busyForMs: 60_000, batch: 2 }],
    ['never', { busyForMs: Number.MAX_SAFE_INTEGER }],
  ])('%s, tell the same', (_when, tuning) => {
    const plain = new Hosted().decide(...week);
    const packed = new Hosted({ tuning });
    for (const told of week) packed.decide(told);
    expect(packed.tables).toEqual(plain.tables);
    expect(packed.facts).toEqual(plain.facts);
    expect(packed.judged).toEqual(plain.judged);
  });

  it('have been through enough for that to mean something', () => {
    const plain = new Hosted().decide(...week);
    expect(plain.judged.filter((line) => !line.endsWith('applied'))).toEqual([]);
    expect(plain.rows('transitions').map((row) => row['rule'])).toEqual([
      'EC01',
      'EC11',
      'EC42',
      'EC60',
      'EC11',
      'EC44',
      'NO03',
      'NO04',
      'EC12',
      'EC48',
    ]);
  });
});
