import type { Conversation, HeldTab } from '../conversation/conversation.ts';

/** Which conversations an agent's presence matters to: work that is theirs, tabs still open, an offer just declined. */
export class AgentIndex {
  readonly #held = new Map<string, Set<string>>();

  /** The ids of the conversations of an agent, in code-unit order. */
  conversationsOf(agentId: string): readonly string[] {
    const ids = this.#held.get(agentId);
    return ids === undefined ? [] : [...ids].toSorted();
  }

  /** Lets go of a conversation. */
  forget(conversation: Conversation): void {
    for (const agentId of agentsOf(conversation)) this.#delete(agentId, conversation.id);
  }

  /** Follows a conversation from one decision to the next. */
  follow(before: Conversation | undefined, after: Conversation): void {
    const sameWork = before?.works === after.works && before.heldTabs === after.heldTabs;
    if (sameWork && before.session?.declinerIds === after.session?.declinerIds) return;
    const gone = before === undefined ? NOBODY : namesIn(before);
    const here = namesIn(after);
    // By index: the lists are short and many, and an iterator each costs more than they do.
    for (let index = 0; index < here.length; index += 1) {
      const agentId = here[index] as string;
      if (!gone.includes(agentId)) this.#add(agentId, after.id);
    }
    for (let index = 0; index < gone.length; index += 1) {
      const agentId = gone[index] as string;
      if (!here.includes(agentId)) this.#delete(agentId, after.id);
    }
  }

  #add(agentId: string, conversationId: string): void {
    let ids = this.#held.get(agentId);
    if (ids === undefined) this.#held.set(agentId, (ids = new Set()));
    ids.add(conversationId);
  }

  #delete(agentId: string, conversationId: string): void {
    const ids = this.#held.get(agentId);
    ids?.delete(conversationId);
    if (ids?.size === 0) this.#held.delete(agentId);
  }
}

/** Whether a change of an agent's presence matters in a conversation. */
export function isOfAgent({ works, heldTabs, session }: Conversation, agentId: string): boolean {
  for (const work of works) if (work.agentId === agentId) return true;
  for (const tab of heldTabs) if (tab.agentId === agentId) return true;
  return session !== null && session.declinerIds.includes(agentId);
}

/** The agents to whom a change of presence matters in a conversation. */
export function agentsOf(conversation: Conversation): Set<string> {
  return new Set(namesIn(conversation));
}

/** As they are named, and as often. */
function namesIn({ works, heldTabs, session }: Conversation): readonly string[] {
  const declinerIds = session === null ? NOBODY : session.declinerIds;
  if (works.length === 0 && heldTabs.length === 0) return declinerIds;
  const names: string[] = [];
  for (let index = 0; index < works.length; index += 1) {
    const agentId = works[index]?.agentId;
    if (agentId !== null && agentId !== undefined) names.push(agentId);
  }
  for (let index = 0; index < heldTabs.length; index += 1) {
    names.push((heldTabs[index] as HeldTab).agentId);
  }
  if (declinerIds.length > 0) names.push(...declinerIds);
  return names;
}

const NOBODY: readonly string[] = [];
