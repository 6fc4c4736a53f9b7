// The clocks of a session as the specification words them (lifecycle.md §3): which run, and for how long still.
// Written from statuses and events alone, so that the charts' own deadlines can be judged by it.
import type { SessionEvent, SessionSettings, StatusMeta } from '../../machines/index.ts';
import type { TimerName } from '../../src/events/timer-names.ts';

/** Remaining milliseconds of each clock that runs. */
type Clocks = Partial<Record<TimerName, number>>;

/** What the model knows of a session beside its chart. */
export interface SessionView {
  readonly clocks: Clocks;
  /** Who serves an Active session. */
  readonly servedBy: 'agent' | 'bot' | undefined;
  readonly channelIsOff: boolean;
}

/** Before the session is born. */
export const UNBORN_VIEW: SessionView = { clocks: {}, servedBy: undefined, channelIsOff: false };

/** One move as the specification sees it. */
export interface SeenMove {
  readonly graph: string;
  readonly settings: SessionSettings;
  readonly event: SessionEvent;
  readonly fired: TimerName | undefined;
  readonly from: StatusMeta | undefined;
  readonly to: StatusMeta | undefined;
}

type Phase = 'unborn' | 'unanswered' | NonNullable<StatusMeta['status']>;

/** A status, with New and waiting for the customer taken as one. */
export function phaseOf(meta: StatusMeta | undefined): Phase {
  if (meta?.status === undefined) return 'unborn';
  return meta.status === 'New' || meta.waitingFor === 'customer' ? 'unanswered' : meta.status;
}

/** Clocks that stop when a phase is left. */
const BELONGS: Partial<Record<Phase, readonly TimerName[]>> = {
  unanswered: ['noReply', 'keepOpen'],
  Consent: ['consentExpiry'],
  Waiting: ['maxWaiting', 'abandonment'],
  Active: ['customerIdle', 'customerIdleWarning', 'botIdle'],
  Inactive: ['inactiveExpiry', 'endInactive'],
  Paused: ['pausedExpiry'],
};

/** The view after a move. */
export function followSession(view: SessionView, move: SeenMove): SessionView {
  const { from, to, event, fired } = move;
  const before = phaseOf(from);
  const after = phaseOf(to);
  if (after === 'Ended' || after === 'Error')
    return { ...UNBORN_VIEW, channelIsOff: view.channelIsOff };
  const clocks: Clocks = { ...view.clocks };
  if (fired !== undefined) delete clocks[fired];
  let { servedBy, channelIsOff } = view;
  if (before !== after) {
    for (const name of BELONGS[before] ?? []) delete clocks[name];
    servedBy = after !== 'Active' ? undefined : event.type === 'bot.accepted' ? 'bot' : 'agent';
    enter(clocks, after, servedBy, move);
  } else within(clocks, after, servedBy, move);
  if (event.type === 'channel.disabled') {
    channelIsOff = true;
    clocks.channelDisabled = move.settings.channelDisabledMs;
  } else if (event.type === 'channel.enabled') {
    channelIsOff = false;
    delete clocks.channelDisabled;
  }
  limitIdleness(clocks, after, servedBy, move);
  return { clocks, servedBy, channelIsOff };
}

/** The view after time has passed. */
export function elapseSession(view: SessionView, ms: number): SessionView {
  const clocks: Clocks = {};
  for (const [name, remaining] of Object.entries(view.clocks) as [TimerName, number][]) {
    clocks[name] = remaining - ms;
  }
  return { ...view, clocks };
}

/** In how many milliseconds of silence the session ends by itself; Infinity if it does not. */
export function endsIn({ clocks }: SessionView, settings: SessionSettings): number {
  const { customerIdle, customerIdleWarning: _warning, ...ending } = clocks;
  const soonest = Math.min(Infinity, ...Object.values(ending));
  if (customerIdle === undefined) return soonest;
  const { customerIdleAction, inactiveExpiryMs, endInactiveMs } = settings;
  const afterwards = {
    end: 0,
    inactivate: inactiveExpiryMs,
    inactivateAndEnd: Math.min(inactiveExpiryMs, endInactiveMs),
  }[customerIdleAction];
  return Math.min(soonest, customerIdle + afterwards);
}

function enter(clocks: Clocks, phase: Phase, servedBy: SessionView['servedBy'], move: SeenMove) {
  const { settings, graph } = move;
  switch (phase) {
    case 'unanswered':
      if (graph === 'notification') clocks.keepOpen = settings.keepOpenMs;
      else clocks.noReply = settings.noReplyMs;
      return;
    case 'Consent':
      start(clocks, 'consentExpiry', settings.consentExpiryMs);
      return;
    case 'Waiting':
      start(clocks, 'maxWaiting', settings.maxWaitingMs);
      return;
    case 'Active':
      if (servedBy === 'bot') clocks.botIdle = settings.botIdleMs;
      return;
    case 'Inactive':
      clocks.inactiveExpiry = settings.inactiveExpiryMs;
      // T-END-INACTIVE: whoever made it inactive.
      if (settings.customerIdleAction === 'inactivateAndEnd') {
        clocks.endInactive = settings.endInactiveMs;
      }
      return;
    case 'Paused':
      start(clocks, 'pausedExpiry', settings.pausedExpiryMs);
      return;
    default:
      return;
  }
}

function within(clocks: Clocks, phase: Phase, servedBy: SessionView['servedBy'], move: SeenMove) {
  if (phase === 'unanswered') reanchor(clocks, move);
  else if (phase === 'Waiting') abandon(clocks, move);
  else if (phase === 'Active' && servedBy === 'bot') {
    // T-BOT-IDLE: from the customer's last activity with the bot.
    if (move.event.type === 'customer.message') clocks.botIdle = move.settings.botIdleMs;
  } else if (phase === 'Active') timeCustomer(clocks, move);
}

/** T-NOREPLY and T-KEEPOPEN: from the last message to the customer, or from the first (EB04, SB09, NO03). */
function reanchor(clocks: Clocks, { event, settings, graph }: SeenMove) {
  const appended = event.type === 'automation.message' && event.longevity === 'keepOpenOrAppend';
  if (graph === 'notification') {
    if (appended) clocks.keepOpen = settings.keepOpenMs;
    return;
  }
  const wrote = event.type === 'agent.message' && event.visibility !== 'note';
  const appends = appended && graph === 'enhanced-business';
  if ((wrote || appends) && settings.noReplyAnchor === 'last') clocks.noReply = settings.noReplyMs;
}

/** T-ABANDON. */
function abandon(clocks: Clocks, { event, settings }: SeenMove) {
  // Whoever comes back or writes has not left, whatever the channel says by now.
  const isContent = event.type === 'customer.message' && (event.keyword ?? 'custom') === 'custom';
  const isConsent = event.keyword === 'custom' && settings.customKeywordIsConsent;
  const isBack = event.type === 'customer.returned' || (isContent && !isConsent);
  if (isBack) delete clocks.abandonment;
  if (settings.platform === 'standard' || settings.abandonmentMs === null) return;
  if (event.type === 'customer.left') clocks.abandonment = settings.abandonmentMs;
}

/** T-IDLE and T-IDLE-WARN: from the agent's first message after the customer's last (X8). */
function timeCustomer(clocks: Clocks, { event, settings, graph }: SeenMove) {
  if (graph.startsWith('standard')) return;
  if (event.type === 'customer.message') {
    delete clocks.customerIdle;
    delete clocks.customerIdleWarning;
  } else if (event.type === 'agent.message' && event.visibility !== 'note') {
    if (clocks.customerIdle !== undefined && !settings.agentMessageResets) return;
    start(clocks, 'customerIdle', settings.customerIdleMs);
    if (settings.customerIdleMs !== null) {
      start(clocks, 'customerIdleWarning', settings.customerIdleWarningMs);
    }
  }
}

/** cfg.standard.maxIdle: from the last message of anybody. */
function limitIdleness(
  clocks: Clocks,
  phase: Phase,
  servedBy: SessionView['servedBy'],
  { graph, settings, event, from }: SeenMove,
) {
  const { maxIdleMs } = settings;
  if (maxIdleMs === null || !graph.startsWith('standard')) return;
  const isBorn = phaseOf(from) === 'unborn' && graph === 'standard-customer';
  // Before the customer has answered, T-NOREPLY alone limits a business-initiated session.
  const customerWrote =
    event.type === 'customer.message' && (phase === 'Active' || phase === 'Waiting');
  const agentWrote =
    event.type === 'agent.message' && event.visibility !== 'note' && phase === 'Active';
  if (
    isBorn ||
    customerWrote ||
    (agentWrote && servedBy === 'agent') ||
    event.type === 'bot.message'
  ) {
    clocks.maxIdle = maxIdleMs;
  }
}

function start(clocks: Clocks, name: TimerName, ms: number | null) {
  if (ms === null) delete clocks[name];
  else clocks[name] = ms;
}
