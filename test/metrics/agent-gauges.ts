// A slow reading of agents' time: what every agent is and holds between any two instants, with no notion of a span.
import type { Moment, Observation } from '../../src/metrics/observation.ts';

interface HeldWork {
  isOpen: boolean;
  isRinging: boolean;
  occupies: boolean;
}

interface Agent {
  status: string | null;
  isRoutable: boolean;
  capacity: number | null;
  weight: number;
  readonly works: Map<string, HeldWork>;
}

/** Milliseconds by agent and what they count for; `peak` is a number of conversations. */
export type AgentSums = Map<string, Record<string, number>>;

/** Adds up the time between moments, up to an instant. */
export function gaugedTime(moments: readonly Moment[], until: number): AgentSums {
  const agents = new Map<string, Agent>();
  const sums: AgentSums = new Map();
  for (const [index, moment] of moments.entries()) {
    for (const seen of moment.observations) see(agents, seen);
    const next = Math.min(moments[index + 1]?.at ?? until, until);
    // Only what stands once all of an instant has been told was ever so.
    if (next > moment.at) for (const [id, agent] of agents) add(sums, id, agent, next - moment.at);
  }
  return sums;
}

function see(agents: Map<string, Agent>, seen: Observation): void {
  const id = agentOf(seen);
  if (id === undefined) return;
  let agent = agents.get(id);
  if (agent === undefined) {
    agent = { status: null, isRoutable: false, capacity: null, weight: 1, works: new Map() };
    agents.set(id, agent);
  }
  if (seen.type === 'agent.presence') {
    agent.status = seen.status;
    agent.isRoutable = seen.status !== 'offline' && (seen.routable ?? seen.status === 'online');
  } else if (seen.type === 'agent.capacity') {
    agent.capacity = seen.capacity;
    agent.weight = seen.weight ?? agent.weight;
  } else if ('data' in seen && 'occupies' in seen.data) {
    const { type, conversationId, data } = seen;
    const isOver = OVER.has(type);
    agent.works.set(`${data.attempt} ${conversationId}`, {
      isOpen: !isOver && type !== 'work.offered' && type !== 'work.paused',
      isRinging: type === 'work.offered',
      occupies: data.occupies === 'full',
    });
  }
}

const OVER = new Set<string>([
  'work.closed',
  'work.transferred',
  'work.declined',
  'work.timedOut',
  'work.unavailable',
  'work.canceled',
  'work.released',
]);

function agentOf(seen: Observation): string | undefined {
  if (!('data' in seen)) return (seen as { agentId?: string }).agentId;
  return (seen.data as { agentId?: string }).agentId;
}

function add(sums: AgentSums, id: string, agent: Agent, ms: number): void {
  const sum: Record<string, number> = sums.get(id) ?? {};
  sums.set(id, sum);
  const count = (name: string, value: number) => {
    if (value > 0) sum[name] = (sum[name] ?? 0) + value;
  };
  const { status, isRoutable, capacity, weight } = agent;
  const works = [...agent.works.values()];
  const open = works.filter((work) => work.isOpen).length;
  const isLoggedIn = status !== null && status !== 'offline';
  if (isLoggedIn) {
    count('loggedInTime', ms);
    count(isRoutable ? 'availableTime' : 'nonProductiveTime', ms);
    if (isRoutable && open === 0 && works.every((work) => !work.isRinging)) count('idleTime', ms);
    if (capacity !== null) {
      const occupied = works.filter((work) => work.occupies).length;
      count('occupiedCapacityTime', occupied * weight * ms);
      if (isRoutable) count('availableCapacityTime', capacity * ms);
    }
  }
  if (open === 0 || status === 'offline') return;
  count('busyTime', ms);
  count('contactTime', open * ms);
  sum['peak'] = Math.max(sum['peak'] ?? 0, open);
}
