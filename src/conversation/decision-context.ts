import type { Presence } from '../../machines/index.ts';
import type { Channel } from '../policy/channel.ts';
import type { Policy } from '../policy/policy.ts';
import type { EpochMs } from '../time/instant.ts';

/** The world of a decision, as it was at the event's instant. The arrow runs one way: nothing here is changed by it. */
export interface DecisionContext {
  readonly at: EpochMs;
  readonly policy: Policy;
  /** `default`, or the id of the policy.changed that made it. */
  readonly policyVersion: string;
  readonly channel: Channel;
  /** Since when the channel is disabled (D7); null while it is enabled. */
  readonly channelDisabledAt: EpochMs | null;
  /** An agent's presence; one that was never reported is online. */
  readonly presenceOf: (agentId: string) => Presence;
}
