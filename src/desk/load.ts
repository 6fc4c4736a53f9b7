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

/** One assignment that is held; others of the same conversation and agent hang on it. */
interface Held {
  readonly attempt: number;
  readonly occupies: 'full' | 'paused';
  readonly next: Held | undefined;
}

/** The loads of a tenant's agents; owned and changed in place by the host. */
export class LoadBook {
  /** By agent, then by conversation: its id is at hand, where a key of conversation and attempt would have to be made. */
  readonly #held = new Map<string, Map<string, Held>>();

  /** Folds one fact in; facts that concern no work are passed over. */
  fold(fact: AnyFact): void {
    if (!isWorkFact(fact)) return;
    const { agentId, occupies, attempt } = fact.data;
    if (agentId === undefined) return;
    let byConversation = this.#held.get(agentId);
    if (byConversation === undefined) {
      if (occupies === 'none') return;
      this.#held.set(agentId, (byConversation = new Map()));
    }
    const { conversationId } = fact;
    const others = without(byConversation.get(conversationId), attempt);
    if (occupies !== 'none') {
      byConversation.set(conversationId, { attempt, occupies, next: others });
    } else if (others !== undefined) byConversation.set(conversationId, others);
    else if (byConversation.delete(conversationId) && byConversation.size === 0) {
      this.#held.delete(agentId);
    }
  }

  /** What an agent carries now. */
  of(agentId: string): Load {
    const byConversation = this.#held.get(agentId);
    if (byConversation === undefined) return EMPTY;
    let items = 0;
    let paused = 0;
    for (const first of byConversation.values()) {
      for (let held: Held | undefined = first; held !== undefined; held = held.next) {
        if (held.occupies === 'full') items += 1;
        else paused += 1;
      }
    }
    return { items, paused };
  }
}

/** What is held without one attempt. */
function without(held: Held | undefined, attempt: number): Held | undefined {
  if (held === undefined) return undefined;
  if (held.attempt === attempt) return held.next;
  const next = without(held.next, attempt);
  return next === held.next ? held : { ...held, next };
}

type WorkFact = Extract<AnyFact, { data: WorkFields }>;

const isWorkFact = (fact: AnyFact): fact is WorkFact => 'occupies' in fact.data;
