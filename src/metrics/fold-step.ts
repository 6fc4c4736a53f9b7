// One call of calculators: who is folded, when, and where their figures go.
import type { Channel } from '../policy/channel.ts';
import type { MetricOptions } from '../policy/metric-options.ts';
import { assertInvariant } from '../events/holdline-error.ts';
import type { EpochMs } from '../time/instant.ts';
import type { Figure, FigureChange, FoldContext, Heard } from './calculator.ts';
import type { DerivedObservation } from './derived-observation.ts';
import { Measurement, type Dimensions } from './measurement.ts';
import type { MetricDefinition } from './metric-definition.ts';
import type { RecordFields, RecordKind } from './metric-record.ts';
import type { MetricSetup } from './metric-setup.ts';
import type { MetricSink } from './metric-sink.ts';
import { evidenceOf, type Evidence } from './observation.ts';
import type { SessionSituation } from './session-situation.ts';
import type { FoldedSubject } from './folded-subject.ts';

/** What the fold of a tenant shows to its calculators. */
export interface FoldWorld {
  readonly tenant: string;
  readonly options: MetricOptions;
  readonly setup: MetricSetup;
  readonly sink: MetricSink;
  sessionOf(conversationId: string): SessionSituation | undefined;
}

/** The context of all calls of one fold; turned to another subject and observation before each. @internal */
export class FoldStep implements FoldContext {
  readonly options: MetricOptions;
  readonly tenant: string;
  readonly derived: DerivedObservation[] = [];
  /** Set by the fold with each observation. */
  conversationId: string | null = null;
  /** True while a report asks what is still running: figures are provisional, and what is put down or taken back is not. */
  isProvisional = false;
  readonly #world: FoldWorld;
  #subject: FoldedSubject | null = null;
  #session: SessionSituation | null = null;
  #at: EpochMs = 0;
  #heard: Heard | null = null;
  /** The observation's own name, and nothing else: shared by all figures that rest on it alone. */
  #evidence: readonly Evidence[] = NO_EVIDENCE;
  /** Of the last figure: most often those of the next one. */
  #dims: Dimensions | null = null;

  constructor(world: FoldWorld) {
    this.#world = world;
    this.options = world.options;
    this.tenant = world.tenant;
  }

  /** Turns to a subject, and within it to a session or none. */
  turnTo(
    subject: FoldedSubject,
    session: SessionSituation | null,
    heard: Heard | null,
    at: EpochMs,
  ): void {
    this.#subject = subject;
    this.#session = session;
    this.#at = at;
    if (heard === this.#heard) return;
    this.#heard = heard;
    // What is derived rests on what it was derived of.
    if (heard === null) this.#evidence = NO_EVIDENCE;
    else if ('seq' in heard || 'id' in heard) this.#evidence = [evidenceOf(heard)];
  }

  get subjectId(): string {
    return this.#current.id;
  }

  get session(): SessionSituation | null {
    return this.#session;
  }

  teamsOf(agentId: string): readonly string[] {
    return this.#world.setup.teamsAt(agentId, this.#at);
  }

  channelOf(channelId: string, at = this.#at): Channel | undefined {
    return this.#world.setup.channelAt(channelId, at);
  }

  sessionOf(conversationId: string): SessionSituation | undefined {
    return this.#world.sessionOf(conversationId);
  }

  businessMs(channelId: string, from: EpochMs, to: EpochMs): number {
    return this.#world.setup.businessMs(channelId, from, to, this.options.businessHoursSchedule);
  }

  record(metric: MetricDefinition, figure: Figure): number {
    const session = figure.sessionId === null ? null : this.#session;
    const measurement = this.#measure(metric, figure, session);
    const own = isAnother(figure, session) ? null : session;
    return this.#current.record(measurement, own, this.#world.sink, figure.isLasting === true);
  }

  tell(metric: MetricDefinition, figure: Figure): void {
    const session = figure.sessionId === null ? null : this.#session;
    const measurement = this.#measure(metric, figure, session);
    const own = isAnother(figure, session) ? null : session;
    this.#current.tell(measurement, own, this.#world.sink);
  }

  count(
    metric: MetricDefinition,
    sessionId: string,
    value: number,
    label: string | null,
    agentId: string | null,
  ): void {
    const at = this.#at;
    const measurement = new Measurement(
      { metric: metric.id, level: 'ses', key: sessionId, at, from: null },
      { valueMs: null, value, businessMs: null },
      this.#ownDimensions(label, agentId, at),
      this.#evidence,
    );
    this.#current.tell(measurement, this.#session, this.#world.sink);
  }

  span(
    metric: MetricDefinition,
    sessionId: string,
    since: EpochMs,
    label: string | null,
    agentId: string | null,
  ): void {
    const at = this.#at;
    const isSplit = metric.attribution === 'split';
    const countsAt = metric.attribution === 'start' ? since : at;
    const businessMs = this.#openMs(this.#session?.channelId ?? null, since, at, isSplit);
    const measurement = new Measurement(
      {
        metric: metric.id,
        level: 'ses',
        key: sessionId,
        at: countsAt,
        from: isSplit ? since : null,
      },
      { valueMs: at - since, value: null, businessMs },
      this.#ownDimensions(label, agentId, isSplit ? since : at),
      this.#evidence,
    );
    this.#current.tell(measurement, this.#session, this.#world.sink);
  }

  #measure(
    metric: MetricDefinition,
    figure: Figure,
    session: SessionSituation | null,
  ): Measurement {
    const { level, key, at = this.#at, since, value, missing = null, topics } = figure;
    const channelId = figure.channelId ?? session?.channelId ?? null;
    const isSplit = metric.attribution === 'split';
    assertInvariant(
      !isSplit || since !== undefined,
      'expected since in a split figure, found none',
    );
    let valueMs: number | null = null;
    let businessMs: number | null = null;
    if (value === undefined && missing === null) {
      if (since !== undefined) {
        const { times = 1 } = figure;
        valueMs = (at - since) * times;
        businessMs = figure.businessMs ?? this.#openMs(channelId, since, at, isSplit) * times;
      } else {
        valueMs = figure.ms ?? null;
        businessMs = figure.businessMs ?? null;
      }
    }
    const from = isSplit && missing === null ? (since ?? null) : null;
    const countsAt = metric.attribution === 'start' && since !== undefined ? since : at;
    const measurement = new Measurement(
      { metric: metric.id, level, key, at: countsAt, from },
      { valueMs, value: missing === null ? (value ?? null) : null, businessMs },
      this.#dimensionsOf(figure, session, channelId, isSplit ? (since ?? at) : at),
      this.#evidenceWith(figure.because),
      missing,
    );
    if (topics !== undefined) measurement.topics = topics;
    return measurement;
  }

  /** Milliseconds of a span within opening hours; all of them where it belongs to no channel. */
  #openMs(channelId: string | null, since: EpochMs, at: EpochMs, isSplit: boolean): number {
    if (channelId === null) return at - since;
    // Parts of a span add up only if each is measured under the schedule that was in force in it (X7).
    const by = isSplit ? 'piecewise' : this.options.businessHoursSchedule;
    return this.#world.setup.businessMs(channelId, since, at, by);
  }

  retract(ordinal: number): void {
    if (!this.isProvisional) this.#current.retract(ordinal, this.#world.sink);
  }

  amend(ordinal: number, change: FigureChange): number {
    if (this.isProvisional) return ordinal;
    return this.#current.amend(ordinal, change, this.#evidence[0] ?? null, this.#world.sink);
  }

  release(ordinal: number): void {
    if (!this.isProvisional) this.#current.release(ordinal);
  }

  put<K extends RecordKind>(kind: K, key: string, at: EpochMs, fields: RecordFields[K]): void {
    if (!this.isProvisional) this.#world.sink.put?.({ kind, key, at, fields });
  }

  drop(kind: RecordKind, key: string): void {
    if (!this.isProvisional) this.#world.sink.dropped?.(kind, key);
  }

  derive(derived: DerivedObservation): void {
    this.derived.push(derived);
  }

  get #current(): FoldedSubject {
    assertInvariant(
      this.#subject !== null,
      'expected a context in use, found one outside any call',
    );
    return this.#subject;
  }

  #evidenceWith(because: readonly Evidence[] | undefined): readonly Evidence[] {
    const own = this.#evidence;
    if (because === undefined) return own;
    const [id] = own;
    return id === undefined || because.includes(id) ? because : [...because, id];
  }

  #dimensionsOf(
    figure: Figure,
    session: SessionSituation | null,
    channelId: string | null,
    at: EpochMs,
  ): Dimensions {
    const { agentId = null, label = null } = figure;
    const own = isAnother(figure, session) ? null : session;
    return this.#shared({
      sessionId: figure.sessionId ?? session?.sessionId ?? null,
      channelId,
      queueId: figure.queueId ?? own?.queueId ?? null,
      agentId,
      teamIds: agentId === null ? NO_TEAMS : this.#world.setup.teamsAt(agentId, at),
      endUserAccountId: session?.accountId ?? null,
      label,
    });
  }

  /** Of a figure of the session that is turned to. */
  #ownDimensions(label: string | null, agentId: string | null, at: EpochMs): Dimensions {
    const session = this.#session;
    return this.#shared({
      sessionId: session === null ? null : session.sessionId,
      channelId: session === null ? null : session.channelId,
      queueId: session === null ? null : session.queueId,
      agentId,
      teamIds: agentId === null ? NO_TEAMS : this.#world.setup.teamsAt(agentId, at),
      endUserAccountId: session === null ? null : session.accountId,
      label,
    });
  }

  /** The last dimensions where they say the same: figures that stand side by side share them. */
  #shared(dims: Dimensions): Dimensions {
    const last = this.#dims;
    if (
      last !== null &&
      last.sessionId === dims.sessionId &&
      last.channelId === dims.channelId &&
      last.queueId === dims.queueId &&
      last.agentId === dims.agentId &&
      last.teamIds === dims.teamIds &&
      last.endUserAccountId === dims.endUserAccountId &&
      last.label === dims.label
    ) {
      return last;
    }
    this.#dims = dims;
    return dims;
  }
}

/** Whether a figure is one of a session other than that of the context: its queue and topics are not this one's. */
const isAnother = ({ sessionId }: Figure, session: SessionSituation | null): boolean =>
  sessionId !== undefined && sessionId !== null && sessionId !== session?.sessionId;

const NO_EVIDENCE: readonly Evidence[] = Object.freeze([]);

const NO_TEAMS: readonly string[] = [];
