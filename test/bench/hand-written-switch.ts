// What replaces the enhanced-customer chart where speed is all that counts: a switch over plain immutable objects, tuned for V8.
// It covers the statuses and events of the step bench's workload, and yields the same leaves, counters, facts and deadlines.
// Nothing is kept back: every copy is written out field by field, constants are shared, what does not change is returned as it is.
import type { SessionEvent, SessionFact } from '../../machines/index.ts';
import {
  agentMessage,
  answered,
  at,
  customerMessage,
  EXPIRY_ID,
  IDLE_ID,
  LEAVES,
  type PlainDeadline,
  type PlainSession,
  type PlainStep,
  unforeseen,
  written,
} from './plain-session.ts';

const { WAITING, AWAITING_AGENT, UNTIMED, TIMED, INACTIVE, ENDED } = LEAVES;

const NO_FACTS: readonly SessionFact[] = [];
const NO_DEADLINES: readonly PlainDeadline[] = [];
const NO_IDS: readonly string[] = [];
const STOP_IDLE: readonly string[] = [IDLE_ID];
const STOP_EXPIRY: readonly string[] = [EXPIRY_ID];
const STOP_ABANDONMENT: readonly string[] = ['abandonment'];

/** What an event does to a session. */
export function stepByHand(session: PlainSession, event: SessionEvent): PlainStep {
  switch (session.value) {
    case 'unborn':
      return event.type === 'customer.message' ? opened(session, event) : ignored(session);
    case WAITING:
      return whileWaiting(session, event);
    case AWAITING_AGENT:
      return whileAwaitingAgent(session, event);
    case UNTIMED:
      return whileAwaitingCustomer(session, event, NO_IDS);
    case TIMED:
      return whileAwaitingCustomer(session, event, STOP_IDLE);
    case INACTIVE:
      return whileInactive(session, event);
    default:
      return ignored(session);
  }
}

const ignored = (session: PlainSession): PlainStep => ({
  session,
  facts: NO_FACTS,
  scheduled: NO_DEADLINES,
  cancelled: NO_IDS,
});

function opened(session: PlainSession, event: SessionEvent): PlainStep {
  if (event.keyword !== undefined || event.belowConsentLevel === true) return unforeseen(event);
  return {
    session: written(session, WAITING),
    facts: [
      { type: 'session.created', origin: 'InboundInitiated' },
      customerMessage(event),
      { type: 'session.queued', reason: 'opened' },
      { type: 'response.requested', response: 'InitialResponse' },
    ],
    scheduled: NO_DEADLINES,
    cancelled: NO_IDS,
  };
}

function whileWaiting(session: PlainSession, event: SessionEvent): PlainStep {
  switch (event.type) {
    case 'customer.message':
      if (event.keyword !== undefined) return unforeseen(event);
      return {
        session: written(session, WAITING),
        facts: [customerMessage(event)],
        scheduled: NO_DEADLINES,
        cancelled: STOP_ABANDONMENT,
      };
    case 'work.accepted':
      return {
        session: {
          value: AWAITING_AGENT,
          settings: session.settings,
          agentType:
            session.agentType === 'Bot' || session.agentType === 'BotToAgent'
              ? 'BotToAgent'
              : 'Agent',
          agentMessages: session.agentMessages,
          endUserMessages: session.endUserMessages,
          humanAccepted: true,
          contentHeld: session.contentHeld,
        },
        facts: [
          { type: 'session.dequeued', outcome: 'answered' },
          { type: 'session.activated', by: 'agent' },
          { type: 'response.requested', response: 'AgentEngagedResponse' },
        ],
        scheduled: NO_DEADLINES,
        cancelled: STOP_ABANDONMENT,
      };
    case 'work.offered':
    case 'work.declined':
    case 'work.timedOut':
    case 'work.rescinded':
      return ignored(session);
    case 'customer.ended':
      return {
        session: at(session, ENDED),
        facts: [
          { type: 'session.dequeued', outcome: 'abandoned' },
          { type: 'session.ended', by: 'EndUser', reason: 'customerEnded' },
        ],
        scheduled: NO_DEADLINES,
        cancelled: STOP_ABANDONMENT,
      };
    default:
      return unforeseen(event);
  }
}

function whileAwaitingAgent(session: PlainSession, event: SessionEvent): PlainStep {
  switch (event.type) {
    case 'customer.message':
      if (event.keyword === 'optOut') return optedOut(session, event, NO_IDS);
      return told(written(session, AWAITING_AGENT), customerMessage(event));
    case 'agent.message': {
      if (event.visibility === 'note') return ignored(session);
      const { customerIdleMs } = session.settings;
      if (customerIdleMs === null) return told(answered(session, UNTIMED), agentMessage(event));
      const deadline = {
        id: IDLE_ID,
        name: 'customerIdle',
        delayMs: customerIdleMs,
        eventType: IDLE_ID,
      };
      return {
        session: answered(session, TIMED),
        facts: [agentMessage(event)],
        scheduled: [deadline],
        cancelled: NO_IDS,
      };
    }
    default:
      return whileActive(session, event, NO_IDS);
  }
}

function whileAwaitingCustomer(
  session: PlainSession,
  event: SessionEvent,
  timers: readonly string[],
): PlainStep {
  switch (event.type) {
    case 'customer.message':
      if (event.keyword === 'optOut') return optedOut(session, event, timers);
      return {
        session: written(session, AWAITING_AGENT),
        facts: [customerMessage(event)],
        scheduled: NO_DEADLINES,
        cancelled: timers,
      };
    case 'agent.message':
      if (event.visibility === 'note') return ignored(session);
      if (session.value === TIMED && session.settings.agentMessageResets) return unforeseen(event);
      return told(answered(session, session.value), agentMessage(event));
    default:
      return whileActive(session, event, timers);
  }
}

function whileActive(
  session: PlainSession,
  event: SessionEvent,
  timers: readonly string[],
): PlainStep {
  switch (event.type) {
    case 'agent.markedInactive': {
      const delayMs = session.settings.inactiveExpiryMs;
      return {
        session: at(session, INACTIVE),
        facts: [{ type: 'session.inactivated', by: 'Agent', reason: 'agentMarked' }],
        scheduled: [{ id: EXPIRY_ID, name: 'inactiveExpiry', delayMs, eventType: EXPIRY_ID }],
        cancelled: timers,
      };
    }
    case 'agent.ended':
      return {
        session: at(session, ENDED),
        facts: [
          { type: 'session.ended', by: 'Agent', reason: 'agentClosed' },
          { type: 'response.requested', response: 'AgentEndEngagementResponse' },
        ],
        scheduled: NO_DEADLINES,
        cancelled: timers,
      };
    case 'customer.ended':
      return {
        session: at(session, ENDED),
        facts: [{ type: 'session.ended', by: 'EndUser', reason: 'customerEnded' }],
        scheduled: NO_DEADLINES,
        cancelled: timers,
      };
    default:
      return unforeseen(event);
  }
}

function whileInactive(session: PlainSession, event: SessionEvent): PlainStep {
  if (event.type !== 'customer.message' || event.keyword !== undefined) return unforeseen(event);
  if (session.settings.capacityModel === 'statusBased') return unforeseen(event);
  return {
    session: written(session, WAITING),
    facts: [
      customerMessage(event),
      { type: 'session.resumed', rerouted: true },
      { type: 'session.queued', reason: 'resumed' },
    ],
    scheduled: NO_DEADLINES,
    cancelled: STOP_EXPIRY,
  };
}

const optedOut = (
  session: PlainSession,
  event: SessionEvent,
  cancelled: readonly string[],
): PlainStep => ({
  session: written(session, ENDED),
  facts: [customerMessage(event), { type: 'session.ended', by: 'EndUser', reason: 'optOut' }],
  scheduled: NO_DEADLINES,
  cancelled,
});

const told = (session: PlainSession, fact: SessionFact): PlainStep => ({
  session,
  facts: [fact],
  scheduled: NO_DEADLINES,
  cancelled: NO_IDS,
});
