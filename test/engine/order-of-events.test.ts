// The order of events and the door: lateness, duplicates, the far future (events.md §2).
import { describe, expect, it } from 'vitest';
import { CHANNEL, event, Hosted } from './hosted.ts';

const written = event('09:00', 'customer.message', 'm1');

describe('at one instant', () => {
  it('events count by kind, then by id, whatever came first', () => {
    const events = [
      event('09:00', 'clock.advanced', 'a'),
      event('09:00', 'focus.opened', 'a1', { clientId: 'k' }),
      event('09:00', 'supervisor.ended', 'a2'),
      event('09:00', 'agent.message', 'a3'),
      event('09:00', 'bot.message', 'a4', { botId: 'rob' }),
      event('09:00', 'work.accepted', 'a5', { workId: 'w1' }),
      event('09:00', 'customer.message', 'c2'),
      event('09:00', 'customer.message', 'c1'),
      event('09:00', 'agent.presence', 'a6', { status: 'online' }),
      event('09:00', 'policy.changed', 'z', { policy: {} }),
    ];
    const host = new Hosted().decide(CHANNEL, ...events);
    expect(host.judged.map((line) => line.split(' ')[0])).toEqual([
      'c',
      'z',
      'a6',
      'c1',
      'c2',
      'a5',
      'a4',
      'a3',
      'a2',
      'a1',
      'a',
    ]);
    expect(host.judged.every((line) => line.endsWith('applied'))).toBe(true);
  });

  it('so a customer, an agent who accepts, and their answer may share it', () => {
    const host = new Hosted().decide(
      CHANNEL,
      event('09:00', 'agent.message', 'a'),
      event('09:00', 'work.accepted', 'b', { workId: 'w1' }),
      event('09:00', 'customer.message', 'z'),
    );
    expect(host.rows('transitions').map((row) => row['rule'])).toEqual(['EC01', 'EC11']);
  });
});

describe('late and early', () => {
  it('an event exactly at the bound is taken, a millisecond older it is late', () => {
    const host = new Hosted();
    host.take(CHANNEL, event('09:10', 'agent.heartbeat', 'h'));
    expect(host.take(event('09:00', 'customer.message', 'in time'))).toEqual(['deferred']);
    expect(host.take(event('08:59:59.999', 'customer.message', 'too late'))).toEqual(['late']);
    host.engine.settle();
    expect(host.rows('sessions')).toMatchObject([{ start_at: '2026-03-03T09:00:00.000Z' }]);
    expect(host.judged).toContain('too late late');
  });

  it('the bound is the policy’s', () => {
    const host = new Hosted({ policy: { lateness: 'PT1M' } });
    host.take(CHANNEL, event('09:10', 'agent.heartbeat', 'h'));
    expect(host.take(event('09:09', 'customer.message', 'a'))).toEqual(['deferred']);
    expect(host.take(event('09:08:59.999', 'customer.message', 'b'))).toEqual(['late']);
  });

  it('an event that cannot apply yet waits, and is decided in its place', () => {
    const host = new Hosted();
    host.take(CHANNEL);
    expect(host.take(event('09:02', 'agent.message', 'a'))).toEqual(['deferred']);
    expect(host.take(event('09:01', 'work.accepted', 'w', { workId: 'w1' }))).toEqual(['deferred']);
    expect(host.take(written)).toEqual(['deferred']);
    host.engine.settle();
    expect(host.judged).toEqual(['c applied', 'm1 applied', 'w applied', 'a applied']);
  });

  it('one that never can is rejected when its turn has come', () => {
    const host = new Hosted().decide(CHANNEL, event('08:59', 'agent.message', 'a'), written);
    expect(host.judged).toEqual(['c applied', 'a rejected no_session', 'm1 applied']);
  });

  it('what was settled is closed: older is late', () => {
    const host = new Hosted().decide(CHANNEL, written);
    expect(host.take(event('08:59:59.999', 'customer.message', 'm0'))).toEqual(['late']);
    expect(host.take(event('09:00', 'customer.message', 'm2'))).toEqual(['deferred']);
  });

  it('any permutation inside the bound ends in the same tables', () => {
    const events = [
      written,
      event('09:01', 'work.accepted', 'w', { workId: 'w1' }),
      event('09:02', 'agent.message', 'a1'),
      event('09:03', 'customer.message', 'm2'),
      event('09:04', 'agent.message', 'a2'),
      event('09:09', 'agent.ended', 'x'),
    ];
    const inOrder = new Hosted().decide(CHANNEL, ...events).tables;
    expect(new Hosted().decide(CHANNEL, ...events.toReversed()).tables).toEqual(inOrder);
    const shuffled = [3, 0, 5, 1, 4, 2].map((index) => events[index] ?? written);
    expect(new Hosted({ tuning: { batch: 1 } }).decide(CHANNEL, ...shuffled).tables).toEqual(
      inOrder,
    );
  });
});

describe('duplicates', () => {
  it('a second event of the same id has no effect, whatever it says', () => {
    const host = new Hosted().decide(CHANNEL, written);
    expect(host.take(event('09:05', 'customer.ended', 'm1'))).toEqual(['duplicate']);
    host.engine.settle();
    expect(host.rows('sessions')).toMatchObject([{ status: 'Waiting' }]);
    expect(host.judged).toEqual(['c applied', 'm1 applied', 'm1 duplicate']);
  });

  it('also before the first is decided, and after it was rejected or late', () => {
    const host = new Hosted();
    host.take(CHANNEL, event('09:00', 'agent.message', 'a'));
    expect(host.take(event('09:00', 'agent.message', 'a'))).toEqual(['duplicate']);
    host.engine.settle();
    expect(host.take(event('09:10', 'customer.message', 'a'))).toEqual(['duplicate']);
    expect(host.take(event('08:00', 'customer.message', 'l'))).toEqual(['late']);
    expect(host.take(event('09:20', 'customer.message', 'l'))).toEqual(['duplicate']);
  });

  it('one tenant knows nothing of the ids of another', () => {
    const host = new Hosted();
    host.take(CHANNEL, { ...CHANNEL, tenant: 'acme' });
    expect(host.take(written, { ...written, tenant: 'acme' })).toEqual(['deferred', 'deferred']);
  });
});

describe('the far future', () => {
  it('is refused beyond sixty days, and moves nothing', () => {
    const host = new Hosted().decide(CHANNEL, written);
    const far = event('+61d', 'customer.message', 'far');
    const watermark = host.engine.tenants[0]?.watermark ?? 0;
    const at = (ms: number) => ({ ...far, at: watermark + ms });
    const day = 86_400_000;
    expect(host.engine.dispatch(at(60 * day + 1))).toMatchObject({
      verdict: 'rejected',
      code: 'time_out_of_range',
    });
    expect(host.engine.tenants[0]?.watermark).toBe(watermark);
    expect(host.take(event('09:01', 'customer.message', 'm2'))).toEqual(['deferred']);
    expect(host.engine.dispatch(at(60 * day))).toMatchObject({ verdict: 'deferred' });
  });

  it('an id that was refused may be used again', () => {
    const host = new Hosted().decide(CHANNEL, written);
    host.engine.dispatch({ ...written, id: 'm2', at: '2026-08-01T00:00:00Z' });
    expect(host.take(event('09:01', 'customer.message', 'm2'))).toEqual(['deferred']);
  });

  it.each(['1999-12-31T23:59:59Z', '2100-01-01T00:00:00Z', 1_772_500_000])(
    '%s is no time',
    (at) => {
      const host = new Hosted().decide(CHANNEL);
      expect(host.engine.dispatch({ ...written, at })).toMatchObject({ code: 'time_out_of_range' });
    },
  );
});
