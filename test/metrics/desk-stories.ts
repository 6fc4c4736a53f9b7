// Stories of agents at their desks: two conversations, c and d, each with a session that agent A has accepted before the story begins.
import type { Measured } from './measured.ts';

/** One line of a story: seconds after its beginning, the type of event, and its fields; `user` names the conversation, `agentId` is A unless said. */
export type Line = readonly [
  seconds: number,
  type: string,
  fields?: Readonly<Record<string, unknown>>,
];

/** Where stories begin unless they say otherwise. */
export const TEN = '2026-03-03T10:00:00Z';

const BEFORE: readonly Line[] = [
  [-120, 'customer.message', { user: 'c', messageId: 'c-in' }],
  [-120, 'customer.message', { user: 'd', messageId: 'd-in' }],
  [-90, 'work.accepted', { user: 'c', workId: 'wc' }],
  [-90, 'work.accepted', { user: 'd', workId: 'wd' }],
];

const CHANNEL = {
  id: 'chat',
  type: 'channel.configured',
  channelId: 'chat',
  channelType: 'WhatsApp',
  platform: 'enhanced',
  capacityModel: 'tabBased',
};

/** The events of a story, in order. */
export function deskStory(
  lines: readonly Line[],
  { from = TEN, channel = {} }: { from?: string; channel?: object } = {},
): readonly object[] {
  const base = Date.parse(from);
  const events = [...BEFORE, ...lines].map(([seconds, type, fields = {}], index) => {
    const { user = 'c', ...rest } = fields as { user?: string };
    const place = ABOUT_NOBODY.has(type) ? {} : { channelId: 'chat', endUserId: user };
    const who = /^(customer|bot|automation|message|ticket)\./.test(type) ? {} : { agentId: 'A' };
    const id = `e${String(index).padStart(4, '0')}`;
    return { id, type, at: base + seconds * 1000, ...place, ...who, ...rest };
  });
  return [{ ...CHANNEL, at: base - 3_600_000, ...channel }, ...events];
}

const ABOUT_NOBODY = new Set(['agent.presence', 'agent.heartbeat', 'agent.activity']);

/** Seconds of a metric by conversation (c, d …), or by agent and conversation where another agent than A has any. */
export function secondsBy(measured: Measured, metric: string): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const { dims, valueMs } of measured.of(metric)) {
    const user = dims.sessionId?.split('/')[2] ?? '?';
    const key = dims.agentId === 'A' ? user : `${dims.agentId} ${user}`;
    sums[key] = (sums[key] ?? 0) + (valueMs ?? Number.NaN) / 1000;
  }
  return sums;
}
