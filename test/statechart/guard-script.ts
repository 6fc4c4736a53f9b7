import type { AnyStateMachine } from 'xstate';

/** Reads of one step beyond which a guard throws, so that scripted outcomes cannot keep a chart going for ever. */
const READS_MAX = 300;
/** Combinations of outcomes for one event; more means that the machine is too large to walk. */
const COMBINATIONS_MAX = 4096;

/** What the named guards of a machine answer: tries every combination that a step asks for, and no other. */
export class GuardScript {
  private outcomes = new Map<string, boolean>();
  private discovered: string[] = [];
  private reads = 0;

  /** The scripted answer; false if there is none yet. */
  answer(guard: string): boolean {
    this.reads += 1;
    if (this.reads > READS_MAX) throw new Error('the scripted guards keep the machine going');
    const outcome = this.outcomes.get(guard);
    if (outcome !== undefined) return outcome;
    this.outcomes.set(guard, false);
    this.discovered.push(guard);
    return false;
  }

  /** Runs `body` once for each combination of outcomes; one guard gives one answer within a run. */
  explore(body: () => void): void {
    const pending: Map<string, boolean>[] = [new Map()];
    for (let combinations = 0; pending.length > 0; combinations += 1) {
      if (combinations > COMBINATIONS_MAX) throw new Error('too many combinations of guards');
      const fixed = pending.pop() as Map<string, boolean>;
      this.outcomes = new Map(fixed);
      this.discovered = [];
      this.reads = 0;
      body();
      const path = new Map(fixed);
      for (const guard of this.discovered) {
        pending.push(new Map([...path, [guard, true]]));
        path.set(guard, false);
      }
    }
  }
}

/** The machine with every named guard answering from the script; the same name with other params is another guard. */
export function provideScriptedGuards(
  machine: AnyStateMachine,
  script: GuardScript,
): AnyStateMachine {
  const names = Object.keys(machine.implementations.guards);
  const guards = Object.fromEntries(
    names.map((name) => [
      name,
      (_args: unknown, params: unknown) =>
        script.answer(params === undefined ? name : `${name} ${JSON.stringify(params)}`),
    ]),
  );
  return machine.provide({ guards }) as AnyStateMachine;
}
