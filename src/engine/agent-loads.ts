// What each agent carries, as a difference of conversations: what one held before a decision goes, what it holds after
// comes. So a repair of history needs no facts of its own for it.
import type { Conversation } from '../conversation/conversation.ts';
import type { Work } from '../conversation/work.ts';
import type { Load } from '../desk/load.ts';
import type { Policy } from '../policy/policy.ts';

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
  follow(before: Conversation, after: Conversation, policy: Policy): void {
    if (before.works === after.works && before.heldTabs === after.heldTabs) return;
    this.#weigh(before, policy, -1);
    this.#weigh(after, policy, 1);
  }

  #weigh({ works, heldTabs }: Conversation, policy: Policy, sign: number): void {
    for (const work of works) {
      if (work.agentId === null) continue;
      const occupies = occupationOf(work, policy);
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

function occupationOf({ value, context }: Work, { capacity }: Policy): 'full' | 'paused' | 'none' {
  if (value === 'Opened.paused') return 'paused';
  if (
    value === 'Opened.wrappingUp' &&
    capacity.releaseOnEnd[context.capacityModel] === 'sessionEnd'
  ) {
    return 'none';
  }
  return value.startsWith('Opened') || value.startsWith('Assigned') ? 'full' : 'none';
}
