// The charts that a conversation runs, compiled once.
import {
  agentWork,
  engagement,
  enhancedBusiness,
  enhancedCustomer,
  notification,
  standardBusiness,
  standardCustomer,
  type EngagementContext,
  type SessionContext,
  type SessionEvent,
  type SessionFact,
  type SessionInput,
  type SessionStatus,
  type StatusMeta,
  type WorkStatus,
} from '../../machines/index.ts';
import { compile } from '../statechart/compile.ts';
import type { CompiledChart } from '../statechart/compiled-chart.ts';

/** The five session graphs, by the names that the tables use. */
export const SESSION_GRAPHS = [
  'enhanced-customer',
  'enhanced-business',
  'standard-customer',
  'standard-business',
  'notification',
] as const;

/** A session graph. */
export type SessionGraph = (typeof SESSION_GRAPHS)[number];

/** A compiled session graph. */
export type SessionChart = CompiledChart<SessionContext, SessionEvent, SessionInput, SessionFact>;

/** The session graphs, ready to step. */
export const sessionCharts: Readonly<Record<SessionGraph, SessionChart>> = {
  'enhanced-customer': compile(enhancedCustomer, { copyContext: copySessionContext }),
  'enhanced-business': compile(enhancedBusiness, { copyContext: copySessionContext }),
  'standard-customer': compile(standardCustomer, { copyContext: copySessionContext }),
  'standard-business': compile(standardBusiness, { copyContext: copySessionContext }),
  notification: compile(notification, { copyContext: copySessionContext }),
};

/** The agent-work chart, ready to step. */
export const workChart = compile(agentWork);

/** The engagement chart, ready to step. */
export const engagementChart = compile(engagement, { copyContext: copyEngagementContext });

function copySessionContext(context: SessionContext): SessionContext {
  return {
    settings: context.settings,
    agentType: context.agentType,
    agentMessages: context.agentMessages,
    endUserMessages: context.endUserMessages,
    humanAccepted: context.humanAccepted,
    contentHeld: context.contentHeld,
  };
}

function copyEngagementContext({ settings, startReason, endReason }: EngagementContext) {
  return { settings, startReason, endReason };
}

/** What the leaf at which a session stands says of its status; undefined while it is unborn. */
export function statusMetaOf(chart: SessionChart, value: string): StatusMeta | undefined {
  return chart.leaves.get(value)?.meta;
}

/** The status of the leaf at which work stands; undefined while it is unborn. */
export function workStatusOf(value: string): WorkStatus | undefined {
  const meta = workChart.leaves.get(value)?.meta as { status?: WorkStatus } | undefined;
  return meta?.status;
}

/** Whether a status is terminal: no event changes it any more (I3). */
export function isTerminal(status: SessionStatus): boolean {
  return status === 'Ended' || status === 'Error';
}
