import { Type } from 'typebox';
import {
  Amount,
  Flag,
  Id,
  Instant,
  Name,
  agentEvent,
  listOf,
  oneOf,
  optional,
} from './event-fields.ts';

/** Whether an agent is at work. Source: events.md §1 (`agent.presence`). */
export const PRESENCE_STATUSES = ['online', 'away', 'busy', 'offline'] as const;

/** One planned activity of a shift; `to` is exclusive. */
export const ShiftActivity = Type.Object(
  { from: Instant, to: Instant, productive: Flag },
  { description: 'an object with from, to and productive' },
);

const clientOnly = { clientId: Id };

/** Agents at work: no conversation, unless their screen shows one. Source: events.md §1 "Agents". */
export const PRESENCE_EVENTS = {
  'agent.presence': agentEvent('agent.presence', {
    status: oneOf(PRESENCE_STATUSES),
    reason: optional(Name),
    routable: optional(Flag),
  }),
  'agent.heartbeat': agentEvent('agent.heartbeat', {}),
  'agent.capacity': agentEvent('agent.capacity', { capacity: Amount, weight: optional(Amount) }),
  'agent.team': agentEvent('agent.team', { teamIds: listOf(Id) }),
  'agent.shift': agentEvent('agent.shift', { activities: listOf(ShiftActivity) }),
  'agent.activity': agentEvent('agent.activity', clientOnly),
  'focus.opened': agentEvent('focus.opened', clientOnly, 'addressed'),
  'focus.closed': agentEvent('focus.closed', clientOnly, 'addressed'),
  'focus.blurred': agentEvent('focus.blurred', clientOnly, 'addressed'),
  'focus.regained': agentEvent('focus.regained', clientOnly, 'addressed'),
} as const;
