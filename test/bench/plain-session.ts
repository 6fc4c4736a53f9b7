// The plain objects of the two hand-written switches: their names, their facts, and copies written out for V8.
import type {
  AgentType,
  SessionEvent,
  SessionFact,
  SessionSettings,
} from '../../machines/index.ts';

/** The leaves that the workload reaches. */
export const LEAVES = {
  WAITING: 'open.Waiting.unlimited',
  AWAITING_AGENT: 'open.Active.withAgent.awaitingAgent',
  UNTIMED: 'open.Active.withAgent.awaitingCustomer.untimed',
  TIMED: 'open.Active.withAgent.awaitingCustomer.timed.silent',
  INACTIVE: 'open.Inactive.resting',
  ENDED: 'Ended',
} as const;

/** Ids of the deadlines that the workload starts. */
export const IDLE_ID =
  'xstate.after.customerIdle.enhanced-customer.open.Active.withAgent.awaitingCustomer.timed';
export const EXPIRY_ID = 'xstate.after.inactiveExpiry.inactive';

/** A session as a switch keeps it. */
export interface PlainSession {
  readonly value: string;
  readonly settings: SessionSettings;
  readonly agentType: AgentType;
  readonly agentMessages: number;
  readonly endUserMessages: number;
  readonly humanAccepted: boolean;
  readonly contentHeld: boolean;
}

/** A deadline to start. */
export interface PlainDeadline {
  readonly id: string;
  readonly name: string;
  readonly delayMs: number;
  readonly eventType: string;
}

/** What one event does. */
export interface PlainStep {
  readonly session: PlainSession;
  readonly facts: readonly SessionFact[];
  readonly scheduled: readonly PlainDeadline[];
  readonly cancelled: readonly string[];
}

/** A session before its first message. */
export const unbornSession = (settings: SessionSettings): PlainSession => ({
  value: 'unborn',
  settings,
  agentType: 'Agent',
  agentMessages: 0,
  endUserMessages: 0,
  humanAccepted: false,
  contentHeld: false,
});

/** The fact of a customer's message. */
export const customerMessage = (event: SessionEvent): SessionFact => ({
  type: 'message.recorded',
  messageId: event.messageId,
  actor: 'EndUser',
  direction: 'inbound',
  keyword: event.keyword,
});

/** The fact of an agent's message. */
export const agentMessage = (event: SessionEvent): SessionFact => ({
  type: 'message.recorded',
  messageId: event.messageId,
  actor: 'Agent',
  direction: 'outbound',
  keyword: undefined,
});

// Written out field by field: a spread that overwrites a field costs V8 several times as much.
/** The session at another leaf. */
export const at = (session: PlainSession, value: string): PlainSession => ({
  value,
  settings: session.settings,
  agentType: session.agentType,
  agentMessages: session.agentMessages,
  endUserMessages: session.endUserMessages,
  humanAccepted: session.humanAccepted,
  contentHeld: session.contentHeld,
});

/** The session after a customer's message. */
export const written = (session: PlainSession, value: string): PlainSession => ({
  value,
  settings: session.settings,
  agentType: session.agentType,
  agentMessages: session.agentMessages,
  endUserMessages: session.endUserMessages + 1,
  humanAccepted: session.humanAccepted,
  contentHeld: session.contentHeld,
});

/** The session after an agent's message. */
export const answered = (session: PlainSession, value: string): PlainSession => ({
  value,
  settings: session.settings,
  agentType: session.agentType,
  agentMessages: session.agentMessages + 1,
  endUserMessages: session.endUserMessages,
  humanAccepted: session.humanAccepted,
  contentHeld: session.contentHeld,
});

/** Stops a run whose workload a switch does not cover. */
export function unforeseen(event: SessionEvent): never {
  throw new Error(`the workload has no ${event.type} here: extend the switch`);
}
