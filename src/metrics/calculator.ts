/*
 * How a calculator is written: a name, the metrics it produces, a state of plain data and one function a type of observation. The fold calls
 * it in the order of time; it never looks at a clock, and what it measures it hands to the context.
 */
import type { Channel } from '../policy/channel.ts';
import type { MetricOptions } from '../policy/metric-options.ts';
import type { SchedulePolicy } from '../time/hours-history.ts';
import type { EpochMs } from '../time/instant.ts';
import type { DerivedObservation } from './derived-observation.ts';
import type { FigureDraft } from './figure-draft.ts';
import type { MetricDefinition } from './metric-definition.ts';
import type { MetricLevel, OptionalInput } from './measurement.ts';
import type { RecordFields, RecordKind } from './metric-record.ts';
import type { Evidence, Observation } from './observation.ts';
import type { SessionSituation } from './session-situation.ts';

/** Everything that a calculator may hear: observations, and what other calculators derive from them. */
export type Heard = Observation | DerivedObservation;

/** A type of what is heard. */
export type HeardType = Heard['type'];

/** One kind of what is heard. */
export type HeardOf<T extends HeardType> = Extract<Heard, { readonly type: T }>;

/** Queue and account of a session at one instant. */
export interface FigureStanding {
  readonly queueId: string | null;
  readonly accountId: string | null;
}

/** A figure to be recorded. Whatever is left out is null. */
export interface Figure {
  readonly level: MetricLevel;
  /** Id of the session, engagement, work or agent. */
  readonly key: string;
  /** When it counts; left out: the instant of the observation. */
  readonly at?: EpochMs;
  /** A span: its length is the value, and its end `at`; opening hours are counted within it. */
  readonly since?: EpochMs;
  /** How often each millisecond of the span counts: a weight, a capacity; left out: once. */
  readonly times?: number;
  /** Elapsed milliseconds, where the value is no single span. */
  readonly ms?: number;
  /** Milliseconds within opening hours, where the value is no single span. */
  readonly businessMs?: number;
  /** A count, share or score. */
  readonly value?: number;
  /** The agent who acted; left out: nobody. Teams are those of that agent at the instant at which the figure counts, of a split span at its start. */
  readonly agentId?: string | null;
  readonly queueId?: string | null;
  readonly label?: string | null;
  /** The session whose channel, account and topics the figure belongs to; left out: that of the context, null for none. */
  readonly sessionId?: string | null;
  readonly channelId?: string | null;
  /** Where the session stood when the figure counted, for one that is told later (X10); left out: where it stands now. */
  readonly standing?: FigureStanding | null;
  /** Topics of that session, where it has ended and is not the one of the context; left out: those that it has in the end. */
  readonly topics?: readonly string[] | null;
  /** There is no value, for want of this input. */
  readonly missing?: OptionalInput;
  /** What the value rests on besides the observation itself. */
  readonly because?: readonly Evidence[];
  /** It may be taken back even after the next session has begun, until it is released. */
  readonly isLasting?: boolean;
}

/** What becomes of a figure that turns out otherwise. */
export interface FigureChange {
  readonly value?: number;
  readonly label?: string;
}

/** What a calculator sees of the world, and where it puts what it has measured. Valid during one call only. */
export interface FoldContext {
  readonly options: MetricOptions;
  readonly tenant: string;
  /** The agent or the conversation that is folded. */
  readonly subjectId: string;
  /** The conversation that the observation names; null for none, and where only time has passed. */
  readonly conversationId: string | null;
  /** The session that the observation is about; null where it is about none, or one that is neither open nor the last. */
  readonly session: SessionSituation | null;
  /** Teams of an agent at the instant of the observation. */
  teamsOf(agentId: string): readonly string[];
  /** A channel as configured at an instant; left out: that of the observation. */
  channelOf(channelId: string, at?: EpochMs): Channel | undefined;
  /** The open session of a conversation, or its last one; undefined before the first. */
  sessionOf(conversationId: string): SessionSituation | undefined;
  /** Milliseconds of [from, to) within the opening hours of a channel, by the schedule policy of the options unless another is named; all of them where none are set. */
  businessMs(channelId: string, from: EpochMs, to: EpochMs, by?: SchedulePolicy): number;
  /** Begins a figure that is filled in and then told or recorded, before another one is begun: it costs less than one written as an object. */
  figure(level: MetricLevel, key: string): FigureDraft;
  /**
   * Tells a figure that nothing will take back: the fold keeps nothing of it. Most figures are told.
   *
   * A metric whose attribution is `split` must have `since`.
   */
  tell(metric: MetricDefinition, figure: Figure | FigureDraft): void;
  /** Tells a count of the session, now, by its id; the label and the agent who acted are null where there are none. */
  count(
    metric: MetricDefinition,
    sessionId: string,
    value: number,
    label: string | null,
    agentId: string | null,
  ): void;
  /** Tells a span of the session that ends now, likewise. */
  span(
    metric: MetricDefinition,
    sessionId: string,
    since: EpochMs,
    label: string | null,
    agentId: string | null,
  ): void;
  /** As `tell`, and returns its ordinal, by which it may be taken back: the fold keeps it until the next session. */
  record(metric: MetricDefinition, figure: Figure | FigureDraft): number;
  /** Takes a figure back that was recorded before. */
  retract(ordinal: number): void;
  /** Takes a figure back and records it with another value or class in its place, of the same instant and subject; returns the new ordinal. */
  amend(ordinal: number, change: FigureChange): number;
  /** Nothing can take a lasting figure back any more. */
  release(ordinal: number): void;
  /** Whether anybody hears of records: where nobody does, none need be made. */
  readonly keepsRecords: boolean;
  /** Puts a record down; the same kind and key again replaces it. */
  put<K extends RecordKind>(kind: K, key: string, at: EpochMs, fields: RecordFields[K]): void;
  /** Takes a record back. */
  drop(kind: RecordKind, key: string): void;
  /** Tells the other calculators of the same subject, right after the observation; what an agent's calculator derives, those of the conversation too. */
  derive(derived: DerivedObservation): void;
}

/** The functions of a calculator, by what they hear. */
export type Hearing<S> = {
  readonly [T in HeardType]?: (state: S, heard: HeardOf<T>, context: FoldContext) => void;
};

/** Who writes messages. */
export type MessageWriter = HeardOf<'message.recorded'>['data']['actor'];

interface CalculatorParts<S> {
  readonly name: string;
  readonly definitions: readonly MetricDefinition[];
  /** True where other calculators hear what it derives. */
  readonly derives?: boolean;
  /** The state at the start: plain data, so that it can be put away as JSON. */
  start(): S;
  readonly on: Hearing<S>;
  /** Whose messages it hears of; left out: everybody's. Most of what happens is messages. */
  readonly writers?: readonly MessageWriter[];
  /** Whether messages tell it anything under these options; left out: always. */
  readonly hearsMessages?: (options: MetricOptions) => boolean;
  /** Closes what has ended by the passing of time alone, before an instant that has been reached: a heartbeat that stayed away. */
  reach?(state: S, at: EpochMs, context: FoldContext): void;
  /** Records, or derives, what is still running as if it ended at the instant of the report; the state is a copy and is thrown away. Only its figures count: nothing is put down or taken back. */
  asOf?(state: S, at: EpochMs, context: FoldContext): void;
}

/**
 * A calculator of one session. Its state begins with `session.created`, hears the facts of that session and the events of its conversation
 * while it is the open or the last one, and goes with its end unless `outlivesEnd`.
 */
export interface SessionCalculator<S = never> extends CalculatorParts<S> {
  readonly subject: 'session';
  /** True where something is still heard after the end: receipts, surveys. Its state stays until the session after the next begins, but from the next one on it hears receipts alone. */
  readonly outlivesEnd?: boolean;
}

/** A calculator of a conversation: its state stays over all sessions, so that it must be small. */
export interface ConversationCalculator<S = never> extends CalculatorParts<S> {
  readonly subject: 'conversation';
  /** What stays of the state of a conversation that has been quiet for so long that nothing comes of it any more but another session; left out: all of it. Figures that were lasting are released. */
  rest?(state: S, context: FoldContext): S;
}

/**
 * A calculator of one agent. It hears the events of the agent (presence, heartbeats, focus), the facts that name the agent (work, wrap-up,
 * engagements, own messages, as `agentId` or `actorId`), and what is derived of conversations that the agent has in focus.
 */
export interface AgentCalculator<S = never> extends CalculatorParts<S> {
  readonly subject: 'agent';
}

/** Any calculator, with its state closed over. */
export type Calculator =
  | SessionCalculator<unknown>
  | ConversationCalculator<unknown>
  | AgentCalculator<unknown>;

/** A calculator of sessions, its state inferred. */
export const sessionCalculator = <S>(
  parts: Omit<SessionCalculator<S>, 'subject'>,
): SessionCalculator<unknown> =>
  ({ ...parts, subject: 'session' }) as unknown as SessionCalculator<unknown>;

/** A calculator of conversations, its state inferred. */
export const conversationCalculator = <S>(
  parts: Omit<ConversationCalculator<S>, 'subject'>,
): ConversationCalculator<unknown> =>
  ({ ...parts, subject: 'conversation' }) as unknown as ConversationCalculator<unknown>;

/** A calculator of agents, its state inferred. */
export const agentCalculator = <S>(
  parts: Omit<AgentCalculator<S>, 'subject'>,
): AgentCalculator<unknown> =>
  ({ ...parts, subject: 'agent' }) as unknown as AgentCalculator<unknown>;
