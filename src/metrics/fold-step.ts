// One call of calculators: who is folded, when, and where their figures go.
import type { Channel } from '../policy/channel.ts';
import type { MetricOptions } from '../policy/metric-options.ts';
import { assertInvariant } from '../events/holdline-error.ts';
import type { SchedulePolicy } from '../time/hours-history.ts';
import type { EpochMs } from '../time/instant.ts';
import type { Figure, FigureChange, FoldContext, Heard } from './calculator.ts';
import { isDerived, type DerivedObservation } from './derived-observation.ts';
import { FigureDraft } from './figure-draft.ts';
import { Measurement, nothingMeasured, type MetricLevel } from './measurement.ts';
import type { MetricDefinition } from './metric-definition.ts';
import type { RecordFields, RecordKind } from './metric-record.ts';
import type { MetricSetup } from './metric-setup.ts';
import type { MetricSink } from './metric-sink.ts';
import { evidenceOf, type Evidence, type Observation } from './observation.ts';
import type { SessionSituation } from './session-situation.ts';
import { SharedDimensions, type DimensionPlace } from './shared-dimensions.ts';
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
  /** The observation that figures rest on: what is derived rests on what it was derived of. */
  #source: Observation | null = null;
  /** Its name as evidence; null until a figure asks for it. */
  #own: readonly Evidence[] | null = null;
  readonly #dims = new SharedDimensions();
  readonly #draft = new FigureDraft();
  // Filled in anew for each figure: objects made for one call would be a good part of what a figure costs.
  readonly #place: DimensionPlace = { ...NO_SESSION };
  readonly #measured = nothingMeasured();

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
    if (subject !== this.#subject) this.turnToSubject(subject);
    this.#session = session;
    this.#at = at;
    if (heard === this.#heard) return;
    this.#heard = heard;
    if (heard !== null && isDerived(heard)) return;
    this.#source = heard;
    this.#own = null;
  }

  /** Turns to a subject for what is told of it outside any call. */
  turnToSubject(subject: FoldedSubject): void {
    this.#subject = subject;
    this.#world.sink.turnTo?.(subject);
  }

  get subjectId(): string {
    return this.#current().id;
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

  businessMs(channelId: string, from: EpochMs, to: EpochMs, by?: SchedulePolicy): number {
    const policy = by ?? this.options.businessHoursSchedule;
    return this.#world.setup.businessMs(channelId, from, to, policy);
  }

  figure(level: MetricLevel, key: string): FigureDraft {
    return this.#draft.begin(level, key);
  }

  record(metric: MetricDefinition, figure: Figure | FigureDraft): number {
    const draft = this.#drafted(figure);
    const session = draft.sessionId === null ? null : this.#session;
    const own = isAnother(draft, session) ? null : session;
    const measurement = this.#measure(metric, draft, session, own);
    return this.#current().record(measurement, own, this.#world.sink, draft.isLasting);
  }

  tell(metric: MetricDefinition, figure: Figure | FigureDraft): void {
    const draft = this.#drafted(figure);
    const session = draft.sessionId === null ? null : this.#session;
    const own = isAnother(draft, session) ? null : session;
    const measurement = this.#measure(metric, draft, session, own);
    this.#current().tell(measurement, own, this.#world.sink);
  }

  count(
    metric: MetricDefinition,
    sessionId: string,
    value: number,
    label: string | null,
    agentId: string | null,
  ): void {
    const measured = this.#measured;
    measured.metric = metric.id;
    measured.level = 'ses';
    measured.key = sessionId;
    measured.at = this.#at;
    measured.from = null;
    measured.valueMs = null;
    measured.value = value;
    measured.businessMs = null;
    this.#tellOwn(label, agentId, this.#at);
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
    const measured = this.#measured;
    measured.metric = metric.id;
    measured.level = 'ses';
    measured.key = sessionId;
    measured.at = metric.attribution === 'start' ? since : at;
    measured.from = isSplit ? since : null;
    measured.valueMs = at - since;
    measured.value = null;
    measured.businessMs = this.#openMs(this.#session?.channelId ?? null, since, at, isSplit);
    this.#tellOwn(label, agentId, isSplit ? since : at);
  }

  /** Tells what has been measured of the session that is turned to. */
  #tellOwn(label: string | null, agentId: string | null, at: EpochMs): void {
    const session = this.#session;
    const dims = this.#dims.of(
      session ?? NO_SESSION,
      agentId,
      agentId === null ? NO_TEAMS : this.#world.setup.teamsAt(agentId, at),
      label,
    );
    const told = new Measurement(this.#measured, this.#measured, dims, this.#evidence());
    this.#current().tell(told, session, this.#world.sink);
  }

  #drafted(figure: Figure | FigureDraft): FigureDraft {
    return figure === this.#draft ? this.#draft : this.#draft.take(figure as Figure);
  }

  /** `session` is that of the context, null where the figure is of none; `own` is null where it is of another. */
  #measure(
    metric: MetricDefinition,
    draft: FigureDraft,
    session: SessionSituation | null,
    own: SessionSituation | null,
  ): Measurement {
    const { since, value, missing, agentId, standing } = draft;
    const at = draft.at ?? this.#at;
    const channelId = draft.channelId ?? session?.channelId ?? null;
    const isSplit = metric.attribution === 'split';
    assertInvariant(
      !isSplit || since !== undefined,
      'expected since in a split figure, found none',
    );
    const measured = this.#measured;
    measured.metric = metric.id;
    measured.level = draft.level;
    measured.key = draft.key;
    measured.at = metric.attribution === 'start' && since !== undefined ? since : at;
    measured.from = isSplit && missing === null ? (since ?? null) : null;
    measured.value = missing === null ? (value ?? null) : null;
    measured.valueMs = null;
    measured.businessMs = null;
    if (value === undefined && missing === null) {
      measured.businessMs = draft.businessMs;
      if (since === undefined) measured.valueMs = draft.ms;
      else {
        measured.valueMs = (at - since) * draft.times;
        measured.businessMs ??= this.#openMs(channelId, since, at, isSplit) * draft.times;
      }
    }
    const place = this.#place;
    place.sessionId = draft.sessionId ?? session?.sessionId ?? null;
    place.channelId = channelId;
    place.queueId = draft.queueId ?? (standing ?? own)?.queueId ?? null;
    place.accountId = (standing ?? session)?.accountId ?? null;
    const standsAt = isSplit ? (since ?? at) : at;
    const teamIds = agentId === null ? NO_TEAMS : this.#world.setup.teamsAt(agentId, standsAt);
    const dims = this.#dims.of(place, agentId, teamIds, draft.label);
    const because = this.#evidenceWith(draft.because);
    const measurement = new Measurement(measured, measured, dims, because, missing);
    if (draft.topics !== undefined) measurement.topics = draft.topics;
    return measurement;
  }

  /** Milliseconds of a span within opening hours; all of them where it belongs to no channel. */
  #openMs(channelId: string | null, since: EpochMs, at: EpochMs, isSplit: boolean): number {
    if (channelId === null) return at - since;
    // Parts of a span add up only if each is measured under the schedule that was in force in it (X7).
    return this.businessMs(channelId, since, at, isSplit ? 'piecewise' : undefined);
  }

  retract(ordinal: number): void {
    if (!this.isProvisional) this.#current().retract(ordinal, this.#world.sink);
  }

  amend(ordinal: number, change: FigureChange): number {
    if (this.isProvisional) return ordinal;
    return this.#current().amend(ordinal, change, this.#evidence()[0] ?? null, this.#world.sink);
  }

  release(ordinal: number): void {
    if (!this.isProvisional) this.#current().release(ordinal);
  }

  get keepsRecords(): boolean {
    return !this.isProvisional && this.#world.sink.put !== undefined;
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

  // A private getter would be a call into the runtime.
  #current(): FoldedSubject {
    assertInvariant(this.#subject !== null, 'expected a context in use, found none');
    return this.#subject;
  }

  /** The observation's own name, and nothing else: shared by all figures that rest on it alone. */
  #evidence(): readonly Evidence[] {
    if (this.#own !== null) return this.#own;
    const source = this.#source;
    this.#own = source === null ? NO_EVIDENCE : [evidenceOf(source)];
    return this.#own;
  }

  #evidenceWith(because: readonly Evidence[] | undefined): readonly Evidence[] {
    const own = this.#evidence();
    if (because === undefined) return own;
    const [id] = own;
    return id === undefined || because.includes(id) ? because : [...because, id];
  }
}

/** Whether a figure is one of a session other than that of the context: its queue and topics are not this one's. */
const isAnother = ({ sessionId }: FigureDraft, session: SessionSituation | null): boolean =>
  sessionId !== undefined && sessionId !== null && sessionId !== session?.sessionId;

const NO_EVIDENCE: readonly Evidence[] = Object.freeze([]);
const NO_TEAMS: readonly string[] = [];

const NO_SESSION: Readonly<DimensionPlace> = {
  sessionId: null,
  channelId: null,
  queueId: null,
  accountId: null,
};
