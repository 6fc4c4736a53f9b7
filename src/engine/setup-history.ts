// What a tenant has told about itself, as a time series: policy, channels, agents. A decision sees it as of its instant.
import type { DecisionContext } from '../conversation/decision-context.ts';
import { refused, type Refused } from '../conversation/refusals.ts';
import { decideDesk, unreportedDesk, type Desk, type DeskEvent } from '../desk/desk.ts';
import { kindOf, type Ordered } from '../events/order.ts';
import type { EventOf } from '../events/vocabulary.ts';
import { toChannel, type Channel } from '../policy/channel.ts';
import { describePolicyIssues } from '../policy/parse-policy.ts';
import { PolicyHistory } from '../policy/policy-history.ts';
import type { Policy } from '../policy/policy.ts';
import type { EpochMs } from '../time/instant.ts';
import { FoldedTimeline } from './folded-timeline.ts';

/** Events that set a channel up. */
export type ChannelEvent = EventOf<'channel.configured' | 'channel.disabled' | 'channel.enabled'>;

/** A channel as it stands; null until it was configured. */
export interface ChannelState {
  readonly channel: Channel | null;
  /** The event that configured it: what a checkpoint keeps. */
  readonly configured: EventOf<'channel.configured'> | null;
  /** Since when it is disabled; null while it is enabled. */
  readonly disabledAt: EpochMs | null;
}

/** A deadline has no event: it sees everything at its instant. */
export interface AtEndOf {
  readonly at: EpochMs;
}

const UNKNOWN: ChannelState = { channel: null, configured: null, disabledAt: null };

/** What is kept of one series in a checkpoint: the value before it, and its events. */
interface KeptSeries<V, E> {
  readonly first: V;
  readonly events: readonly E[];
}

/** What is kept of a channel. Earlier versions wrote that it is disabled, not since when. */
interface KeptChannel {
  readonly configured: ChannelState['configured'];
  readonly disabledAt?: EpochMs | null;
  readonly isEnabled?: boolean;
}

/** What is kept of a set-up in a checkpoint. */
export interface KeptSetup {
  readonly policies: readonly { at: EpochMs; id: string; partial: unknown }[];
  readonly channels: Readonly<Record<string, KeptSeries<KeptChannel, ChannelEvent>>>;
}

/** What is kept of an agent in a checkpoint. */
export type KeptDesk = KeptSeries<Desk, DeskEvent>;

/** The set-up of one tenant over time. */
export class SetupHistory {
  #policies: PolicyHistory;
  readonly #basePolicy: Policy;
  readonly #policyChanges: { at: EpochMs; id: string; partial: unknown }[] = [];
  readonly #channels = new Map<string, FoldedTimeline<ChannelEvent, ChannelState>>();
  readonly #desks = new Map<string, FoldedTimeline<DeskEvent, Desk>>();

  /** The latest instant of which anything is known of an agent: after it, all see the same. */
  #lastDeskAt: EpochMs = -Infinity;
  readonly #presenceNow = (agentId: string) =>
    this.#desks.get(agentId)?.latest.presence ?? 'online';

  constructor(policy: Policy) {
    this.#basePolicy = policy;
    this.#policies = new PolicyHistory(policy);
  }

  /** The policy in force last. */
  get policy(): Policy {
    return this.#policies.asOf(Infinity).policy;
  }

  /** The policy in force at an instant. */
  policyAt(at: EpochMs): Policy {
    return this.#policies.asOf(at).policy;
  }

  /** An agent's desk as it stands; undefined if nothing was ever reported. */
  deskOf(agentId: string): Desk | undefined {
    return this.#desks.get(agentId)?.latest;
  }

  /** The ids of all agents of whom anything was reported. */
  get agentIds(): Iterable<string> {
    return this.#desks.keys();
  }

  /** A channel as it stands; undefined if it was never configured. */
  channelOf(channelId: string): Channel | undefined {
    return this.#channels.get(channelId)?.latest.channel ?? undefined;
  }

  get channelIds(): Iterable<string> {
    return this.#channels.keys();
  }

  /** The world of a decision on a channel; undefined if the channel is unknown then. */
  contextAt(event: Ordered | AtEndOf, channelId: string): DecisionContext | undefined {
    const state = valueAt(this.#channels.get(channelId), event);
    if (state === undefined || state.channel === null) return undefined;
    const { policy, version } = this.#policies.asOf(event.at, throughIdOf(event));
    return {
      at: event.at,
      policy,
      policyVersion: version,
      channel: state.channel,
      channelDisabledAt: state.disabledAt,
      presenceOf: event.at > this.#lastDeskAt ? this.#presenceNow : this.#presenceAt(event),
    };
  }

  #presenceAt(event: Ordered | AtEndOf): DecisionContext['presenceOf'] {
    return (agentId) => valueAt(this.#desks.get(agentId), event)?.presence ?? 'online';
  }

  /** Takes a change of the policy in; a refusal if it is none. */
  changePolicy(event: EventOf<'policy.changed'>): Refused | undefined {
    const outcome = this.#policies.change(event.at, event.id, event.policy);
    if (typeof outcome !== 'string') {
      return refused('policy_invalid', describePolicyIssues(outcome));
    }
    this.#policyChanges.push({ at: event.at, id: event.id, partial: event.policy });
    return undefined;
  }

  /** Takes an event of a channel in; a refusal if it needs a channel that is unknown. */
  changeChannel(event: ChannelEvent): Refused | undefined {
    const known = this.#channels.get(event.channelId);
    if (event.type !== 'channel.configured' && valueAt(known, event)?.channel == null) {
      return refused(
        'unknown_channel',
        `channel ${event.channelId} was never configured: send channel.configured first`,
      );
    }
    const series = known ?? new FoldedTimeline<ChannelEvent, ChannelState>(UNKNOWN, foldChannel);
    this.#channels.set(event.channelId, series);
    series.insert(event);
    return undefined;
  }

  /** Whether configuring a channel has changed what consent it asks for. */
  hasOtherConsentType(event: EventOf<'channel.configured'>): boolean {
    const series = this.#channels.get(event.channelId);
    return series?.changedBy(event, ({ channel }) => channel?.consentType ?? 'implicit') ?? false;
  }

  /** Whether switching a channel on or off has changed it. */
  hasSwitched(event: EventOf<'channel.disabled' | 'channel.enabled'>): boolean {
    return this.#channels.get(event.channelId)?.changedBy(event) ?? false;
  }

  /** Takes an event of an agent in. */
  changeDesk(event: DeskEvent): void {
    let series = this.#desks.get(event.agentId);
    if (series === undefined) {
      series = new FoldedTimeline<DeskEvent, Desk>(unreportedDesk(event.agentId), decideDesk);
      this.#desks.set(event.agentId, series);
    }
    series.insert(event);
    if (event.at > this.#lastDeskAt) this.#lastDeskAt = event.at;
  }

  /** Whether a report of presence means anything to conversations: it changed something, or says offline (again). */
  isPresenceNews(event: EventOf<'agent.presence'>): boolean {
    if (event.status === 'offline') return true;
    const series = this.#desks.get(event.agentId);
    // Who is first reported online was taken to be.
    return series?.changedBy(event, ({ presence }) => presence) ?? false;
  }

  /** Forgets what nothing from an instant on can see. */
  forgetBefore(at: EpochMs): void {
    for (const series of this.#channels.values()) series.forgetBefore(at);
    for (const series of this.#desks.values()) series.forgetBefore(at);
  }

  /** What a checkpoint keeps of policies and channels. */
  keep(): KeptSetup {
    const channels = [...this.#channels].map(([id, { first, steps }]) => {
      const { configured, disabledAt } = first;
      return [id, { first: { configured, disabledAt }, events: steps.map(({ event }) => event) }];
    });
    return {
      policies: this.#policyChanges,
      channels: Object.fromEntries(channels) as KeptSetup['channels'],
    };
  }

  /** What a checkpoint keeps of an agent. */
  keepDesk(agentId: string): KeptDesk | undefined {
    const series = this.#desks.get(agentId);
    if (series === undefined) return undefined;
    return { first: series.first, events: series.steps.map(({ event }) => event) };
  }

  /** Takes up what a checkpoint has kept. */
  restore(kept: KeptSetup): void {
    this.#policies = new PolicyHistory(this.#basePolicy);
    for (const change of kept.policies) {
      this.#policies.change(change.at, change.id, change.partial);
      this.#policyChanges.push(change);
    }
    for (const [id, { first, events }] of Object.entries(kept.channels)) {
      const channel = first.configured === null ? null : toChannel(first.configured);
      const series = new FoldedTimeline<ChannelEvent, ChannelState>(
        { channel, configured: first.configured, disabledAt: disabledSince(first) },
        foldChannel,
      );
      for (const event of events) series.insert(event);
      this.#channels.set(id, series);
    }
  }

  /** Takes up what a checkpoint has kept of an agent. */
  restoreDesk(agentId: string, { first, events }: KeptDesk): void {
    const series = new FoldedTimeline<DeskEvent, Desk>(first, decideDesk);
    for (const event of events) {
      series.insert(event);
      if (event.at > this.#lastDeskAt) this.#lastDeskAt = event.at;
    }
    this.#desks.set(agentId, series);
  }
}

/** Since when a kept channel is disabled: for a session that is born on it, one of unknown age has been for long. */
const disabledSince = ({ disabledAt, isEnabled = true }: KeptChannel): EpochMs | null =>
  disabledAt === undefined && !isEnabled ? 0 : (disabledAt ?? null);

function foldChannel(state: ChannelState, event: ChannelEvent): ChannelState {
  if (event.type === 'channel.configured') {
    return { channel: toChannel(event), configured: event, disabledAt: state.disabledAt };
  }
  const disables = event.type === 'channel.disabled';
  if (disables === (state.disabledAt !== null)) return state;
  return { ...state, disabledAt: disables ? event.at : null };
}

/** Among events that set up, those with an earlier id come first at one instant; all others see the whole of it. */
const throughIdOf = (event: Ordered | AtEndOf): string | undefined =>
  'type' in event && kindOf(event.type) === 'setUp' ? event.id : undefined;

function valueAt<E extends Ordered, V>(
  series: FoldedTimeline<E, V> | undefined,
  event: Ordered | AtEndOf,
): V | undefined {
  if (series === undefined) return undefined;
  return 'type' in event ? series.asOf(event) : series.atEndOf(event.at);
}
