// One life of a host: it is opened, fed until it dies or all is answered, and mourned.
import type { Seeded } from '../bench/seeded.ts';
import type { Ending, HostProcess } from './host-process.ts';
import type { HostEvent, OpenOrder, Word } from './host-protocol.ts';
import type { KillPlan } from './kill-plan.ts';
import type { ParentModel } from './parent-model.ts';

/** Events that are under way at once, at most: what arrives again after a kill must not be late by then. */
const WINDOW = 32;
/** Acknowledged events that are sent again in each life: each must be a duplicate. */
const AGAIN = 8;

/** What one life was for. */
export interface LifePlan {
  readonly kill: KillPlan;
  readonly options: OpenOrder;
  /** Where a driven clock stands when an event is sent. */
  readonly nowOf: (event: HostEvent) => number;
}

/** Feeds a host with the stretches that are not answered yet. */
export class HostLife {
  readonly #host: HostProcess;
  readonly #model: ParentModel;
  readonly #plan: LifePlan;
  readonly #chance: Seeded;
  readonly #stretches: HostEvent[][];
  readonly #underWay = new Set<string>();
  #answers = 0;
  #isOpen = false;
  #isClosing = false;
  /** What the host said that it should not have. */
  readonly failures: string[] = [];

  constructor(
    host: HostProcess,
    model: ParentModel,
    plan: LifePlan,
    stretches: readonly (readonly HostEvent[])[],
    chance: Seeded,
  ) {
    this.#host = host;
    this.#model = model;
    this.#plan = plan;
    this.#chance = chance;
    this.#stretches = stretches
      .map((events) => events.filter(({ id }) => !model.acknowledged.has(id)))
      .filter((events) => events.length > 0);
    this.#stretches[0]?.unshift(...this.#again());
  }

  /** Resolves once the process is dead and all that it said was heard. */
  async run(): Promise<Ending> {
    this.#host.listen((word) => this.#hear(word));
    this.#host.order({ order: 'open', options: this.#plan.options });
    return this.#host.ended;
  }

  #hear(word: Word): void {
    this.#model.hear(word);
    const { kill } = this.#plan;
    if (word.said === kill.word) this.#host.kill();
    switch (word.said) {
      case 'open':
        this.#isOpen = true;
        break;
      case 'closed':
        this.#host.finish();
        break;
      case 'answer':
        this.#underWay.delete(word.id);
        this.#answers += 1;
        if (this.#answers === kill.answers) this.#host.kill();
        break;
      case 'failed':
        this.#failed(word);
        break;
      default:
        break;
    }
    if (this.#isOpen && !this.#isClosing) this.#feed();
  }

  #failed({ id, code, message }: Extract<Word, { said: 'failed' }>): void {
    // What comes after the close has begun is turned away.
    const isTurnedAway = this.#isClosing && code === 'store_closed';
    if (!isTurnedAway) this.failures.push(`${id ?? 'the host'} failed with ${code}: ${message}`);
    if (id === null) this.#host.kill();
  }

  #feed(): void {
    if (this.#answers >= this.#plan.kill.closeAfter) {
      this.#close();
      return;
    }
    while (this.#underWay.size < WINDOW) {
      const stretch = this.#stretches[0];
      if (stretch === undefined) {
        if (this.#underWay.size === 0) this.#close();
        return;
      }
      if (stretch.length === 0) {
        // Time goes on between two stretches: nothing of the one before may still be on its way.
        if (this.#underWay.size > 0) return;
        this.#stretches.shift();
      } else {
        this.#send(stretch.splice(0, this.#chance.between(1, 24)));
      }
    }
  }

  #send(events: readonly HostEvent[]): void {
    const now = Math.max(...events.map((event) => this.#plan.nowOf(event)));
    for (const event of events) {
      this.#model.send(event);
      this.#underWay.add(event.id);
    }
    this.#host.order({ order: 'take', events, together: this.#chance.chance(0.3), now });
  }

  #close(): void {
    this.#isClosing = true;
    this.#host.order({ order: 'close' });
  }

  #again(): readonly HostEvent[] {
    const known = [...this.#model.acknowledged.keys()];
    if (known.length === 0) return [];
    return Array.from(
      { length: AGAIN },
      () => this.#model.sent.get(this.#chance.pick(known)) as HostEvent,
    );
  }
}
