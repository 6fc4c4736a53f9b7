// What each agent carries, as a difference of conversations: what one held before a decision goes, what it holds after
// comes. So a repair of history needs no facts of its own for it.
import type { Conversation } from '../conversation/conversation.ts';
import type { Work } from '../conversation/work.ts';
import type { Load } from '../desk/load.ts';
import type { Policy } from '../policy/policy.ts';
import type { EpochMs } from '../time/instant.ts';

/** The policy in force at an instant. */
type PolicyAt = (at: EpochMs) => Policy;

const EMPTY: Load = { items: 0, paused: 0 };

/** The loads of one tenant's agents. */
export class AgentLoads {
  readonly #loads = new Map<string, Load>();
  /** Agents whose load has changed since the last checkpoint. */
  readonly changed = new Set<string>();

  /** What an agent carries now. */
  of(agentId: string): Load {
    return this.#loads.get(agentId) ?? EMPTY;
  }

  /** Takes up what a checkpoint has kept. */
  restore(agentId: string, load: Load): void {
    this.#loads.set(agentId, load);
  }

  /** Follows a conversation from one state to the next. */
  follow(before: Conversation, after: Conversation, policyAt: PolicyAt): void {
    if (before.works === after.works && before.heldTabs === after.heldTabs) return;
    this.#weigh(before, policyAt, -1);
    this.#weigh(after, policyAt, 1);
  }

  #weigh({ works, heldTabs }: Conversation, policyAt: PolicyAt, sign: number): void {
    for (const work of works) {
      if (work.agentId === null) continue;
      const occupies = occupationOf(work, policyAt);
      if (occupies === 'full') this.#add(work.agentId, sign, 0);
      else if (occupies === 'paused') this.#add(work.agentId, 0, sign);
    }
    for (const { agentId } of heldTabs) this.#add(agentId, sign, 0);
  }

  #add(agentId: string, items: number, paused: number): void {
    const load = this.of(agentId);
    this.changed.add(agentId);
    this.#loads.set(agentId, {
      items: Math.max(0, load.items + items),
      paused: Math.max(0, load.paused + paused),
    });
  }
}

// What wrap-up takes is settled when it starts: a policy that changes meanwhile leaves both sides of a difference alike.
function occupationOf(work: Work, policyAt: PolicyAt): 'full' | 'paused' | 'none' {
  const { value, context, acwStartedAt } = work;
  if (value === 'Opened.paused') return 'paused';
  if (value === 'Opened.wrappingUp') {
    const { releaseOnEnd } = policyAt(acwStartedAt ?? Infinity).capacity;
    return releaseOnEnd[context.capacityModel] === 'sessionEnd' ? 'none' : 'full';
  }
  return value.startsWith('Opened') || value.startsWith('Assigned') ? 'full' : 'none';
}
