// Tab-based and status-based capacity side by side (I9, I11, X13, EC36–EC41), told as stories; and who has too much.
import { describe, expect, it } from 'vitest';
import { ACTIVE, NEW, OFFERED, PAUSED, WAITING } from './scenes.ts';
import { chat, given, statusBased, type Scene, type Step, Story } from './story.ts';

const both = (...steps: readonly Step[]) => {
  const loadAfter = (scene: Scene) => {
    const { items, paused } = new Story(scene).tell(...steps).engine.loadOf('ann');
    return `${items} full, ${paused} paused`;
  };
  return { tabBased: loadAfter(chat()), statusBased: loadAfter(statusBased()) };
};

const lastMove = (scene: Scene, ...steps: readonly Step[]) =>
  new Story(scene).tell(...steps).moves.at(-1);

const same = (load: string) => ({ tabBased: load, statusBased: load });
const OFFLINE: Step = ['09:05 agent.presence', { status: 'offline' }];
const ONLINE: Step = ['09:06 agent.presence', { status: 'online' }];

describe('the same in both models', () => {
  it.each<[string, readonly Step[], string]>([
    ['an offer reserves capacity (I10)', OFFERED, '1 full, 0 paused'],
    ['a decline gives it back', [...OFFERED, '09:02 work.declined'], '0 full, 0 paused'],
    ['an acceptance takes it', ACTIVE, '1 full, 0 paused'],
    ['an unanswered opening message takes none (I9)', NEW, '0 full, 0 paused'],
    ['a session in the queue takes none', WAITING, '0 full, 0 paused'],
    [
      'a transfer gives it back',
      [...ACTIVE, ['09:05 agent.transferred', { to: { kind: 'queue', id: 'q2' } }]],
      '0 full, 0 paused',
    ],
  ])('%s', (_says, steps, load) => {
    expect(both(...steps)).toEqual(same(load));
  });
});

describe('where the models differ (I11)', () => {
  it.each<[string, readonly Step[], string, string]>([
    [
      'marking inactive frees a tab, and pauses work',
      [...ACTIVE, '09:05 agent.markedInactive'],
      '0 full, 0 paused',
      '0 full, 1 paused',
    ],
    [
      'closing the tab ends, or changes nothing',
      [...ACTIVE, '09:05 agent.closedTab'],
      '0 full, 0 paused',
      '1 full, 0 paused',
    ],
    [
      'going offline loses the work, or keeps it',
      [...ACTIVE, OFFLINE],
      '0 full, 0 paused',
      '1 full, 0 paused',
    ],
    [
      'coming back finds nothing, or all of it',
      [...ACTIVE, OFFLINE, ONLINE],
      '0 full, 0 paused',
      '1 full, 0 paused',
    ],
    [
      'after the end the open tab still counts, or nothing does',
      [...ACTIVE, '09:05 agent.ended'],
      '1 full, 0 paused',
      '0 full, 0 paused',
    ],
    [
      'the answer to an opening message is queued, or is work at once',
      [...NEW, '09:05 customer.message'],
      '0 full, 0 paused',
      '1 full, 0 paused',
    ],
    [
      'the answer to an inactive session is queued, or is work again',
      [...ACTIVE, '09:05 agent.markedInactive', '09:06 customer.message'],
      '0 full, 0 paused',
      '1 full, 0 paused',
    ],
  ])('%s', (_says, steps, tabBased, statusModel) => {
    expect(both(...steps)).toEqual({ tabBased, statusBased: statusModel });
  });

  it('the session follows: offline', () => {
    expect(lastMove(chat(), ...ACTIVE, OFFLINE)).toBe('Active → Waiting EC36');
    expect(lastMove(statusBased(), ...ACTIVE, OFFLINE)).toBe('Waiting → Active EC11');
  });

  it('the session follows: the tab', () => {
    const close: Step = ['09:05 agent.closedTab', { outcome: 'noCustomerResponse' }];
    expect(lastMove(chat(), ...ACTIVE, close)).toBe('Active → Inactive EC39');
    expect(lastMove(statusBased(), ...ACTIVE, close)).toBe('Waiting → Active EC11');
  });

  it('the session follows: the customer comes back', () => {
    const back: readonly Step[] = [...ACTIVE, '09:05 agent.markedInactive', '+5h customer.message'];
    expect(lastMove(chat(), ...back)).toBe('Inactive → Waiting EC60');
    expect(lastMove(statusBased(), ...back)).toBe('Inactive → Active EC61');
  });

  it('only status-based work can be paused', () => {
    expect(given(chat(), ...ACTIVE).when('09:03 agent.paused').refusal?.code).toBe(
      'status_not_available',
    );
    expect(lastMove(statusBased(), ...PAUSED)).toBe('Active → Paused EC50');
  });
});

describe('an agent who goes offline', () => {
  it('reaches every session that they hold, and no other', () => {
    const cora: readonly Step[] = ACTIVE;
    const carl = { endUserId: 'carl', workId: 'w2' };
    const cleo = { endUserId: 'cleo', workId: 'w3', agentId: 'ben' };
    const story = new Story(chat()).tell(
      ...cora,
      ['09:02 customer.message', carl],
      ['09:03 work.offered', carl],
      ['09:02 customer.message', cleo],
      ['09:03 work.accepted', cleo],
      OFFLINE,
    );
    const rows = story
      .rows('transitions')
      .map((row) => `${String(row['session_id'])} ${String(row['rule'])}`);
    expect(rows.filter((row) => row.endsWith('EC36'))).toEqual(['default/chat/cora/1 EC36']);
    expect(story.rows('agent_work').map((row) => [row['work_id'], row['status']])).toEqual([
      ['w1', 'Closed'],
      ['w2', 'Unavailable'],
      ['w3', 'Opened'],
    ]);
    expect(story.engine.loadOf('ann')).toEqual({ items: 0, paused: 0 });
  });

  it('is offline, too, for work that is accepted afterwards and reported again', () => {
    const { story } = given(chat(), OFFLINE, '09:06 customer.message', '09:07 work.accepted');
    expect(story.moves.at(-1)).toBe('Waiting → Active EC11');
    story.tell(['09:08 agent.presence', { status: 'offline' }]);
    expect(story.moves.at(-1)).toBe('Active → Waiting EC36');
  });

  it('takes nothing by being busy or away', () => {
    for (const status of ['busy', 'away']) {
      const { outcome } = given(chat(), ...ACTIVE).when(['09:05 agent.presence', { status }]);
      expect(outcome).toMatchObject({ moves: [], load: { items: 1, paused: 0 } });
    }
  });
});

const accepts = (endUserId: string, workId: string): readonly Step[] => [
  ['09:02 customer.message', { endUserId }],
  ['09:03 work.accepted', { endUserId, workId }],
];
const over = (...steps: readonly Step[]) =>
  new Story(chat())
    .tell(...steps)
    .facts.filter((fact) => fact.type === 'work.overCapacity')
    .map(({ data: { agentId, load, capacity } }) => ({ agentId, load, capacity }));
const capacity = (fields: object): Step => ['08:00 agent.capacity', { ...fields }];

describe('too much work (I10)', () => {
  it('is reported and not prevented', () => {
    const steps = [capacity({ capacity: 2 }), ...accepts('a', 'w1'), ...accepts('b', 'w2')];
    expect(over(...steps)).toEqual([]);
    expect(over(...steps, ...accepts('c', 'w3'))).toEqual([
      { agentId: 'ann', load: 3, capacity: 2 },
    ]);
  });

  it('counts what each item weighs', () => {
    expect(over(capacity({ capacity: 3, weight: 2 }), ...accepts('a', 'w1'))).toEqual([]);
    expect(
      over(capacity({ capacity: 3, weight: 2 }), ...accepts('a', 'w1'), ...accepts('b', 'w2')),
    ).toEqual([{ agentId: 'ann', load: 4, capacity: 3 }]);
  });

  it('is not known of an agent who never told their capacity', () => {
    expect(over(...accepts('a', 'w1'), ...accepts('b', 'w2'), ...accepts('c', 'w3'))).toEqual([]);
  });

  it('concerns the number of items as well', () => {
    const most = { capacity: { maxItems: 1 } };
    const steps: readonly Step[] = [...accepts('a', 'w1'), ...accepts('b', 'w2')];
    const told = new Story(chat({}, most)).tell(...steps).facts;
    expect(told.filter((fact) => fact.type === 'work.overCapacity')).toMatchObject([
      { data: { agentId: 'ann', load: 2, capacity: 1 } },
    ]);
  });

  it('an acceptance by somebody offline is an acceptance', () => {
    expect(
      lastMove(
        chat(),
        ...WAITING,
        ['09:01 agent.presence', { status: 'offline' }],
        '09:02 work.accepted',
      ),
    ).toBe('Waiting → Active EC11');
  });
});
