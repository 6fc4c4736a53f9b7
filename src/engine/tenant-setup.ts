// What a tenant has told about itself: its policy, its channels, its agents; and the world that a decision sees.
import type { DecisionContext } from '../conversation/decision-context.ts';
import { refused, type Refused } from '../conversation/refusals.ts';
import { decideDesk, unreportedDesk, type Desk, type DeskEvent } from '../desk/desk.ts';
import type { EventOf } from '../events/vocabulary.ts';
import { toChannel, type Channel } from '../policy/channel.ts';
import { describePolicyIssues } from '../policy/parse-policy.ts';
import { PolicyHistory, type PolicyVersion } from '../policy/policy-history.ts';
import type { Policy } from '../policy/policy.ts';
import type { EpochMs } from '../time/instant.ts';

interface ChannelState {
  channel: Channel;
  disabledAt: EpochMs | null;
}

/** The set-up of one tenant. Events reach it in the order of time, so that what stands here is what holds now. */
export class TenantSetup {
  readonly #policies: PolicyHistory;
  #version: PolicyVersion;
  readonly #channels = new Map<string, ChannelState>();
  readonly #desks = new Map<string, Desk>();
  readonly #presenceOf = (agentId: string) => this.#desks.get(agentId)?.presence ?? 'online';

  constructor(policy: Policy) {
    this.#policies = new PolicyHistory(policy);
    this.#version = this.#policies.asOf(-Infinity);
  }

  get policy(): Policy {
    return this.#version.policy;
  }

  /** What is known of an agent; undefined if nothing was ever reported. */
  deskOf(agentId: string): Desk | undefined {
    return this.#desks.get(agentId);
  }

  /** A channel's configuration; undefined if it was never configured. */
  channelOf(channelId: string): Channel | undefined {
    return this.#channels.get(channelId)?.channel;
  }

  /** The world of a decision on a channel at an instant; undefined if the channel is unknown. */
  contextAt(at: EpochMs, channelId: string): DecisionContext | undefined {
    const state = this.#channels.get(channelId);
    if (state === undefined) return undefined;
    return {
      at,
      policy: this.#version.policy,
      policyVersion: this.#version.version,
      channel: state.channel,
      channelDisabledAt: state.disabledAt,
      presenceOf: this.#presenceOf,
    };
  }

  changePolicy(event: EventOf<'policy.changed'>): Refused | undefined {
    const outcome = this.#policies.change(event.at, event.id, event.policy);
    if (typeof outcome !== 'string') {
      return refused('policy_invalid', describePolicyIssues(outcome));
    }
    this.#version = this.#policies.asOf(event.at);
    return undefined;
  }

  /** Whether that has changed what consent the channel asks for. */
  configureChannel(event: EventOf<'channel.configured'>): boolean {
    const before = this.#channels.get(event.channelId);
    const channel = toChannel(event);
    this.#channels.set(event.channelId, { channel, disabledAt: before?.disabledAt ?? null });
    return before !== undefined && before.channel.consentType !== channel.consentType;
  }

  /** Whether that has changed the channel; undefined if the channel is unknown. */
  switchChannel({
    type,
    channelId,
    at,
  }: EventOf<'channel.disabled' | 'channel.enabled'>): boolean | undefined {
    const state = this.#channels.get(channelId);
    if (state === undefined) return undefined;
    const disables = type === 'channel.disabled';
    if (disables === (state.disabledAt !== null)) return false;
    state.disabledAt = disables ? at : null;
    return true;
  }

  /** True if the agent's presence has changed. */
  changeDesk(event: DeskEvent): boolean {
    const before = this.#desks.get(event.agentId) ?? unreportedDesk(event.agentId);
    const after = decideDesk(before, event);
    this.#desks.set(event.agentId, after);
    return after.presence !== before.presence;
  }
}
