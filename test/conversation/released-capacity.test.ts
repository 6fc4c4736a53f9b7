// When an agent's capacity comes back after the end (X13).
import { describe, expect, it } from 'vitest';
import { ACTIVE } from './scenes.ts';
import { chat, given, statusBased, type Scene, type Step } from './story.ts';

const acw = { seconds: 60, extensionSeconds: 30, maxExtensions: 2 };
const ENDED: readonly Step[] = [...ACTIVE, '09:05 agent.ended'];

const policy = (release: string) => ({
  capacity: { releaseOnEnd: { tabBased: release, statusBased: release } },
});

const released = (scene: Scene, ...steps: readonly Step[]) =>
  given(scene, ...ENDED, ...steps).story.engine.loadOf('ann').items;

describe('when capacity comes back (X13)', () => {
  it('tab-based: when the tab is closed', () => {
    expect(released(chat())).toBe(1);
    expect(released(chat(), '+1h')).toBe(1);
    expect(released(chat(), '+1h agent.closedTab')).toBe(0);
  });

  it('tab-based: or when the agent goes offline', () => {
    expect(released(chat(), ['+1h agent.presence', { status: 'offline' }])).toBe(0);
    expect(released(chat(), ['+1h agent.presence', { status: 'away' }])).toBe(1);
  });

  it('tab-based: or when after-conversation work is over, whatever becomes of the tab', () => {
    expect(released(chat({ acw }))).toBe(1);
    expect(released(chat({ acw }), '+60s')).toBe(0);
  });

  it('status-based: at the end, or with the after-conversation work', () => {
    expect(released(statusBased())).toBe(0);
    expect(released(statusBased({ acw }))).toBe(1);
    expect(released(statusBased({ acw }), '+60s')).toBe(0);
  });

  it('under sessionEnd at once, in either model', () => {
    expect(released(chat({}, policy('sessionEnd')))).toBe(0);
    expect(released(chat({ acw }, policy('sessionEnd')))).toBe(0);
    expect(released(statusBased({ acw }, policy('sessionEnd')))).toBe(0);
  });

  it('under tabCloseOrAcwEnd status-based work keeps its tab, too', () => {
    const scene = statusBased({}, policy('tabCloseOrAcwEnd'));
    expect(released(scene)).toBe(1);
    expect(released(scene, '+1h agent.closedTab')).toBe(0);
  });

  it('under afterAcw tab-based work frees the agent at the end', () => {
    expect(released(chat({}, policy('afterAcw')))).toBe(0);
    expect(released(chat({ acw }, policy('afterAcw')))).toBe(1);
  });

  it('closing the tab of a session that is over leaves the next one open', () => {
    const { outcome } = given(chat(), ...ENDED, '09:06 customer.message', [
      '09:07 work.accepted',
      { workId: 'w2' },
    ]).when(['09:08 agent.closedTab', { sessionId: 'default/chat/cora/1' }]);
    expect(outcome).toMatchObject({ refusal: undefined, moves: [], load: { items: 1 } });
  });
});
