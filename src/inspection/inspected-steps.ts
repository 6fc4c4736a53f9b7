// From a decision of the core to the steps of its sessions.
import type { Conversation } from '../conversation/conversation.ts';
import { isOfEngagement } from '../conversation/deadline.ts';
import type { DecidedStep } from '../engine/engine-sink.ts';
import type { AnyFact } from '../events/fact.ts';
import { scopeOf } from '../events/vocabulary.ts';
import type { SessionContext } from '../../machines/index.ts';
import type { Fields, InspectedDeadline, InspectedStep } from './inspection-feed.ts';
import { isOver } from './sample.ts';

/** The last step of a session; undefined if none is known. */
export type LastStepOf = (sessionId: string) => InspectedStep | undefined;

/**
 * The steps of one decision: one for each session of which it says something, in the order of the facts.
 *
 * A session is passed over where nothing about it has changed, unless the event was sent to it and it was open. A session that began before anybody watched has no step before:
 * then its `from` is where it stands.
 */
export function inspectedSteps(
  decision: DecidedStep,
  lastStepOf: LastStepOf,
): readonly InspectedStep[] {
  const steps: InspectedStep[] = [];
  for (const sessionId of sessionsOf(decision)) {
    const last = lastStepOf(sessionId);
    const step = stepOf(decision, sessionId, last);
    // A clock of the engagement moves another chart than the session's.
    if (step === undefined || isOfEngagement({ name: step.cause.slice('timer.'.length) })) continue;
    if (step.facts.length > 0 || differs(step, last) || isToldTo(decision, step)) steps.push(step);
  }
  return steps;
}

function sessionsOf({ conversation, facts }: DecidedStep): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { sessionId } of facts) if (sessionId !== null) ids.add(sessionId);
  if (conversation.session !== null) ids.add(conversation.session.id);
  return ids;
}

function stepOf(
  decision: DecidedStep,
  sessionId: string,
  last: InspectedStep | undefined,
): InspectedStep | undefined {
  const { conversation, cause, event } = decision;
  const facts = decision.facts.filter((fact) => fact.sessionId === sessionId);
  const session = conversation.session?.id === sessionId ? conversation.session : undefined;
  const graph = session?.graph ?? last?.graph ?? createdGraph(facts);
  if (graph === undefined) return undefined;
  const changes = facts.filter((fact) => fact.type === 'session.statusChanged');
  const to = session?.status ?? changes.at(-1)?.data.to ?? last?.to ?? 'Ended';
  const value = session?.value ?? (changes.length > 0 ? to : (last?.value ?? to));
  const lastFact = facts.at(-1);
  return {
    sessionId,
    conversationId: conversation.id,
    graph,
    seq: lastFact?.seq ?? last?.seq ?? 0,
    at: cause.at,
    recordedAt: lastFact?.recordedAt ?? cause.at,
    event: event ?? { type: cause.type },
    cause: cause.type,
    rule: changes.at(-1)?.data.rule ?? firedRule(facts) ?? null,
    from: changes.length > 0 ? (changes[0]?.data.from ?? null) : (last?.to ?? to),
    to,
    value,
    context: session === undefined ? (last?.context ?? NO_CONTEXT) : countersOf(session.context),
    deadlines: deadlinesOf(conversation, sessionId),
    facts: facts.map((fact) => ({ type: fact.type, ...fact.data })),
  };
}

const NO_CONTEXT: Fields = Object.freeze({});

/** What a session's chart remembers, without the settings that it is given. */
function countersOf(context: SessionContext): Fields {
  const { agentType, agentMessages, endUserMessages, humanAccepted, contentHeld } = context;
  return { agentType, agentMessages, endUserMessages, humanAccepted, contentHeld };
}

/** Of the session and its work; those of its engagement move nothing that a chart of it shows. */
function deadlinesOf(conversation: Conversation, sessionId: string): readonly InspectedDeadline[] {
  return conversation.deadlines
    .filter((deadline) => deadline.sessionId === sessionId && !isOfEngagement(deadline))
    .map(({ name, dueAt, setBy }) => ({ name, dueAt, setBy }))
    .toSorted((a, b) => a.dueAt - b.dueAt);
}

const createdGraph = (facts: readonly AnyFact[]) =>
  facts.find((fact) => fact.type === 'session.created')?.data.graph;

const firedRule = (facts: readonly AnyFact[]) =>
  facts.find((fact) => fact.type === 'timer.fired')?.data.rule;

/** Whether the event is one of the step's own conversation, and the session open to it. */
function isToldTo({ conversation, event }: DecidedStep, { to }: InspectedStep): boolean {
  if (event === undefined || isOver({ to }) || scopeOf(event.type) !== 'conversation') return false;
  return event.endUserId === undefined || event.endUserId === conversation.endUserId;
}

function differs(step: InspectedStep, last: InspectedStep | undefined): boolean {
  if (last === undefined) return true;
  if (step.value !== last.value || step.deadlines.length !== last.deadlines.length) return true;
  const sameDeadlines = step.deadlines.every(({ name, dueAt }, index) => {
    const other = last.deadlines[index];
    return other?.name === name && other.dueAt === dueAt;
  });
  const keys = Object.keys(step.context);
  return !sameDeadlines || keys.some((key) => step.context[key] !== last.context[key]);
}
