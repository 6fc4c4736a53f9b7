// Kill after kill: hosts live and die on one file after the other until as many were killed as was asked.
import { join } from 'node:path';
import { Seeded } from '../bench/seeded.ts';
import { ORIGIN } from '../replay/world.ts';
import { HostLife, type LifePlan } from './host-life.ts';
import type { HostProcess, HostProgram } from './host-process.ts';
import type { HostEvent } from './host-protocol.ts';
import { killPlanOf } from './kill-plan.ts';
import { ParentModel } from './parent-model.ts';
import { copyStore, judgeRemains } from './remains.ts';
import { workloadOf } from './workload.ts';

/** What a campaign came to. */
export interface CampaignReport {
  readonly kills: number;
  /** Kills by their way. */
  readonly ways: ReadonlyMap<string, number>;
  readonly lives: number;
  readonly files: number;
  readonly acknowledged: number;
  /** What is wrong, with the seed and the life in which it was found; empty when nothing is. */
  readonly findings: readonly string[];
}

/** Lives without a kill in a row after which a campaign gives up: it would go on for ever. */
const IDLE_LIVES_MAX = 20;
/** Lives that one file goes through at most: what is judged after each grows with it. */
const LIVES_A_FILE = 10;

/** Kills hosts. @param seed What happens when; the moments of kills from outside differ from run to run all the same. */
export async function runCampaign(
  program: HostProgram,
  seed: number,
  kills: number,
): Promise<CampaignReport> {
  const campaign = new Campaign(program, seed, kills);
  await campaign.run();
  return campaign.report;
}

class Campaign {
  readonly #program: HostProgram;
  readonly #chance: Seeded;
  readonly #kills: number;
  readonly #ways = new Map<string, number>();
  readonly #findings: string[] = [];
  /** It loads its program while the one before still lives. */
  #next: HostProcess;
  #killed = 0;
  #lives = 0;
  #files = 0;
  #acknowledged = 0;

  constructor(program: HostProgram, seed: number, kills: number) {
    this.#program = program;
    this.#chance = new Seeded(seed);
    this.#kills = kills;
    this.#next = program.start();
  }

  get report(): CampaignReport {
    return {
      kills: this.#killed,
      ways: this.#ways,
      lives: this.#lives,
      files: this.#files,
      acknowledged: this.#acknowledged,
      findings: this.#findings,
    };
  }

  async run(): Promise<void> {
    // oxlint-disable-next-line no-await-in-loop
    while (!this.#isOver()) await this.#wearOutFile();
  }

  #isOver(): boolean {
    return this.#killed >= this.#kills || this.#findings.length > 0;
  }

  /** One file from its making until its events are answered, or it has seen enough. */
  async #wearOutFile(): Promise<void> {
    this.#files += 1;
    const model = new ParentModel();
    const file = join(this.#program.folder, `${this.#files}.db`);
    const workload = workloadOf(this.#chance.between(1, 2 ** 31), 3, 60);
    const world = this.#worldOf(file, model);
    const stretches = workload.stretches.map(({ events }) => events.map(world.dated));
    for (let life = 0; life < LIVES_A_FILE && !this.#isOver(); life += 1) {
      // oxlint-disable-next-line no-await-in-loop
      await this.#live(model, world.plan(), stretches);
      const isDone = stretches.flat().every(({ id }) => model.acknowledged.has(id));
      if (isDone) break;
    }
    this.#acknowledged += model.acknowledged.size;
  }

  async #live(
    model: ParentModel,
    plan: LifePlan,
    stretches: readonly (readonly HostEvent[])[],
  ): Promise<void> {
    const host = this.#next;
    this.#lives += 1;
    this.#next = this.#program.start();
    const life = new HostLife(host, model, plan, stretches, this.#chance);
    const { signal, code, stderr } = await life.run();
    if (signal === 'SIGKILL') {
      this.#killed += 1;
      this.#ways.set(plan.kill.name, (this.#ways.get(plan.kill.name) ?? 0) + 1);
    } else if (code !== 0 || this.#lives > this.#killed + IDLE_LIVES_MAX) {
      this.#findings.push(`a host ended with ${code}: ${stderr}`);
    }
    const { file } = plan.options;
    const copy = `${file}-${this.#lives}`;
    copyStore(file, copy);
    const findings = [...life.failures, ...model.findings, ...(await judged(copy, model))];
    const where = `life ${this.#lives} (killed ${plan.kill.name}, ${JSON.stringify(plan.options)})`;
    this.#findings.push(...findings.map((found) => `${where}: ${found}`));
  }

  /** How the hosts of one file go about it. */
  #worldOf(file: string, model: ParentModel) {
    const chance = this.#chance;
    const isByWall = this.#files % 3 === 0;
    const tuning = {
      batchMax: chance.pick([1, 3, 16, 1000]),
      checkpointAfter: chance.pick([1, 2, 8, 40]),
      savedAtOnce: chance.pick([1, 3, 100]),
      idleAfterMs: chance.pick([0, 0, 60_000]),
      firingsAtOnce: chance.pick([1, 5, 500]),
    };
    const logPages = chance.pick([undefined, 4, 40]);
    // Real time is far ahead of these events: deadlines fire at once, and what comes then repairs what they did.
    const shift = isByWall ? Date.now() - BEHIND_WALL_MS - ORIGIN : 0;
    return {
      dated: (event: HostEvent): HostEvent => shifted(event, shift),
      plan: (): LifePlan => {
        const kill = killPlanOf(this.#lives, chance);
        // A driven clock goes on where it stood at the kill.
        const clock = isByWall ? 'system' : model.latestAt(ORIGIN);
        return {
          kill,
          options: { file, tuning, clock, logPages, dieAt: kill.dieAt },
          nowOf: ({ at }) => at,
        };
      },
    };
  }
}

/** What is wrong with a copy; that it cannot be opened is the worst of it. */
const judged = (copy: string, model: ParentModel) =>
  judgeRemains(copy, model).catch((error: unknown) => [`cannot be judged: ${String(error)}`]);

const BEHIND_WALL_MS = 5 * 24 * 3_600_000;

function shifted(event: HostEvent, by: number): HostEvent {
  const { at, expiresAt } = event;
  if (typeof expiresAt !== 'number') return { ...event, at: at + by };
  return { ...event, at: at + by, expiresAt: expiresAt + by };
}
