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
  type WorkContext,
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
export const workChart = compile(agentWork, { copyContext: copyWorkContext });

/** The engagement chart, ready to step. */
export const engagementChart = compile(engagement, { copyContext: copyEngagementContext });

// Field by field, and everywhere the same fields in the same order: a spread makes a context of a shape of its own, which
// all that follow from it inherit, and each reading of a context then has to find out which of them it has.

/** A session's context under other settings. */
export function withSessionSettings(
  context: SessionContext,
  settings: SessionContext['settings'],
): SessionContext {
  return {
    settings,
    agentType: context.agentType,
    agentMessages: context.agentMessages,
    endUserMessages: context.endUserMessages,
    humanAccepted: context.humanAccepted,
    contentHeld: context.contentHeld,
  };
}

/** An engagement's context under other settings. */
export function withEngagementSettings(
  { startReason, endReason }: EngagementContext,
  settings: EngagementContext['settings'],
): EngagementContext {
  return { settings, startReason, endReason };
}

/** A work's context under other terms of after-conversation work. */
export function withWrapUpTerms(
  { capacityModel, extensions }: WorkContext,
  acwMs: number | null,
  maxExtensions: number,
): WorkContext {
  return { capacityModel, acwMs, maxExtensions, extensions };
}

function copySessionContext(context: SessionContext): SessionContext {
  return withSessionSettings(context, context.settings);
}

function copyEngagementContext(context: EngagementContext): EngagementContext {
  return withEngagementSettings(context, context.settings);
}

function copyWorkContext(context: WorkContext): WorkContext {
  return withWrapUpTerms(context, context.acwMs, context.maxExtensions);
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
