// The enhanced-customer chart as an engineer would first write it by hand: a switch, spreads, fresh lists.
// It covers the same statuses and events as hand-written-switch.ts, which is this written out for V8.
import type { SessionEvent, SessionFact } from '../../machines/index.ts';
import {
  agentMessage,
  customerMessage,
  EXPIRY_ID,
  IDLE_ID,
  LEAVES,
  type PlainDeadline,
  type PlainSession,
  type PlainStep,
  unforeseen,
} from './plain-session.ts';

const { WAITING, AWAITING_AGENT, UNTIMED, TIMED, INACTIVE, ENDED } = LEAVES;

/** What an event does to a session. */
export function stepOrdinarily(session: PlainSession, event: SessionEvent): PlainStep {
  switch (session.value) {
    case 'unborn':
      return event.type === 'customer.message' ? opened(session, event) : result(session);
    case WAITING:
      return whileWaiting(session, event);
    case AWAITING_AGENT:
      return whileAwaitingAgent(session, event);
    case UNTIMED:
    case TIMED:
      return whileAwaitingCustomer(session, event);
    case INACTIVE:
      return whileInactive(session, event);
    default:
      return result(session);
  }
}

const result = (
  session: PlainSession,
  facts: readonly SessionFact[] = [],
  cancelled: readonly string[] = [],
  scheduled: readonly PlainDeadline[] = [],
): PlainStep => ({ session, facts, scheduled, cancelled });

const written = (session: PlainSession, value: string): PlainSession => ({
  ...session,
  value,
  endUserMessages: session.endUserMessages + 1,
});

const answered = (session: PlainSession, value: string): PlainSession => ({
  ...session,
  value,
  agentMessages: session.agentMessages + 1,
});

const ended = (session: PlainSession): PlainSession => ({ ...session, value: ENDED });

function opened(session: PlainSession, event: SessionEvent): PlainStep {
  if (event.keyword !== undefined || event.belowConsentLevel === true) return unforeseen(event);
  return result(written(session, WAITING), [
    { type: 'session.created', origin: 'InboundInitiated' },
    customerMessage(event),
    { type: 'session.queued', reason: 'opened' },
    { type: 'response.requested', response: 'InitialResponse' },
  ]);
}

function whileWaiting(session: PlainSession, event: SessionEvent): PlainStep {
  switch (event.type) {
    case 'customer.message':
      if (event.keyword !== undefined) return unforeseen(event);
      return result(written(session, WAITING), [customerMessage(event)], ['abandonment']);
    case 'work.accepted':
      return result(
        {
          ...session,
          value: AWAITING_AGENT,
          agentType:
            session.agentType === 'Bot' || session.agentType === 'BotToAgent'
              ? 'BotToAgent'
              : 'Agent',
          humanAccepted: true,
        },
        [
          { type: 'session.dequeued', outcome: 'answered' },
          { type: 'session.activated', by: 'agent' },
          { type: 'response.requested', response: 'AgentEngagedResponse' },
        ],
        ['abandonment'],
      );
    case 'work.offered':
    case 'work.declined':
    case 'work.timedOut':
    case 'work.rescinded':
      return result(session);
    case 'customer.ended':
      return result(
        ended(session),
        [
          { type: 'session.dequeued', outcome: 'abandoned' },
          { type: 'session.ended', by: 'EndUser', reason: 'customerEnded' },
        ],
        ['abandonment'],
      );
    default:
      return unforeseen(event);
  }
}

function whileAwaitingAgent(session: PlainSession, event: SessionEvent): PlainStep {
  switch (event.type) {
    case 'customer.message':
      if (event.keyword === 'optOut') return optedOut(session, event);
      return result(written(session, AWAITING_AGENT), [customerMessage(event)]);
    case 'agent.message': {
      if (event.visibility === 'note') return result(session);
      const delayMs = session.settings.customerIdleMs;
      if (delayMs === null) return result(answered(session, UNTIMED), [agentMessage(event)]);
      const idle = { id: IDLE_ID, name: 'customerIdle', delayMs, eventType: IDLE_ID };
      return result(answered(session, TIMED), [agentMessage(event)], [], [idle]);
    }
    default:
      return whileActive(session, event);
  }
}

function whileAwaitingCustomer(session: PlainSession, event: SessionEvent): PlainStep {
  switch (event.type) {
    case 'customer.message':
      if (event.keyword === 'optOut') return optedOut(session, event);
      return result(
        written(session, AWAITING_AGENT),
        [customerMessage(event)],
        idleTimers(session),
      );
    case 'agent.message':
      if (event.visibility === 'note') return result(session);
      if (session.value === TIMED && session.settings.agentMessageResets) return unforeseen(event);
      return result(answered(session, session.value), [agentMessage(event)]);
    default:
      return whileActive(session, event);
  }
}

const idleTimers = (session: PlainSession): readonly string[] =>
  session.value === TIMED ? [IDLE_ID] : [];

function whileActive(session: PlainSession, event: SessionEvent): PlainStep {
  switch (event.type) {
    case 'agent.markedInactive': {
      const delayMs = session.settings.inactiveExpiryMs;
      return result(
        { ...session, value: INACTIVE },
        [{ type: 'session.inactivated', by: 'Agent', reason: 'agentMarked' }],
        idleTimers(session),
        [{ id: EXPIRY_ID, name: 'inactiveExpiry', delayMs, eventType: EXPIRY_ID }],
      );
    }
    case 'agent.ended':
      return result(
        ended(session),
        [
          { type: 'session.ended', by: 'Agent', reason: 'agentClosed' },
          { type: 'response.requested', response: 'AgentEndEngagementResponse' },
        ],
        idleTimers(session),
      );
    case 'customer.ended':
      return result(
        ended(session),
        [{ type: 'session.ended', by: 'EndUser', reason: 'customerEnded' }],
        idleTimers(session),
      );
    default:
      return unforeseen(event);
  }
}

function whileInactive(session: PlainSession, event: SessionEvent): PlainStep {
  if (event.type !== 'customer.message' || event.keyword !== undefined) return unforeseen(event);
  if (session.settings.capacityModel === 'statusBased') return unforeseen(event);
  return result(
    written(session, WAITING),
    [
      customerMessage(event),
      { type: 'session.resumed', rerouted: true },
      { type: 'session.queued', reason: 'resumed' },
    ],
    [EXPIRY_ID],
  );
}

const optedOut = (session: PlainSession, event: SessionEvent): PlainStep =>
  result(
    written(session, ENDED),
    [customerMessage(event), { type: 'session.ended', by: 'EndUser', reason: 'optOut' }],
    idleTimers(session),
  );
