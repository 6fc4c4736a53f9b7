// Re-arming: a pending deadline keeps its instant when policy or channel change, until an operator has it follow them.
import {
  enhancedBusiness,
  enhancedCustomer,
  notification,
  standardBusiness,
  standardCustomer,
  type SessionContext,
} from '../../machines/index.ts';
import { dueInstant } from '../policy/timer-mode.ts';
import type { EpochMs } from '../time/instant.ts';
import type { SessionGraph } from './charts.ts';
import type { Conversation } from './conversation.ts';
import { Deadline } from './deadline.ts';
import type { Decision } from './decide.ts';
import type { DecisionContext } from './decision-context.ts';
import { Draft } from './draft.ts';
import { settingsOf, timerMode } from './settings.ts';

/** One deadline that is to have another instant. */
export interface WantedRearm {
  readonly sessionId: string;
  readonly attempt: number;
  /** The chart's id of the delay. */
  readonly deadlineId: string;
  /** The instant that it had when that was decided. */
  readonly from: EpochMs;
  /** Null: it is switched off. */
  readonly to: EpochMs | null;
}

const MACHINES = {
  'enhanced-customer': enhancedCustomer,
  'enhanced-business': enhancedBusiness,
  'standard-customer': standardCustomer,
  'standard-business': standardBusiness,
  notification,
} as const satisfies Record<SessionGraph, unknown>;

/**
 * The instant that a deadline would have, had it been set under the policy and channel of the context; null if they switch it off.
 *
 * Never before the context's own instant. A deadline of an assignment, or one whose beginning is not known, keeps its instant.
 */
export function rearmedDue(
  conversation: Conversation,
  deadline: Deadline,
  context: DecisionContext,
): EpochMs | null {
  const { attempt, armedAt, dueAt, name } = deadline;
  const session = conversation.openSession;
  if (session === undefined || session.id !== deadline.sessionId) return dueAt;
  if (attempt !== 0 || armedAt === null) return dueAt;
  const pins = session.context.settings;
  const settings = settingsOf(context.policy, context.channel, pins);
  const waitMs = delayOf(session.graph, name, { ...session.context, settings });
  // A timer that is switched off has no wait, or an endless one.
  if (waitMs === undefined) return dueAt;
  if (!(waitMs > 0) || waitMs === Infinity) return null;
  const mode = timerMode(name, context.policy, pins.platform);
  const due = mode?.mode === 'sweep' ? dueInstant(mode, armedAt) : armedAt + waitMs;
  return Math.max(due, context.at);
}

/** Gives deadlines their new instants. Of one that is no longer what it was, the instant is found anew. */
export function decideRearm(
  conversation: Conversation,
  wanted: readonly WantedRearm[],
  causationId: string,
  context: DecisionContext,
): Decision {
  const draft = new Draft(conversation, context, { type: 'timers.rearmed', id: causationId });
  const deadlines: Deadline[] = [];
  for (const deadline of conversation.deadlines) {
    const want = wanted.find((each) => isFor(each, deadline));
    const to = want === undefined ? deadline.dueAt : newDue(conversation, deadline, want, context);
    if (to !== null) deadlines.push(to === deadline.dueAt ? deadline : movedTo(deadline, to));
    if (to === deadline.dueAt) continue;
    const { name, setBy: rule, dueAt: from } = deadline;
    draft.establish('timer.rearmed', deadline.sessionId, { name, rule, from, to });
  }
  const isSame = draft.facts.length === 0;
  if (!isSame) draft.conversation.deadlines = deadlines;
  return {
    conversation: isSame ? conversation : draft.conversation,
    facts: draft.facts,
    endedSessions: [],
    finishedWorks: [],
    refusal: undefined,
  };
}

const isFor = (want: WantedRearm, { sessionId, attempt, id }: Deadline) =>
  want.sessionId === sessionId && want.attempt === attempt && want.deadlineId === id;

const newDue = (
  conversation: Conversation,
  deadline: Deadline,
  { from, to }: WantedRearm,
  context: DecisionContext,
) => (deadline.dueAt === from ? to : rearmedDue(conversation, deadline, context));

const movedTo = (
  { sessionId, attempt, id, name, eventType, setBy, armedAt }: Deadline,
  to: EpochMs,
) => new Deadline({ sessionId, attempt }, { id, name, eventType }, to, setBy, armedAt);

/** How long a chart waits before a deadline of this name; undefined if it has none. */
function delayOf(graph: SessionGraph, name: string, context: SessionContext): number | undefined {
  const delays = MACHINES[graph].implementations.delays as Readonly<
    Record<string, number | ((args: { readonly context: SessionContext }) => number)>
  >;
  const delay = delays[name];
  return typeof delay === 'function' ? delay({ context }) : delay;
}
