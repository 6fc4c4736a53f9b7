// One input of a live conversation, decided: an event of its own, one that reaches it, a re-arming, a deadline.
import type { Conversation } from '../conversation/conversation.ts';
import { compareDeadlines, type Deadline } from '../conversation/deadline.ts';
import type { ConversationEvent, Decision } from '../conversation/decide.ts';
import { refused, type Refused } from '../conversation/refusals.ts';
import type { AnyFact } from '../events/fact.ts';
import { assertInvariant } from '../events/holdline-error.ts';
import type { Policy } from '../policy/policy.ts';
import { formatInstant, type EpochMs } from '../time/instant.ts';
import { rearmStep } from './bulk-rearm.ts';
import type { SetupHistory } from './setup-history.ts';
import type { AmbientEvent, Standing } from './standing.ts';
import { TailStep } from './tail-step.ts';
import { withKeyword } from './text-at-the-door.ts';

/** What a step did, for whoever keeps the records. */
export interface StepResult {
  readonly step: TailStep;
  /** Not numbered yet. */
  readonly facts: readonly AnyFact[];
  readonly decision: Decision | undefined;
  readonly policy: Policy | undefined;
  /** The conversation after it. */
  readonly after: Conversation;
}

const NO_FACTS: readonly AnyFact[] = Object.freeze([]);

/** Decides an event of the conversation's own. */
export function ownStep(
  standing: Standing,
  event: ConversationEvent,
  setup: SetupHistory,
): StepResult {
  const step = new TailStep('own', event);
  const { channelId } = standing.conversation;
  const context = setup.contextAt(event, channelId);
  if (context === undefined) {
    step.refusal = unknownChannel(channelId, event.at);
    return nothing(step, standing);
  }
  const decision = standing.decide(withKeyword(event, context), context);
  const { refusal } = decision;
  const { policy } = context;
  const facts = refusal === undefined ? standing.measured(decision.facts, policy) : NO_FACTS;
  step.refusal = refusal;
  return { step, facts, decision, policy, after: standing.conversation };
}

/** Decides an event that reaches the conversation without naming it. */
export function ambientStep(
  standing: Standing,
  event: AmbientEvent,
  setup: SetupHistory,
): StepResult {
  const step = new TailStep('ambient', event);
  const context = setup.contextAt(event, standing.conversation.channelId);
  const decision = context === undefined ? undefined : standing.reach(event, context);
  const policy = context?.policy;
  const facts =
    decision === undefined || policy === undefined
      ? NO_FACTS
      : standing.measured(decision.facts, policy);
  return { step, facts, decision, policy, after: standing.conversation };
}

/** Fires a deadline. */
export function deadlineStep(
  standing: Standing,
  deadline: Deadline,
  setup: SetupHistory,
): StepResult {
  const { dueAt: at } = deadline;
  const step = new TailStep('deadline', { at });
  const context = setup.contextAt({ at }, standing.conversation.channelId);
  assertInvariant(context !== undefined, 'a conversation with a deadline has a configured channel');
  const decision = standing.fire(deadline, context);
  const { policy } = context;
  const facts = standing.measured(decision.facts, policy);
  return { step, facts, decision, policy, after: standing.conversation };
}

/** Decides a step of a tail once more, where it stood then. */
export function stepAgain(standing: Standing, step: TailStep, setup: SetupHistory): StepResult {
  if (step.role === 'own') return ownStep(standing, step.event as ConversationEvent, setup);
  if (step.role === 'ambient') return ambientStep(standing, step.event as AmbientEvent, setup);
  if (step.rearm !== null) return rearmStep(standing, step.rearm, setup);
  const deadline = dueFirst(standing.conversation, step.at + 1);
  return deadline === undefined ? nothing(step, standing) : deadlineStep(standing, deadline, setup);
}

/** The deadline of a conversation that fires first of those due before an instant. */
export function dueFirst({ deadlines }: Conversation, before: EpochMs): Deadline | undefined {
  let first: Deadline | undefined;
  for (let index = 0; index < deadlines.length; index += 1) {
    const deadline = deadlines[index] as Deadline;
    if (deadline.dueAt >= before) continue;
    if (first === undefined || compareDeadlines(deadline, first) < 0) first = deadline;
  }
  return first;
}

const nothing = (step: TailStep, { conversation: after }: Standing): StepResult => ({
  step,
  facts: NO_FACTS,
  decision: undefined,
  policy: undefined,
  after,
});

/** The refusal of an event on a channel that nobody has configured by then. */
const unknownChannel = (channelId: string, at: EpochMs): Refused =>
  refused(
    'unknown_channel',
    `channel ${channelId} is not configured at ${formatInstant(at)}: send channel.configured first`,
  );
