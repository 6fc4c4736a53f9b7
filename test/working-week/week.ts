// The week as it runs: scripts that sleep and wake in the order of time, agents who come and go, events that are told.
import type { EventType } from '../../src/events/vocabulary.ts';
import type { VerdictCode } from '../../src/events/codes.ts';
import { CAPACITY, type Team } from './company.ts';

/** What happens over time: yields the instant at which it wants to go on. */
export type Script<Result = void> = Generator<number, Result, void>;

/** One event of the week. */
export interface WeekEvent {
  readonly id: string;
  readonly type: EventType;
  readonly at: number;
  readonly [field: string]: unknown;
}

/** An agent during the week. */
export class Agent {
  readonly id: string;
  readonly team: Team;
  isOnline = false;
  /** False while the agent is online and takes nothing new. */
  isRoutable = false;
  load = 0;
  seatedAt = -Infinity;
  /** Counts how often the agent came online: who goes offline loses what they held. */
  login = 0;
  /** Counts what ends after-conversation work: changes of presence, conversations opened elsewhere. */
  interruptions = 0;

  constructor(id: string, team: Team) {
    this.id = id;
    this.team = team;
  }
}

/** An agent who has a conversation, since they came online. */
export interface Seat {
  readonly agent: Agent;
  readonly login: number;
}

/** Whether the agent has not gone offline since they took the conversation. */
export const isHeld = ({ agent, login }: Seat) => agent.isOnline && agent.login === login;

/** The running week. */
export class Week {
  readonly seed: number;
  readonly agents: readonly Agent[];
  readonly events: WeekEvent[] = [];
  /** Events that must be rejected, with their codes. */
  readonly refused = new Map<string, VerdictCode>();
  now = -Infinity;
  #sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  #works = 0;
  #messages = 0;

  constructor(seed: number, agents: readonly Agent[]) {
    this.seed = seed;
    this.agents = agents;
  }

  /** Starts a script at an instant, or lets it go on. */
  start(at: number, script: Script): void {
    this.once(at, () => {
      const { done, value } = script.next();
      if (done !== true) this.start(value, script);
    });
  }

  /** Does something at an instant; what is asked for one instant is done in the order of asking. Infinity is never. */
  once(at: number, wake: () => void): void {
    if (at === Infinity) return;
    const index = this.#sleepers.findIndex((other) => other.at > at);
    this.#sleepers.splice(index < 0 ? this.#sleepers.length : index, 0, { at, wake });
  }

  /** Runs until nobody wants to go on. */
  run(): void {
    for (;;) {
      const next = this.#sleepers.shift();
      if (next === undefined) return;
      this.now = next.at;
      next.wake();
    }
  }

  /** Tells an event that happens now. Returns its id. */
  tell(type: EventType, fields: Readonly<Record<string, unknown>>): string {
    const id = `e${String(this.events.length + 1).padStart(4, '0')}`;
    this.events.push({ id, type, at: this.now, ...fields });
    return id;
  }

  /** Tells an event that Holdline must refuse with this code. */
  tellRefused(
    code: VerdictCode,
    type: EventType,
    fields: Readonly<Record<string, unknown>>,
  ): string {
    const id = this.tell(type, fields);
    this.refused.set(id, code);
    return id;
  }

  messageId(): string {
    this.#messages += 1;
    return `m${String(this.#messages).padStart(4, '0')}`;
  }

  workId(): string {
    this.#works += 1;
    return `w${String(this.#works).padStart(4, '0')}`;
  }

  /** An instant some seconds from now. */
  in(seconds: number): number {
    return this.now + seconds * 1000;
  }

  agent(id: string): Agent {
    const found = this.agents.find((agent) => agent.id === id);
    if (found === undefined) throw new Error(`no agent ${id}`);
    return found;
  }

  /** The least loaded agent of a team who may take something, of equals the one who got nothing for longest; or undefined. */
  freeAgent(team: Team, except?: Agent): Agent | undefined {
    const free = this.agents.filter(
      (agent) =>
        agent.team === team && agent.isRoutable && agent !== except && agent.load < CAPACITY,
    );
    return free.toSorted((a, b) => a.load - b.load || a.seatedAt - b.seatedAt)[0];
  }

  /** Gives an agent one item of work. */
  seat(agent: Agent): Seat {
    agent.load += 1;
    agent.seatedAt = this.now;
    return { agent, login: agent.login };
  }

  /** Takes it back; who went offline in between has nothing to give back. */
  free(seat: Seat): void {
    if (seat.login === seat.agent.login && seat.agent.load > 0) seat.agent.load -= 1;
  }
}
