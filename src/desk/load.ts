// What an agent carries: a fold of the facts of work. It only reports; the router decides who gets what.
import type { AnyFact, WorkFields } from '../events/fact.ts';

/** What one agent holds, by assignment. */
export interface Load {
  /** Items that take capacity, count. */
  readonly items: number;
  /** Items that are paused: they count among the items an agent may have, and take no capacity. */
  readonly paused: number;
}

const EMPTY: Load = { items: 0, paused: 0 };

/** The loads of a tenant's agents; owned and changed in place by the host. */
export class LoadBook {
  readonly #held = new Map<string, Map<string, WorkFields['occupies']>>();

  /** Folds one fact in; facts that concern no work are passed over. */
  fold(fact: AnyFact): void {
    if (!isWorkFact(fact)) return;
    const { agentId, occupies, attempt } = fact.data;
    if (agentId === undefined) return;
    // Joined, the key is one piece of memory; a template would be a tree of pieces, kept as long as the work is held.
    const key = [fact.conversationId, attempt].join(' ');
    let held = this.#held.get(agentId);
    if (occupies === 'none') {
      held?.delete(key);
      if (held?.size === 0) this.#held.delete(agentId);
      return;
    }
    if (held === undefined) this.#held.set(agentId, (held = new Map()));
    held.set(key, occupies);
  }

  /** What an agent carries now. */
  of(agentId: string): Load {
    const held = this.#held.get(agentId);
    if (held === undefined) return EMPTY;
    let items = 0;
    for (const occupies of held.values()) if (occupies === 'full') items += 1;
    return { items, paused: held.size - items };
  }
}

type WorkFact = Extract<AnyFact, { data: WorkFields }>;

const isWorkFact = (fact: AnyFact): fact is WorkFact => 'occupies' in fact.data;
