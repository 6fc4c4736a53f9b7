import type { IdleAction } from '../events/set-up-words.ts';
import type { Channel } from './channel.ts';
import type { Policy } from './policy.ts';

const MINUTE_MS = 60_000;

/** What happens to a customer of this channel who falls silent. Durations are milliseconds from the timer's start. */
export interface IdleRules {
  readonly idleMs: number;
  readonly action: IdleAction;
  /** When the customer is warned; null never. */
  readonly warnMs: number | null;
  /** True: every agent message restarts the countdown (X8). */
  readonly agentMessageResets: boolean;
  /** From Inactive to Ended under `inactivateAndEnd`; null leaves it to `inactiveExpiry`. */
  readonly endInactiveMs: number | null;
}

/**
 * The customer-idle rules in force, or null where the timer does not exist.
 *
 * It exists on enhanced channels of the policy's `channelTypes` with tab-based capacity, or with status-based capacity where the policy
 * allows that, when the channel configures minutes within the policy's bounds. A configuration elsewhere is accepted and inert.
 * Source: lifecycle.md §0.1 X6–X9, events.md §1 (`channel.configured`).
 */
export function idleRules(channel: Channel, policy: Policy): IdleRules | null {
  const own = channel.customerIdle;
  const idle = policy.idle;
  if (own === null || channel.platform !== 'enhanced') return null;
  if (!idle.channelTypes.includes(channel.channelType)) return null;
  if (channel.capacityModel === 'statusBased' && !idle.allowWithStatusBased) return null;
  if (own.idleMs < idle.minMinutes * MINUTE_MS || own.idleMs > idle.maxMinutes * MINUTE_MS) {
    return null;
  }
  const endInactiveMs =
    idle.endInactiveAfterMinutes === null ? null : idle.endInactiveAfterMinutes * MINUTE_MS;
  return {
    idleMs: own.idleMs,
    action: own.action ?? idle.action,
    warnMs: own.warnMs,
    agentMessageResets: own.agentMessageResets ?? idle.agentMessageResets,
    endInactiveMs: own.endInactiveMs ?? endInactiveMs,
  };
}
