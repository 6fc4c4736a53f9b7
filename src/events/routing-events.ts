import { Type } from 'typebox';
import { Id, Instant, Name, conversationEvent, oneOf, optional } from './event-fields.ts';

/** Who or what changed an assignment. Source: events.md §1 (`assignment.changed`). */
export const ASSIGNED_BY = [
  'routing',
  'manualSelf',
  'manualSupervisor',
  'soleGroupMember',
  'transfer',
  'api',
] as const;

/** An agent, or null for nobody. */
const Assignee = Type.Union([Id, Type.Null()], { description: 'an agent id, or null for nobody' });

/** The router's facts about pieces of work; they are never refused for presence or capacity. Source: events.md §1 "Routing work". */
export const ROUTING_EVENTS = {
  'work.offered': conversationEvent('work.offered', {
    workId: Id,
    agentId: Id,
    queueId: optional(Id),
    requestedAt: optional(Instant),
    expiresAt: optional(Instant),
  }),
  'work.accepted': conversationEvent('work.accepted', { workId: Id, agentId: Id }),
  'work.declined': conversationEvent('work.declined', {
    workId: Id,
    agentId: Id,
    reason: optional(Name),
  }),
  'work.timedOut': conversationEvent('work.timedOut', { workId: optional(Id) }),
  'work.rescinded': conversationEvent('work.rescinded', { workId: optional(Id) }),
  'assignment.changed': conversationEvent('assignment.changed', {
    from: optional(Assignee),
    to: optional(Assignee),
    by: oneOf(ASSIGNED_BY),
  }),
} as const;
