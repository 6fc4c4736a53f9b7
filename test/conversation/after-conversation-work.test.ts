// After-conversation work (T-ACW, T-ACW-EXT).
import { describe } from 'vitest';
import { testCases, testRefusals } from './case.ts';
import { ACTIVE, OFFERED, WAITING } from './scenes.ts';
import { chat, type Step } from './story.ts';

const acw = { seconds: 60, extensionSeconds: 30, maxExtensions: 2 };
const TO_BEN: Step = ['09:05 agent.transferred', { to: { kind: 'agent', id: 'ben' } }];
const ENDED: readonly Step[] = [...ACTIVE, '09:05 agent.ended'];

describe('after-conversation work (T-ACW, T-ACW-EXT)', () => {
  testCases([
    [
      'AW08, I8',
      'the work stays open and occupies the agent',
      chat({ acw }),
      ACTIVE,
      '09:05 agent.ended',
      {
        session: { status: 'Ended' },
        work: { status: 'Opened', closed_at: null },
        timers: ['acw in 1m by AW08'],
        load: { items: 1 },
      },
    ],
    [
      'T-ACW',
      'until its time is up',
      chat({ acw }),
      ENDED,
      '+60s',
      {
        work: { status: 'Closed', handle_time_ms: 240_000, acw_ms: 60_000, acw_extensions: 0 },
        load: { items: 0 },
      },
    ],
    [
      'T-ACW',
      'or the agent is done',
      chat({ acw }),
      ENDED,
      '+40s acw.ended',
      { work: { status: 'Closed', acw_ms: 40_000 }, load: { items: 0 }, timers: [] },
    ],
    [
      'T-ACW',
      'or closes the tab',
      chat({ acw }),
      ENDED,
      '+10s agent.closedTab',
      { work: { status: 'Closed', acw_ms: 10_000 }, load: { items: 0 } },
    ],
    [
      'T-ACW',
      'or changes presence',
      chat({ acw }),
      ENDED,
      ['+20s agent.presence', { status: 'away' }],
      { work: { status: 'Closed', acw_ms: 20_000 }, load: { items: 0 } },
    ],
    [
      'T-ACW',
      'or opens a session elsewhere',
      chat({ acw }),
      ENDED,
      ['+30s agent.opened', { endUserId: 'carl' }],
      { works: [{ status: 'Closed', acw_ms: 30_000 }], load: { items: 0 } },
    ],
    [
      'T-ACW-EXT',
      'an extension is added to what is left',
      chat({ acw }),
      ENDED,
      '+40s acw.extended',
      { timers: ['acw in 50s by T-ACW-EXT'], work: { acw_extensions: 1 } },
    ],
    [
      'T-ACW-EXT',
      'and counts as work',
      chat({ acw }),
      [...ENDED, '+40s acw.extended'],
      '+50s',
      { work: { status: 'Closed', acw_ms: 90_000, handle_time_ms: 270_000, acw_extensions: 1 } },
    ],
    [
      'AW10',
      'tab-based: it follows an inactivation as well',
      chat({ acw }),
      ACTIVE,
      '09:05 agent.markedInactive',
      {
        session: { status: 'Inactive' },
        work: { status: 'Opened' },
        timers: ['acw in 1m by AW10', 'inactiveExpiry in 30h by EC38'],
      },
    ],
    [
      'AW07',
      'a transfer has none',
      chat({ acw }),
      ACTIVE,
      TO_BEN,
      { works: [{ status: 'Transferred', acw_ms: null }, {}], timers: [] },
    ],
    [
      'AW08',
      'a bot has none',
      chat({ acw }),
      [...WAITING, '09:01 bot.accepted'],
      '09:05 bot.ended',
      { work: { status: 'Closed' }, timers: [] },
    ],
    [
      'AW06',
      'an offer has none',
      chat({ acw }),
      OFFERED,
      '09:05 customer.ended',
      { work: { status: 'Canceled' }, timers: [] },
    ],
  ]);
  testRefusals([
    [
      'T-ACW-EXT',
      'as often as the channel says',
      chat({ acw }),
      [...ENDED, '+1s acw.extended', '+1s acw.extended'],
      '+1s acw.extended',
      'status_not_available',
      'T-ACW-EXT',
    ],
    ['T-ACW', 'not where none runs', chat(), ENDED, '+1s acw.ended', 'unknown_work'],
  ]);
});
