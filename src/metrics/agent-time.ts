// The time of an agent: where it went, and what there was of it.
import type { Fact } from '../events/fact.ts';
import { plan, workOut, workOutRunning } from './adherence.ts';
import { contactsHandled, visitsMade } from './agent-throughput-metrics.ts';
import {
  adherentTime,
  availableCapacityTime,
  availableTime,
  busyTime,
  concurrencyPeak,
  contactTime,
  idleTime,
  loggedInTime,
  nonProductiveTime,
  occupiedCapacityTime,
  onlineTime,
  productiveTime,
  scheduledTime,
  timeInPresence,
  unwatchedTime,
  utilizedTime,
} from './agent-time-metrics.ts';
import { unknownAgent, type AgentTime, type WorkPhase } from './agent-time-state.ts';
import { countVisit, sawWorkEnd } from './agent-visits.ts';
import { agentCalculator, type FoldContext, type Heard, type Hearing } from './calculator.ts';
import { tellPeak } from './concurrency-peak.ts';
import { evidenceOf, type Observation } from './observation.ts';
import { cutAll, drain, loseSight, report, showLife, take } from './presence-time.ts';

type WorkFactType = Extract<
  Heard,
  { readonly data: { readonly occupies: string; readonly attempt: number } }
>['type'];

/** The phase of work after each fact about it. */
const PHASES: Readonly<Record<WorkFactType, WorkPhase>> = {
  'work.offered': 'ringing',
  'work.accepted': 'open',
  'work.paused': 'paused',
  'work.resumed': 'open',
  'acw.started': 'open',
  'acw.extended': 'open',
  'acw.ended': 'open',
  'work.closed': 'gone',
  'work.transferred': 'gone',
  'work.declined': 'gone',
  'work.timedOut': 'gone',
  'work.unavailable': 'gone',
  'work.canceled': 'gone',
  'work.released': 'gone',
};

const hearWork = Object.fromEntries(
  Object.keys(PHASES).map((type) => [
    type,
    (state: AgentTime, fact: Fact<WorkFactType>, context: FoldContext) => {
      heardOfWork(state, fact, context);
    },
  ]),
) as unknown as Hearing<AgentTime>;

/** Signs of life beside heartbeats and presence. */
const lives = (state: AgentTime, heard: Observation, context: FoldContext): void => {
  if (state.beatAt === null && !state.isLost) return;
  showLife(state, heard.at, evidenceOf(heard), context);
};

const looks = (state: AgentTime, heard: Observation, context: FoldContext): void => {
  state.hasFocus = true;
  lives(state, heard, context);
};

/** Records where an agent's time goes, and the table `presence`. */
export const agentTime = agentCalculator<AgentTime>({
  name: 'agent-time',
  definitions: [
    timeInPresence,
    loggedInTime,
    onlineTime,
    availableTime,
    nonProductiveTime,
    busyTime,
    contactTime,
    idleTime,
    concurrencyPeak,
    occupiedCapacityTime,
    availableCapacityTime,
    utilizedTime,
    unwatchedTime,
    scheduledTime,
    adherentTime,
    productiveTime,
    contactsHandled,
    visitsMade,
  ],
  start: unknownAgent,
  reach: (state, at, context) => {
    const { beatAt, planDueAt } = state;
    if (beatAt !== null && at - beatAt > context.options.heartbeatTimeoutMs) {
      loseSight(state, context);
    }
    if (planDueAt !== null && planDueAt <= at) {
      workOut(state, Math.min(at, state.beatAt ?? at), context);
    }
  },
  asOf: (state, at, context) => {
    // Those who have not been silent for too long are there.
    drain(state, context);
    cutAll(state, at, context);
    tellPeak(state, context);
    workOutRunning(state, at, context);
  },
  on: {
    'agent.presence': (state, event, context) => {
      lives(state, event, context);
      report(state, event, context);
    },
    'agent.heartbeat': (state, event, context) => {
      showLife(state, event.at, event.id, context);
      state.beatAt = event.at;
    },
    'agent.capacity': (state, { at, capacity, weight = null, id: because }, context) => {
      take(state, { kind: 'capacity', at, capacity, weight, because }, context);
    },
    'agent.team': (state, { at }, context) => take(state, { kind: 'teams', at }, context),
    'agent.shift': (state, { at, activities }, context) => {
      plan(state, activities, at, context);
      workOut(state, Math.min(at, state.beatAt ?? at), context);
    },
    'agent.activity': lives,
    'message.recorded': (state, fact, context) => {
      if (fact.data.automated !== true) lives(state, fact, context);
    },
    'focus.opened': looks,
    'focus.regained': looks,
    'focus.closed': looks,
    'focus.blurred': looks,
    'visit.closed': (state, visit, context) => countVisit(state, visit, context),
    ...hearWork,
  },
});

function heardOfWork(state: AgentTime, fact: Fact<WorkFactType>, context: FoldContext): void {
  const { at, conversationId, sessionId, data } = fact;
  const occupies = data.occupies === 'full';
  const phase = PHASES[fact.type];
  take(
    state,
    {
      kind: 'work',
      at,
      conversationId,
      attempt: data.attempt,
      workId: data.workId,
      sessionId,
      channelId: context.sessionOf(conversationId)?.channelId ?? null,
      queueId: data.queueId ?? null,
      phase: phase === 'gone' && occupies ? 'kept' : phase,
      occupies,
      because: fact.causationId,
    },
    context,
  );
  if (fact.type === 'work.closed' || fact.type === 'work.transferred') {
    sawWorkEnd(state, conversationId, at, context);
  }
}
