// One step of an engagement's chart and what follows from it: its record, its facts, its deadlines.
import type { EngagementEvent, EngagementFact, RuleMeta } from '../../machines/index.ts';
import type { Step } from '../statechart/compiled-chart.ts';
import { initialStep, step } from '../statechart/step.ts';
import { engagementChart, withEngagementSettings } from './charts.ts';
import type { Draft } from './draft.ts';
import { Engagement, engagementIdOf, type Assignment } from './engagement.ts';
import type { Session } from './session.ts';

/** A ticket as it stands. */
export interface TicketState {
  readonly ticketId: string | null;
  readonly ticketStatus: string | null;
}

/** What decides whether a conversation is active. */
export type Situation = Pick<EngagementEvent, 'sinceCustomerMs' | 'ticketRests'>;

/** How long the customer has been silent, and whether the ticket of the session is at rest. */
export function situationOf({ conversation, at }: Draft, { ticketStatus }: TicketState): Situation {
  const last = conversation.lastCustomerMessageAt;
  return {
    sinceCustomerMs: last === null ? Infinity : at - last,
    ticketRests: ticketStatus !== null && isAtRest(ticketStatus),
  };
}

/** Whether a ticket of this status waits for nobody's answer. */
export const isAtRest = (status: string) => status !== 'new' && status !== 'open';

/** The engagement of a session, armed and ended ones included; undefined if it has none. */
export function engagementOf(draft: Draft, session: Session | undefined): Engagement | undefined {
  const { engagement, session: current } = draft.conversation;
  return engagement === null || session === undefined || current?.id !== session.id
    ? undefined
    : engagement;
}

/** A leg begins, or waits for the customer to begin: the chart is taken from `none` through the offer, if there was one, to the event. */
export function beginEngagement(
  draft: Draft,
  session: Session,
  assignment: Assignment,
  event: EngagementEvent,
): void {
  const begun = initialStep(engagementChart, { settings: draft.context.policy.engagement });
  const place =
    assignment.offeredAt === null ? begun : step(engagementChart, begun, { type: 'work.offered' });
  const engagement = new Engagement(assignment, assignment, place);
  const result = step(engagementChart, place, event);
  // What routing has only named is not theirs yet.
  if (result.taken === undefined || result.value === 'offered') return;
  draft.conversation.engagement = engagement;
  apply(draft, session, engagement, result, session);
}

/** What a step may say beside its event. */
export interface Advance {
  /** Whether the agent still has the conversation afterwards; as before where nothing is said. */
  readonly isHeld?: boolean;
  /** The ticket, where the session's record is closed and no longer says it. */
  readonly ticket?: TicketState;
}

/** Steps an engagement. An event that its chart does not know changes at most whether the agent still has the conversation. */
export function advanceEngagement(
  draft: Draft,
  session: Session,
  engagement: Engagement,
  event: EngagementEvent,
  { isHeld = engagement.isHeld, ticket = session }: Advance = {},
): void {
  const { settings } = engagement.context;
  const { engagement: wanted } = draft.context.policy;
  const place =
    settings === wanted
      ? engagement
      : { value: engagement.value, context: withEngagementSettings(engagement.context, wanted) };
  const result = step(engagementChart, place, event);
  if (result.value === engagement.value && result.context === engagement.context) {
    // A message of the customer, most often: nothing but the clock has changed.
    if (result.emitted.length === 0 && result.taken !== undefined) {
      armFor(draft, session, result);
      return;
    }
  }
  // What is not over is held.
  const changesHold = engagement.isOver && isHeld !== engagement.isHeld;
  if (result.taken === undefined && !changesHold) return;
  const own = engagement.copy();
  draft.conversation.engagement = own;
  if (result.taken !== undefined) apply(draft, session, own, result, ticket);
  own.isHeld = isHeld || !own.isOver;
}

type EngagementStep = Step<Engagement['context'], EngagementFact>;

function apply(
  draft: Draft,
  session: Session,
  engagement: Engagement,
  result: EngagementStep,
  ticket: TicketState,
): void {
  engagement.value = result.value;
  engagement.context = result.context;
  armFor(draft, session, result);
  for (const fact of result.emitted) tell(draft, session, engagement, fact, ticket);
  if (result.value === 'none') draft.conversation.engagement = null;
}

function armFor(
  draft: Draft,
  { id: sessionId }: Session,
  { taken, cancelled, scheduled }: EngagementStep,
): void {
  const rule = (taken?.meta as RuleMeta | undefined)?.rule ?? '';
  draft.arm({ sessionId, attempt: 0 }, cancelled, scheduled, rule);
}

// The payloads are spelt out, not put together: it is done for every conversation that an agent has.
function tell(
  draft: Draft,
  session: Session,
  engagement: Engagement,
  fact: EngagementFact,
  ticket: TicketState,
): void {
  switch (fact.type) {
    case 'engagement.started':
      tellStart(draft, session, engagement, fact.reason, ticket);
      return;
    case 'engagement.ended':
      engagement.endedAt = draft.at;
      draft.establish('engagement.ended', session.id, {
        engagementId: engagementIdOf(draft.conversation.id, engagement.ordinal),
        agentId: engagement.agentId,
        groupId: engagement.groupId ?? undefined,
        ticketId: ticket.ticketId ?? undefined,
        requesterId: draft.conversation.endUserId,
        endReason: fact.reason,
        startedAt: engagement.startedAt ?? draft.at,
        ticketStatusStart: engagement.ticketStatusStart ?? undefined,
        ticketStatus: ticket.ticketStatus ?? undefined,
        supersedes: fact.supersedes,
      });
      return;
    case 'engagement.discarded':
      engagement.endedAt = draft.at;
      draft.establish('engagement.discarded', session.id, {
        engagementId: engagementIdOf(draft.conversation.id, engagement.ordinal),
        agentId: engagement.agentId,
        groupId: engagement.groupId ?? undefined,
        ticketId: ticket.ticketId ?? undefined,
        requesterId: draft.conversation.endUserId,
        reason: 'retentionExpired',
        startedAt: engagement.startedAt ?? draft.at,
      });
      return;
  }
}

function tellStart(
  draft: Draft,
  session: Session,
  engagement: Engagement,
  startReason: Extract<EngagementFact, { type: 'engagement.started' }>['reason'],
  ticket: TicketState,
): void {
  const { conversation } = draft;
  const { assignment } = engagement;
  conversation.engagementsCount += 1;
  engagement.ordinal = conversation.engagementsCount;
  engagement.startedAt = draft.at;
  engagement.ticketStatusStart = ticket.ticketStatus;
  engagement.assignment = null;
  draft.establish('engagement.started', session.id, {
    engagementId: engagementIdOf(conversation.id, engagement.ordinal),
    agentId: engagement.agentId,
    groupId: engagement.groupId ?? undefined,
    ticketId: ticket.ticketId ?? undefined,
    requesterId: conversation.endUserId,
    startReason,
    ticketStatus: ticket.ticketStatus ?? undefined,
    assignedAt: assignment?.assignedAt ?? draft.at,
    offeredAt: assignment?.offeredAt ?? undefined,
    acceptedAt: assignment?.acceptedAt ?? undefined,
  });
}
