// The engagement chart as the explorer sees it, and what must hold of it (metrics.md §3): written from the table, not from the chart.
import { deepStrictEqual } from 'node:assert';
import type {
  EngagementContext,
  EngagementEndReason,
  EngagementEvent,
  EngagementFact,
  EngagementSettings,
  EngagementStartReason,
} from '../../machines/index.ts';
import type { CompiledChart } from '../../src/statechart/compiled-chart.ts';
import { engagementEvents, engagementSettings } from '../machines/engagement-alphabet.ts';
import { type ChartModel, type Move, type Timed, waitInSilence } from './chart-explorer.ts';

type Chart = CompiledChart<EngagementContext>;
type Phase = 'none' | 'offered' | 'armed' | 'active' | 'ended';

/** Remaining milliseconds of the clocks that run, and why the engagement begins or has ended. */
interface EngagementView {
  readonly engagementInactivity?: number;
  readonly engagementRetention?: number;
}

/** A long silence as the explorer sees it: the times of the contract are cut down so that every moment is visited. */
const SILENCE = 4;
const RETENTION = 9;
const MINUTE = 60_000;

/** Inputs under which the chart is explored. */
export const engagementInputs: readonly { readonly settings: EngagementSettings }[] =
  engagementSettings.map((settings) => ({
    settings: {
      ...settings,
      inactivity: settings.inactivity === null ? null : SILENCE,
      retention: RETENTION,
    },
  }));

const events: readonly EngagementEvent[] = engagementEvents.map((event) => {
  const { sinceCustomerMs: since } = event;
  if (since === undefined || since === Infinity) return event;
  return { ...event, sinceCustomerMs: since < 10 * MINUTE ? 1 : SILENCE };
});

const phaseOf = (value: string) => value.split('.')[0] as Phase;

/** The model of an engagement. */
export function engagementModel(
  chart: Chart,
  input: { readonly settings: EngagementSettings },
): ChartModel<EngagementContext, EngagementView> {
  return {
    name: 'engagement',
    chart,
    input,
    start: {},
    tickMs: 1,
    eventsIn: (_, leaf) => events.filter(({ type }) => leaf.candidates.has(type)),
    keyOf: ({ startReason, endReason }) => `${startReason} ${endReason}`,
    follow: (view, move) => follow(view, move, input.settings),
    elapse: (view, ms) =>
      Object.fromEntries(Object.entries(view).map(([name, left]) => [name, left - ms])),
    ownKey: (view) => JSON.stringify(view),
    judge: (state, view) => judgeState(chart, state, view, input.settings),
    judgeMove: (move) => judgeMove(move, input.settings),
  };
}

function follow(
  view: EngagementView,
  { event, fired, to, step: { emitted } }: Move<EngagementContext>,
  { inactivity }: EngagementSettings,
): EngagementView {
  if (phaseOf(to.value) !== 'active') return {};
  const { sinceCustomerMs = 0 } = event as EngagementEvent;
  const silence = inactivity === null ? {} : { engagementInactivity: inactivity - sinceCustomerMs };
  if (emitted.some(({ type }) => type === 'engagement.started')) {
    const isSilent = inactivity !== null && sinceCustomerMs >= inactivity;
    return { ...(isSilent ? {} : silence), engagementRetention: RETENTION };
  }
  const { engagementInactivity: _, ...rest } = view;
  if (fired === 'engagementInactivity') return rest;
  return event.type === 'customer.message' ? { ...rest, ...silence } : view;
}

function judgeState(
  chart: Chart,
  state: Timed<EngagementContext>,
  view: EngagementView,
  settings: EngagementSettings,
): string | undefined {
  const running = Object.fromEntries(
    state.pending.filter(({ dueAt }) => dueAt !== Infinity).map(({ name, dueAt }) => [name, dueAt]),
  );
  try {
    deepStrictEqual(running, { ...view });
  } catch {
    return `expected the clocks ${JSON.stringify(view)}, found ${JSON.stringify(running)}`;
  }
  if (state.pending.some(({ dueAt }) => dueAt === Infinity) || phaseOf(state.value) !== 'active') {
    return undefined;
  }
  const { ms, end } = waitInSilence(chart, state);
  const goesOn = settings.activityRouting || settings.countInactive;
  const silence = goesOn ? Infinity : (view.engagementInactivity ?? Infinity);
  const retention = view.engagementRetention ?? Infinity;
  const reason = silence <= retention ? 'inactivityTimeout' : null;
  const isRight =
    end.value === 'ended' &&
    ms === Math.min(silence, retention) &&
    end.context.endReason === reason;
  return isRight ? undefined : `in silence ${end.value} ${end.context.endReason} after ${ms} ms`;
}

/** What is told, and when. */
function judgeMove(
  move: Move<EngagementContext>,
  settings: EngagementSettings,
): string | undefined {
  const from = phaseOf(move.from.value);
  const to = phaseOf(move.to.value);
  const told = move.step.emitted as readonly EngagementFact[];
  const found = JSON.stringify(told);
  const expected = JSON.stringify(expectedFacts(move, from, to));
  if (found !== expected) return `${from} -> ${to} told ${found}, not ${expected}`;
  const isBeginning = from === 'none' || from === 'offered' || from === 'armed';
  if (!isBeginning || move.step.taken === undefined) return undefined;
  const event = move.event as EngagementEvent;
  const mayBegin = isActive(event, settings);
  if (to === 'active' && !mayBegin) return `begins though the conversation is not active`;
  return to === 'armed' && mayBegin && from !== 'armed' ? 'waits for nothing' : undefined;
}

/** Whether the conversation is active enough for an engagement to begin (EN09, EN11). */
function isActive(
  { ticketRests, sinceCustomerMs = 0 }: EngagementEvent,
  { inactivity, countInactive }: EngagementSettings,
): boolean {
  if (ticketRests === true) return false;
  return countInactive || inactivity === null || sinceCustomerMs < inactivity;
}

function expectedFacts(
  { event, fired, from: before, to: after }: Move<EngagementContext>,
  from: Phase,
  to: Phase,
): readonly EngagementFact[] {
  if (from !== 'active' && to === 'active') {
    const reason =
      from === 'armed' ? before.context.startReason : startOf(event as EngagementEvent);
    return [{ type: 'engagement.started', reason: reason ?? 'assigned' }];
  }
  if (from === 'active' && to === 'ended') {
    if (fired === 'engagementRetention') return [{ type: 'engagement.discarded' }];
    const reason = fired === undefined ? endOf(event as EngagementEvent) : 'inactivityTimeout';
    return [{ type: 'engagement.ended', reason, supersedes: false }];
  }
  if (from !== 'ended' || before.context.endReason === null) return [];
  const reason = endOf(event as EngagementEvent);
  const isBetter =
    (event as EngagementEvent).atOnce === true &&
    ORDER.includes(reason) &&
    rankOf(reason) < rankOf(before.context.endReason);
  if (!isBetter) return [];
  if (after.context.endReason !== reason) return [];
  return [{ type: 'engagement.ended', reason, supersedes: true }];
}

/** The better explanation first; what is not named is the worst. */
const ORDER: readonly EngagementEndReason[] = [
  'ticketSolved',
  'transferred',
  'ticketPendingOrHold',
  'agentClosedConversation',
  'inactivityTimeout',
];

const rankOf = (reason: EngagementEndReason) =>
  ORDER.includes(reason) ? ORDER.indexOf(reason) : ORDER.length;

function startOf(event: EngagementEvent): EngagementStartReason {
  switch (event.type) {
    case 'work.accepted':
      return event.isTransfer === true ? 'transferred' : 'routingAssignmentAccepted';
    case 'assignment.changed':
      return BY[event.by ?? ''] ?? 'assigned';
    case 'session.activated':
      return 'manualAssignment';
    case 'ticket.statusChanged':
      return event.byCustomer === true ? 'resumed' : 'reopened';
    case 'agent.resumed':
      return 'reopened';
    default:
      return 'resumed';
  }
}

const BY: Readonly<Record<string, EngagementStartReason>> = {
  routing: 'routingAssignmentAccepted',
  manualSelf: 'manualAssignment',
  manualSupervisor: 'manualAssignment',
  transfer: 'transferred',
};

function endOf(event: EngagementEvent): EngagementEndReason {
  switch (event.type) {
    case 'ticket.statusChanged':
      return TICKET[event.to ?? ''] ?? 'unknown';
    case 'assignment.changed':
      return event.toNobody === true ? 'removed' : 'transferred';
    case 'session.transferred':
      return 'transferred';
    case 'session.inactivated':
      return 'inactivityTimeout';
    case 'session.paused':
      return 'ticketPendingOrHold';
    case 'agent.presence':
      return 'removed';
    case 'channel.switched':
      return 'channelSwitched';
    case 'session.ended':
      return SESSION[event.reason ?? ''] ?? 'unknown';
    default:
      return 'unknown';
  }
}

const TICKET: Readonly<Record<string, EngagementEndReason>> = {
  pending: 'ticketPendingOrHold',
  hold: 'ticketPendingOrHold',
  solved: 'ticketSolved',
  closed: 'ticketSolved',
  deleted: 'removed',
};

const SESSION: Readonly<Record<string, EngagementEndReason>> = {
  agentClosed: 'agentClosedConversation',
  agentLeftTab: 'agentClosedConversation',
  supervisorEnded: 'agentClosedConversation',
  customerIdle: 'inactivityTimeout',
};
