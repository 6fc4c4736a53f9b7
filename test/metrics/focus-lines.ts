// Lines of a day at the desk: what an agent's screen shows, and what the agent writes. Seconds from its beginning.
import type { Line } from './desk-stories.ts';

/** A conversation is opened in the first window. */
export const opened = (seconds: number, fields: object = {}): Line => [
  seconds,
  'focus.opened',
  { clientId: 'W1', ...fields },
];
/** It is closed there. */
export const closed = (seconds: number, fields: object = {}): Line => [
  seconds,
  'focus.closed',
  { clientId: 'W1', ...fields },
];
/** The agent writes. */
export const replied = (seconds: number, fields: object = {}): Line => [
  seconds,
  'agent.message',
  { messageId: `out${seconds}`, ...fields },
];
