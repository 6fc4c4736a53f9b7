// Beginnings that many stories share.
import type { Step } from './story.ts';

/** Cora writes at nine and waits. */
export const WAITING: readonly Step[] = ['09:00 customer.message'];
/** Ann has been offered the session. */
export const OFFERED: readonly Step[] = [...WAITING, '09:01 work.offered'];
/** Ann has accepted it. */
export const ACTIVE: readonly Step[] = [...OFFERED, '09:02 work.accepted'];
/** The bot has accepted it. */
export const WITH_BOT: readonly Step[] = [...WAITING, '09:01 bot.accepted'];
/** Ann has marked it inactive. */
export const INACTIVE: readonly Step[] = [...ACTIVE, '09:03 agent.markedInactive'];
/** Ann has paused it. */
export const PAUSED: readonly Step[] = [...ACTIVE, '09:03 agent.paused'];
/** Ann has written first. */
export const NEW: readonly Step[] = ['09:00 agent.opened'];
/** Ann has written first, and the provider took the message. */
export const SENT: readonly Step[] = [...NEW, '09:00:01 message.sent'];
/** Only a consent keyword so far. */
export const CONSENT: readonly Step[] = [['09:00 customer.message', { keyword: 'optIn' }]];

/** A consent keyword of Cora's. */
export const keyword = (time: string, kind: string): Step => [
  `${time} customer.message`,
  { keyword: kind },
];
