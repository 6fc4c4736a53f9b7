// A session graph as the explorer sees it, and what must hold of every graph whatever happens and whoever stays silent.
import { deepStrictEqual } from 'node:assert';
import {
  ENHANCED_SETTINGS,
  type EndedBy,
  type SessionContext,
  type SessionEvent,
  type SessionFact,
  type SessionSettings,
  STANDARD_SETTINGS,
  type StatusMeta,
} from '../../machines/index.ts';
import { TIMER_NAMES } from '../../src/events/timer-names.ts';
import type { SessionGraph } from '../../src/conversation/charts.ts';
import type { ChartEvent } from '../../src/statechart/chart-args.ts';
import type { ChartLeaf, CompiledChart } from '../../src/statechart/compiled-chart.ts';
import { step } from '../../src/statechart/step.ts';
import { sessionEvents } from '../machines/chart-alphabet.ts';
import { type ChartModel, type Move, type Timed, waitInSilence } from './chart-explorer.ts';
import {
  elapseSession,
  endsIn,
  followSession,
  phaseOf,
  type SessionView,
  UNBORN_VIEW,
} from './session-clocks.ts';

/** A chart whose types are those of the session graphs. */
type Chart = CompiledChart<SessionContext>;

/** Short clocks, all different, so that the search over whole units of time comes to an end. */
const SHORT = {
  inactiveExpiryMs: 6,
  consentExpiryMs: 5,
  noReplyMs: 8,
  keepOpenMs: 9,
  channelDisabledMs: 7,
  botIdleMs: 3,
  endInactiveMs: 2,
} as const;

const enhanced: SessionSettings = { ...ENHANCED_SETTINGS, ...SHORT };
const standard: SessionSettings = { ...STANDARD_SETTINGS, ...SHORT };
const limits = { maxWaitingMs: 5, abandonmentMs: 2 } as const;
const idle = { customerIdleMs: 4, customerIdleWarningMs: 1 } as const;

/** Settings under which each graph is explored: each switch is thrown at least once either way. */
const settingsOf: Readonly<Record<'enhanced' | 'standard', readonly SessionSettings[]>> = {
  enhanced: [
    { ...enhanced, ...idle },
    { ...enhanced, ...limits, customerIdleMs: 4, customerIdleAction: 'inactivateAndEnd' },
    {
      ...enhanced,
      ...idle,
      agentMessageResets: true,
      customerIdleAction: 'end',
      opensAs: 'waiting',
      endOnDeliveryFailure: true,
      customKeywordIsConsent: true,
      consentExpiryMs: null,
      noReplyAnchor: 'first',
    },
    { ...enhanced, capacityModel: 'statusBased', awaitsReplyAs: 'waiting' },
    {
      ...enhanced,
      ...limits,
      capacityModel: 'statusBased',
      pausedExpiryMs: 4,
      customKeywordIsConsent: true,
    },
    { ...enhanced, answersInNewRecord: true },
  ],
  standard: [
    standard,
    { ...standard, capacityModel: 'statusBased', noReplyAnchor: 'first', allowTransfer: false },
    { ...standard, maxIdleMs: 4, maxWaitingMs: 5, awaitsReplyAs: 'new' },
    { ...standard, maxIdleMs: 4, customKeywordIsConsent: true },
    { ...standard, customKeywordIsConsent: true },
  ],
};

/** The recommended defaults; with a customer-idle rule the channel stays enabled, or 48 hours would be cut into hundreds. */
const defaultsOf: Readonly<Record<'enhanced' | 'standard', readonly SessionSettings[]>> = {
  enhanced: [
    ENHANCED_SETTINGS,
    { ...ENHANCED_SETTINGS, customerIdleMs: 600_000, customerIdleWarningMs: 300_000 },
  ],
  standard: [STANDARD_SETTINGS],
};

const metaAt = (chart: Chart, value: string) =>
  chart.leaves.get(value)?.meta as StatusMeta | undefined;

/** The models of a graph: short clocks unit by unit, and the defaults from deadline to deadline. */
export function sessionModels(
  graph: SessionGraph,
  chart: Chart,
): readonly ChartModel<SessionContext, SessionView>[] {
  return platformsOf(graph).flatMap((platform) => [
    ...settingsOf[platform].map((settings) => sessionModel(graph, chart, settings, 1)),
    ...defaultsOf[platform].map((settings) => sessionModel(graph, chart, settings, Infinity)),
  ]);
}

const platformsOf = (graph: SessionGraph) =>
  graph === 'notification'
    ? (['enhanced', 'standard'] as const)
    : graph.startsWith('enhanced')
      ? (['enhanced'] as const)
      : (['standard'] as const);

/** The model of one graph under one choice of settings. */
function sessionModel(
  graph: SessionGraph,
  chart: Chart,
  settings: SessionSettings,
  tickMs: number,
): ChartModel<SessionContext, SessionView> {
  return {
    name: graph,
    chart,
    input: { settings },
    start: UNBORN_VIEW,
    tickMs,
    eventsIn: (_, leaf, view) =>
      possible(leaf, view, tickMs < Infinity || settings.customerIdleMs === null),
    keyOf: ({ agentType, humanAccepted, contentHeld }) =>
      `${agentType}${humanAccepted ? '+' : ''}${contentHeld ? '!' : ''}`,
    follow: (view, { event, fired, from, to }) =>
      followSession(view, {
        graph,
        settings,
        event: event as SessionEvent,
        fired,
        from: metaAt(chart, from.value),
        to: metaAt(chart, to.value),
      }),
    elapse: elapseSession,
    ownKey: ({ clocks, servedBy, channelIsOff }) =>
      `${TIMER_NAMES.map((name) => clocks[name]).join()}${servedBy}${channelIsOff}`,
    judge: (state, view) => judgeState(chart, settings, state, view),
    judgeMove: (move) => judgeMove(chart, move),
  };
}

/** One event of each meaning: an absent field means the ordinary value. */
const alphabet = sessionEvents.filter(
  (event) => event.visibility !== 'public' && event.available !== true,
);

/** Events that the leaf knows; a host disables a channel only while it is enabled. */
function possible(
  leaf: ChartLeaf,
  { channelIsOff }: SessionView,
  mayDisable: boolean,
): readonly ChartEvent[] {
  return alphabet.filter(({ type }) => {
    if (!leaf.candidates.has(type)) return false;
    if (type === 'channel.disabled') return mayDisable && !channelIsOff;
    return type !== 'channel.enabled' || channelIsOff;
  });
}

function judgeState(
  chart: Chart,
  settings: SessionSettings,
  state: Timed<SessionContext>,
  view: SessionView,
): string | undefined {
  const leaf = chart.leaves.get(state.value) as ChartLeaf;
  if (leaf.done) return judgeFinal(chart, state);
  const running = Object.fromEntries(state.pending.map(({ name, dueAt }) => [name, dueAt]));
  try {
    deepStrictEqual(running, { ...view.clocks });
  } catch {
    return `expected the clocks ${JSON.stringify(view.clocks)}, found ${JSON.stringify(running)}`;
  }
  const isWithBot =
    leaf.ancestors.some((path) => path.endsWith('withBot')) || leaf.path.endsWith('withBot');
  if (isWithBot !== (view.servedBy === 'bot')) return `expected service by ${view.servedBy}`;
  if (state.context.contentHeld && phaseOf(leaf.meta) !== 'Consent')
    return 'held content outside Consent';
  return judgeSilence(chart, settings, state, view);
}

/** Ended and Error are final: no event changes them, and no deadline is left (I3). */
function judgeFinal(chart: Chart, state: Timed<SessionContext>): string | undefined {
  if (state.pending.length > 0) return 'a final state with a deadline';
  for (const event of sessionEvents) {
    const result = step(chart, state, event);
    if (result.taken !== undefined || result.value !== state.value) {
      return `final, and yet ${event.type} changes it`;
    }
  }
  return undefined;
}

/** Under silence the session ends exactly when its settings say, or stays as it is for ever. */
function judgeSilence(
  chart: Chart,
  settings: SessionSettings,
  state: Timed<SessionContext>,
  view: SessionView,
): string | undefined {
  const expected = endsIn(view, settings);
  const { ms, end, fired } = waitInSilence(chart, state);
  const status = metaAt(chart, end.value)?.status;
  if (expected === Infinity) {
    return end.value === state.value ? undefined : `ends by itself: ${fired.join(', ')}`;
  }
  if (status === 'Ended' && ms === expected) return undefined;
  return `expected the end in ${expected} ms, found ${status} after ${ms} ms: ${fired.join(', ')}`;
}

function judgeMove(chart: Chart, move: Move<SessionContext>): string | undefined {
  const from = phaseOf(metaAt(chart, move.from.value));
  const to = phaseOf(metaAt(chart, move.to.value));
  const facts = move.step.emitted as readonly SessionFact[];
  return (
    judgeContext(move.from.context, move.to.context, facts) ?? judgeFacts(from, to, move, facts)
  );
}

/** Counters never decrease and count what is recorded; the kind of agent only ever grows. */
function judgeContext(
  before: SessionContext,
  after: SessionContext,
  facts: readonly SessionFact[],
): string | undefined {
  const recorded = (actor: string) =>
    facts.filter((fact) => fact.type === 'message.recorded' && fact.actor === actor).length;
  if (after.endUserMessages - before.endUserMessages !== recorded('EndUser')) {
    return 'endUserMessages does not count what was recorded';
  }
  if (after.agentMessages - before.agentMessages !== recorded('Agent')) {
    return 'agentMessages does not count what was recorded';
  }
  if (before.humanAccepted && !after.humanAccepted) return 'humanAccepted was taken back';
  if (after.settings !== before.settings) return 'the settings changed';
  if (after.agentType === before.agentType) return undefined;
  const grows = GROWTH[before.agentType].includes(after.agentType) && !before.humanAccepted;
  return grows ? undefined : `agentType went from ${before.agentType} to ${after.agentType}`;
}

const GROWTH: Readonly<Record<SessionContext['agentType'], readonly string[]>> = {
  System: ['Agent', 'Bot'],
  Agent: ['Bot'],
  Bot: ['BotToAgent'],
  BotToAgent: [],
};

/** Each change of status is told, and nothing is told that did not happen. */
function judgeFacts(
  from: string,
  to: string,
  move: Move<SessionContext>,
  facts: readonly SessionFact[],
): string | undefined {
  const { event, fired } = move;
  const told = (type: SessionFact['type']) => facts.filter((fact) => fact.type === type).length;
  const moved = from !== to;
  const wakes = moved && (from === 'Inactive' || from === 'Paused');
  const becomes = (phase: string) => (moved && to === phase ? 1 : 0);
  const expected: [SessionFact['type'], number][] = [
    ['session.created', moved && from === 'unborn' ? 1 : 0],
    ['session.queued', becomes('Waiting')],
    ['session.dequeued', moved && from === 'Waiting' ? 1 : 0],
    ['session.activated', wakes ? 0 : becomes('Active')],
    ['session.inactivated', becomes('Inactive')],
    ['session.paused', becomes('Paused')],
    ['session.transferred', event.type === 'agent.transferred' ? becomes('Waiting') : 0],
    [
      'session.resumed',
      wakes && event.type !== 'agent.transferred' && to !== 'Ended' && to !== 'Error' ? 1 : 0,
    ],
    ['session.escalated', event.type === 'bot.escalated' ? becomes('Waiting') : 0],
    ['session.routingFailed', event.type === 'routing.failed' ? 1 : 0],
    ['session.errored', becomes('Error')],
    ['session.ended', becomes('Ended')],
    [
      'session.consentHeld',
      to === 'Consent' && isHeld(event as SessionEvent, move.to.context) ? 1 : 0,
    ],
  ];
  for (const [type, count] of expected) {
    if (told(type) !== count) return `expected ${count} ${type}, found ${told(type)}`;
  }
  if (moved && move.step.taken?.meta?.['rule'] === undefined)
    return 'a change of status without a rule';
  const ended = facts.find((fact) => fact.type === 'session.ended');
  if (ended === undefined) return undefined;
  const by = endedBy(event as SessionEvent, fired, ended.reason);
  return ended.by === by ? undefined : `expected the end by ${by}, found ${ended.by}`;
}

/** Content of a customer who has not agreed to what the channel asks for (CK06). */
function isHeld(
  { type, keyword, belowConsentLevel }: SessionEvent,
  { settings }: SessionContext,
): boolean {
  const isContent =
    keyword === undefined || (keyword === 'custom' && !settings.customKeywordIsConsent);
  return type === 'customer.message' && isContent && belowConsentLevel === true;
}

/** Who ends a session (lifecycle.md §5.1, EndedByType). */
function endedBy(event: SessionEvent, fired: string | undefined, reason: string): EndedBy {
  if (fired === 'botIdle') return 'Bot';
  if (fired === 'abandonment') return 'EndUser';
  if (reason === 'repliedInNewRecord') return 'System';
  if (event.type.startsWith('customer.') || event.by === 'endUser') return 'EndUser';
  if (event.type === 'bot.ended') return 'Bot';
  const byAgent = ['agent.ended', 'agent.closedTab', 'supervisor.ended'].includes(event.type);
  return byAgent ? 'Agent' : 'System';
}
