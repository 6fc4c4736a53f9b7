// The rules of time that a product manager asks about first, told as stories.
import { describe, expect, it } from 'vitest';
import { ACTIVE, INACTIVE } from './scenes.ts';
import { chat, given, idleChat, standard, type Scene, type Step, Story } from './story.ts';

const story = (scene: Scene, ...steps: readonly Step[]) => new Story(scene).tell(...steps);

describe('thirty hours of inactivity', () => {
  it('an inactive session is still there after 29 h 59 min 59.999 s', () => {
    expect(story(chat(), ...INACTIVE, '+29h59m59s999ms').moves.at(-1)).toBe(
      'Active → Inactive EC38',
    );
  });

  it('and is ended by the system at thirty hours', () => {
    const told = story(chat(), ...INACTIVE, '+30h');
    expect(told.moves.at(-1)).toBe('Inactive → Ended EC64');
    expect(told.rows('sessions')).toMatchObject([
      { ended_by_type: 'System', end_at: '2026-03-04T15:03:00.000Z' },
    ]);
  });

  it('a customer who writes at the very instant is in time', () => {
    const told = story(chat(), ...INACTIVE, '+30h customer.message', '+1ms');
    expect(told.moves.at(-1)).toBe('Inactive → Waiting EC60');
  });

  it('one who writes a millisecond later begins a new session', () => {
    const told = story(chat(), ...INACTIVE, '+30h1ms customer.message');
    expect(told.moves.slice(-2)).toEqual(['Inactive → Ended EC64', '∅ → Waiting EC01']);
  });

  it('the thirty hours begin anew each time the session becomes inactive', () => {
    const told = story(chat(), ...INACTIVE, '+29h customer.message', '+1m work.accepted');
    told.tell('+1m agent.markedInactive', '+29h59m');
    expect(told.moves.at(-1)).toBe('Active → Inactive EC38');
  });

  it('one jump of a hundred hours and a hundred steps of one hour tell the same', () => {
    const jump = story(chat(), ...INACTIVE, '+100h');
    const steps = story(chat(), ...INACTIVE, ...Array.from({ length: 100 }, () => '+1h'));
    for (const table of ['sessions', 'transitions', 'session_metrics', 'agent_work'] as const) {
      expect(steps.rows(table)).toEqual(jump.rows(table));
    }
  });
});

describe('an agent writes first and nobody answers', () => {
  it('an enhanced session waits 48 hours', () => {
    const told = story(chat(), '09:00 agent.opened', '+47h59m59s999ms');
    expect(told.moves.at(-1)).toBe('∅ → New EB01');
    expect(told.tell('+1ms').moves.at(-1)).toBe('New → Ended EB11');
  });

  it('a standard one 24', () => {
    const told = story(standard(), '09:00 agent.opened', '+23h59m59s999ms');
    expect(told.moves.at(-1)).toBe('∅ → New SB01');
    expect(told.tell('+1ms').moves.at(-1)).toBe('New → Ended SB05');
  });

  it('a notification that was kept open 48', () => {
    const told = story(chat(), ['09:00 automation.message', { longevity: 'keepOpen' }], '+48h');
    expect(told.moves).toEqual(['∅ → New NO03', 'New → Ended NO03']);
  });

  it('an answer at the very instant is in time', () => {
    const told = story(chat(), '09:00 agent.opened', '+48h customer.message', '+1h');
    expect(told.moves.at(-1)).toBe('New → Waiting EB07');
  });

  it('a reminder gives the customer 48 hours from the reminder', () => {
    const told = story(chat(), '09:00 agent.opened', '+40h agent.message', '+47h');
    expect(told.moves.at(-1)).toBe('∅ → New EB01');
    expect(told.tell('+1h').moves.at(-1)).toBe('New → Ended EB11');
  });
});

describe('the customer falls silent (five to thirty minutes, as the channel says)', () => {
  it.each([5, 10, 30])('a channel of %i minutes waits that long', (minutes) => {
    const told = story(idleChat({ minutes }), ...ACTIVE, '09:03 agent.message');
    told.tell(`+${minutes - 1}m59s999ms`);
    expect(told.moves.at(-1)).toBe('Waiting → Active EC11');
    expect(told.tell('+1ms').moves.at(-1)).toBe('Active → Inactive EC42');
  });

  it.each([4, 31])('a channel of %i minutes is refused', (minutes) => {
    const { refusal } = given(chat()).when([
      '09:00 channel.configured',
      { ...idleChat({ minutes }).channel },
    ]);
    expect(refusal).toMatchObject({ code: 'invalid_event' });
  });

  it("counts from the agent's first message after the customer's last", () => {
    const told = story(
      idleChat({ minutes: 10 }),
      ...ACTIVE,
      '09:03 customer.message',
      '09:05 agent.message',
      '09:09 agent.message',
      '09:14 agent.message',
      '09:15',
    );
    expect(told.rows('transitions').at(-1)).toMatchObject({
      at: '2026-03-03T09:15:00.000Z',
      to_status: 'Inactive',
      cause: 'timer.customerIdle',
    });
  });

  it('does not count while the customer waits for the agent', () => {
    const told = story(idleChat(), ...ACTIVE, '09:03 customer.message', '+5h');
    expect(told.moves.at(-1)).toBe('Waiting → Active EC11');
  });

  it('begins anew with the first message after each answer', () => {
    const told = story(
      idleChat({ minutes: 10 }),
      ...ACTIVE,
      '09:03 agent.message',
      '09:12:59 customer.message',
      '09:20 agent.message',
      '09:29:59',
    );
    expect(told.timers).toEqual(['customerIdle in 1s by EC31']);
  });

  it('an answer at the very instant is in time', () => {
    const told = story(
      idleChat(),
      ...ACTIVE,
      '09:03 agent.message',
      '09:13 customer.message',
      '+1h',
    );
    expect(told.moves.at(-1)).toBe('Waiting → Active EC11');
  });

  it('says nothing of a customer who talks with a bot', () => {
    const told = story(
      idleChat(),
      '09:00 customer.message',
      '09:01 bot.accepted',
      '09:02 bot.message',
    );
    expect(told.timers).toEqual(['botIdle in 1h59m by EC12']);
  });
});

describe('a change of the rules', () => {
  const toSixHours: Step = ['09:04 policy.changed', { policy: { inactiveExpiry: 'PT6H' } }];

  it('leaves a deadline that is already set where it is', () => {
    const told = story(chat(), ...INACTIVE, toSixHours);
    expect(told.timers).toEqual(['inactiveExpiry in 29h59m by EC38']);
  });

  it('reaches open sessions from its instant on', () => {
    const told = story(chat(), ...ACTIVE, toSixHours, '09:05 agent.markedInactive');
    expect(told.timers).toEqual(['inactiveExpiry in 6h by EC38']);
    expect(told.rows('sessions')).toMatchObject([{ policy_version: 'e0004' }]);
  });

  it('counts from its instant, however late it is told of', () => {
    const told = story(chat(), ...ACTIVE, '09:05 agent.markedInactive', [
      '09:05 policy.changed',
      { policy: { inactiveExpiry: 'PT6H' } },
    ]);
    expect(told.timers).toEqual(['inactiveExpiry in 6h by EC38']);
  });

  it('of a channel reaches open sessions, but for the platform and the capacity model they began with', () => {
    const standardChannel = standard({ capacityModel: 'statusBased', queueId: 'q5' }).channel;
    const told = story(chat(), ...ACTIVE, ['09:03 channel.configured', standardChannel]);
    told.tell(['09:05 agent.presence', { status: 'offline' }]);
    expect(told.moves.at(-1)).toBe('Active → Waiting EC36');
    expect(told.rows('sessions')).toMatchObject([{ graph: 'enhanced-customer', owner_id: 'q5' }]);
    told.tell('09:06 customer.ended', '09:07 customer.message');
    expect(told.moves.at(-1)).toBe('∅ → Waiting SC01');
  });

  it('of the customer-idle rule counts for the next silence', () => {
    const told = story(idleChat({ minutes: 10 }), ...ACTIVE, '09:03 agent.message', [
      '09:04 channel.configured',
      idleChat({ minutes: 20 }).channel,
    ]);
    expect(told.timers).toEqual(['customerIdle in 9m by EC31']);
    told.tell('09:05 customer.message', '09:06 agent.message');
    expect(told.timers).toEqual(['customerIdle in 20m by EC31']);
  });

  it('that is no policy is refused whole', () => {
    const { refusal, outcome } = given(chat(), ...ACTIVE).when([
      '09:04 policy.changed',
      { policy: { inactiveExpiry: 'PT6H', surprise: 1 } },
    ]);
    expect(refusal).toMatchObject({ code: 'policy_invalid' });
    expect(outcome.session).toMatchObject({ policy_version: 'default' });
  });
});
