// What became of sessions that a bot took first: resolved by it, given up by the customer, or handed to people.
import { sessionCalculator } from './calculator.ts';
import type { DerivedMetric, MetricDefinition } from './metric-definition.ts';
import { share } from './share.ts';

/** Ended sessions that a bot took first. Source: metrics.md §1D; its rates are read off it. */
export const botSessions: MetricDefinition = {
  id: 'botSessions',
  name: 'Bot sessions',
  definition:
    'Ended sessions that a bot accepted before any human; the label is resolved (ended while the bot had it), abandonedInBot (the customer left the bot), endedInBot (ended for a reason that is neither), handedOff (a human accepted) or handedOffUnserved (it had gone to people, and none accepted).',
  unit: 'count',
  levels: ['ses', 'ch', 'acc'],
  attribution: 'end',
  options: [],
  sources: ['Salesforce', 'Chatwoot', 'Intercom', 'Amazon Connect'],
  version: 1,
};

interface BotSession {
  /** Null until somebody has accepted. */
  beganWithBot: boolean | null;
  isWithBot: boolean;
  humanAccepted: boolean;
  /** What the bot itself said of its end. */
  wasAbandoned: boolean;
}

/** Ends by which the customer left the bot. */
const LEAVING: ReadonlySet<string> = new Set([
  'customerEnded',
  'conversationDeleted',
  'optOut',
  'botIdle',
  'customerIdle',
  'inactivityExpired',
  'maxIdle',
]);

/** Ends by which somebody closed what the bot had settled. */
export const CLOSING: ReadonlySet<string> = new Set([
  'botEnded',
  'automationEnded',
  'agentClosed',
  'supervisorEnded',
]);

/** Sorts ended bot sessions. */
export const botOutcomes = sessionCalculator<BotSession>({
  name: 'bot-sessions',
  definitions: [botSessions],
  start: () => ({
    beganWithBot: null,
    isWithBot: false,
    humanAccepted: false,
    wasAbandoned: false,
  }),
  on: {
    'work.accepted': (state, { data }) => {
      const isHuman = data.agentId !== undefined;
      state.beganWithBot ??= !isHuman;
      state.isWithBot = !isHuman;
      state.humanAccepted ||= isHuman;
    },
    'session.escalated': (state) => {
      state.isWithBot = false;
    },
    'bot.ended': (state, { outcome }) => {
      state.wasAbandoned = outcome === 'abandoned';
    },
    'session.ended': (state, { sessionId, data }, context) => {
      if (state.beganWithBot !== true || sessionId === null) return;
      context.count(botSessions, sessionId, 1, outcomeOf(state, data.reason), null);
    },
  },
});

function outcomeOf({ humanAccepted, isWithBot, wasAbandoned }: BotSession, reason: string): string {
  if (humanAccepted) return 'handedOff';
  if (!isWithBot) return 'handedOffUnserved';
  if (wasAbandoned || LEAVING.has(reason)) return 'abandonedInBot';
  return CLOSING.has(reason) ? 'resolved' : 'endedInBot';
}

const rate = (
  parts: Pick<DerivedMetric, 'id' | 'name' | 'definition' | 'figure'> & Partial<DerivedMetric>,
): DerivedMetric => ({
  unit: 'share',
  levels: ['ch', 'acc'],
  attribution: 'end',
  options: [],
  sources: ['Chatwoot', 'Intercom', 'Amazon Connect'],
  version: 1,
  of: ['botSessions'],
  ...parts,
});

/** Share of bot sessions that no human accepted. Source: metrics.md §1D. */
export const botContainmentRate = rate({
  id: 'botContainmentRate',
  name: 'Bot containment rate',
  definition:
    'Bot sessions that ended without a human having accepted, of all ended bot sessions; those that the customer gave up are among them.',
  figure: (read) => {
    const all = read('botSessions').count;
    return share(all - read('botSessions', 'handedOff').count, all);
  },
});

/** Share of bot sessions that the bot resolved. Source: metrics.md §1D. */
export const botResolutionRate = rate({
  id: 'botResolutionRate',
  name: 'Bot resolution rate',
  definition:
    'Bot sessions that were closed while the bot had them and not by the customer leaving, of all ended bot sessions.',
  figure: (read) => share(read('botSessions', 'resolved').count, read('botSessions').count),
});

/** Share of bot sessions that went to people. Source: metrics.md §1D. */
export const botHandoffRate = rate({
  id: 'botHandoffRate',
  name: 'Bot hand-off rate',
  definition:
    'Bot sessions that went to people, accepted or not, each counted once, of all ended bot sessions.',
  figure: (read) =>
    share(
      read('botSessions', 'handedOff').count + read('botSessions', 'handedOffUnserved').count,
      read('botSessions').count,
    ),
});

/** Share of all sessions that bots resolved. Source: metrics.md §1D gives no formula; ours. */
export const deflection = rate({
  id: 'deflection',
  name: 'Deflection',
  definition:
    'Sessions that a bot resolved, of all ended sessions but notifications: the part of the demand that people never saw.',
  sources: ['Intercom', 'Holdline'],
  of: ['botSessions', 'sessionsByAgentType'],
  figure: (read) =>
    share(
      read('botSessions', 'resolved').count,
      read('sessionsByAgentType').count - read('sessionsByAgentType', 'System').count,
    ),
});
