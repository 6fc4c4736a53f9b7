// Agents as they are now: presence, what they hold, and the one word that says what they are doing.
import type { EventOf } from '../events/vocabulary.ts';
import type { EpochMs } from '../time/instant.ts';
import type { WorkFields } from '../events/fact.ts';
import { EarliestFirst } from './earliest-first.ts';

/** What an agent is doing: the first of these that holds. Source: metrics.md §1E; no event of the contract says that an agent is in error. */
export const AGENT_ACTIVITIES = [
  'missed',
  'rejected',
  'onContact',
  'afterConversationWork',
  'incoming',
  'customStatus',
  'available',
  'offline',
] as const;

/** What an agent is doing. */
export type AgentActivity = (typeof AGENT_ACTIVITIES)[number];

/** What the label is worked out from. */
export interface AgentNow {
  readonly status: 'online' | 'away' | 'busy' | 'offline';
  readonly isRoutable: boolean;
  /** What became of the agent's last offer, where it was not accepted; null after the next presence, offer or acceptance. */
  readonly lastOffer: 'missed' | 'rejected' | null;
  readonly contacts: number;
  readonly wrapUps: number;
  readonly offers: number;
}

/** The label of an agent. Who is offline is so whatever is still open. */
export function agentActivity(now: AgentNow): AgentActivity {
  if (now.status === 'offline') return 'offline';
  if (now.lastOffer !== null) return now.lastOffer;
  if (now.contacts > 0) return 'onContact';
  if (now.wrapUps > 0) return 'afterConversationWork';
  if (now.offers > 0) return 'incoming';
  return now.isRoutable ? 'available' : 'customStatus';
}

interface Work {
  readonly conversationId: string;
  occupies: WorkFields['occupies'];
  isOffered: boolean;
  isWrapUp: boolean;
}

/** One agent. */
class LiveAgent {
  status: AgentNow['status'] = 'online';
  reason: string | null = null;
  isRoutable = true;
  isLost = false;
  beats = false;
  lastOffer: AgentNow['lastOffer'] = null;
  capacity: number | null = null;
  weight = 1;
  /** By conversation and attempt. */
  readonly work = new Map<string, Work>();
}

/** What an agent carries. */
export interface AgentLoad {
  /** Weighted, of all that takes capacity. */
  readonly load: number;
  /** Null where no capacity was ever reported; 0 while the agent is not available. */
  readonly capacity: number | null;
  readonly freeSlots: number | null;
}

/** All agents of a tenant. An agent whose presence was never reported counts as online (events.md §1). */
export class LiveAgents {
  readonly #agents = new Map<string, LiveAgent>();
  readonly #heartbeatTimeoutMs: number;
  #beats = new EarliestFirst();
  readonly #byPresence = new Map<string, number>();
  #available = 0;

  constructor(heartbeatTimeoutMs: number) {
    this.#heartbeatTimeoutMs = heartbeatTimeoutMs;
  }

  /** Another one with the same agents, which goes its own way. */
  copy(): LiveAgents {
    const copy = new LiveAgents(this.#heartbeatTimeoutMs);
    for (const [agentId, agent] of this.#agents) {
      copy.#change(agentId, (other) => {
        const { work, ...rest } = agent;
        Object.assign(other, rest);
        for (const [key, held] of work) other.work.set(key, { ...held });
      });
    }
    copy.#beats = this.#beats.copy();
    return copy;
  }

  present(event: EventOf<'agent.presence'>): void {
    this.#change(event.agentId, (agent) => {
      agent.status = event.status;
      agent.reason = event.reason ?? null;
      agent.isRoutable = event.routable ?? event.status === 'online';
      agent.isLost = false;
      agent.lastOffer = null;
      if (event.status === 'offline') this.#beats.delete(event.agentId);
      else if (agent.beats) this.#beats.set(event.agentId, event.at + this.#heartbeatTimeoutMs);
    });
  }

  /** A sign of life: who was lost is back. */
  beat({ agentId, at }: EventOf<'agent.heartbeat'>): void {
    this.#change(agentId, (agent) => {
      agent.beats = true;
      agent.isLost = false;
      if (agent.status !== 'offline') this.#beats.set(agentId, at + this.#heartbeatTimeoutMs);
    });
  }

  setCapacity({ agentId, capacity, weight }: EventOf<'agent.capacity'>): void {
    this.#change(agentId, (agent) => {
      agent.capacity = capacity;
      agent.weight = weight ?? agent.weight;
    });
  }

  /** Who sent heartbeats and then none for too long is offline. */
  reach(at: EpochMs): void {
    for (
      let due = this.#beats.first();
      due !== undefined && due.at < at;
      due = this.#beats.first()
    ) {
      this.#beats.delete(due.id);
      this.#change(due.id, (agent) => {
        agent.isLost = true;
      });
    }
  }

  /** A fact about an assignment, by its type. */
  workChanged(type: string, conversationId: string, data: WorkFields): void {
    const { agentId, attempt, occupies } = data;
    if (agentId === undefined) return;
    this.#change(agentId, (agent) => {
      const key = `${conversationId} ${attempt}`;
      if (type === 'work.timedOut') agent.lastOffer = 'missed';
      else if (type === 'work.declined') agent.lastOffer = 'rejected';
      else if (type === 'work.offered' || type === 'work.accepted') agent.lastOffer = null;
      const isWrapUp = type === 'acw.started' || type === 'acw.extended';
      const isOffered = type === 'work.offered';
      if (occupies === 'none' && !isWrapUp && !isOffered) agent.work.delete(key);
      else agent.work.set(key, { conversationId, occupies, isOffered, isWrapUp });
    });
  }

  /** A conversation's history is told anew: nothing of it is held until then. */
  forget(conversationId: string): void {
    for (const { work } of this.#agents.values()) {
      for (const [key, held] of work) if (held.conversationId === conversationId) work.delete(key);
    }
  }

  /** Agents by presence: the status, with the reason after a colon where there is one. */
  get byPresence(): ReadonlyMap<string, number> {
    return this.#byPresence;
  }

  /** Agents who may be given work. */
  get available(): number {
    return this.#available;
  }

  /** What an agent is doing; undefined for one of whom nothing was ever heard. */
  activityOf(agentId: string): AgentActivity | undefined {
    const agent = this.#agents.get(agentId);
    if (agent === undefined) return undefined;
    let contacts = 0;
    let wrapUps = 0;
    let offers = 0;
    for (const { isOffered, isWrapUp, occupies } of agent.work.values()) {
      if (isOffered) offers += 1;
      else if (isWrapUp) wrapUps += 1;
      else if (occupies === 'full') contacts += 1;
    }
    const { isRoutable, lastOffer } = agent;
    return agentActivity({
      status: statusOf(agent),
      isRoutable,
      lastOffer,
      contacts,
      wrapUps,
      offers,
    });
  }

  loadOf(agentId: string): AgentLoad | undefined {
    const agent = this.#agents.get(agentId);
    if (agent === undefined) return undefined;
    let load = 0;
    for (const { occupies } of agent.work.values()) if (occupies === 'full') load += agent.weight;
    const capacity = agent.capacity === null || isAvailable(agent) ? agent.capacity : 0;
    return { load, capacity, freeSlots: capacity === null ? null : Math.max(0, capacity - load) };
  }

  #change(agentId: string, change: (agent: LiveAgent) => void): void {
    let agent = this.#agents.get(agentId);
    if (agent === undefined) this.#agents.set(agentId, (agent = new LiveAgent()));
    else this.#count(agent, -1);
    change(agent);
    this.#count(agent, 1);
  }

  #count(agent: LiveAgent, by: 1 | -1): void {
    if (isAvailable(agent)) this.#available += by;
    const status = statusOf(agent);
    const presence =
      agent.reason === null || status !== agent.status ? status : `${status}:${agent.reason}`;
    const count = (this.#byPresence.get(presence) ?? 0) + by;
    if (count === 0) this.#byPresence.delete(presence);
    else this.#byPresence.set(presence, count);
  }
}

const statusOf = ({ status, isLost }: LiveAgent) => (isLost ? 'offline' : status);

/** The host says whether work may be given; else only to who is online. */
const isAvailable = (agent: LiveAgent) => statusOf(agent) !== 'offline' && agent.isRoutable;
