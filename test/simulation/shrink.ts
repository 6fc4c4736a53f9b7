// Makes a failing seed small: its shortest failing prefix, and of that the events without which it does not fail.
import { simulate, type RunOptions } from './run.ts';
import { worldOf } from './world.ts';

/** What is left of a failing seed. */
export interface Shrunk {
  /** Events of the shortest failing prefix, count. */
  readonly prefix: number;
  /** Indexes of the arrivals that are enough for it to fail. */
  readonly only: readonly number[];
  readonly findings: readonly string[];
}

/** The kind of what is wrong first, without its instants and ids. */
const kindOf = ([first]: readonly string[]) =>
  first
    ?.replaceAll(/e\d{5}|\d+/g, '#')
    .replace(/\[\[?.*/s, '')
    .slice(0, 90);

/** Shrinks a seed that fails with these options. */
export async function shrink(seed: number, options: RunOptions = {}): Promise<Shrunk> {
  const all = options.only ?? worldOf(seed).arrivals.map((_, index) => index);
  const findingsOf = async (only: readonly number[]) =>
    (await simulate(seed, { ...options, only })).findings;
  const kind = kindOf(await findingsOf(all));
  const failsAlike = async (fewer: readonly number[]) =>
    fewer.length > 0 && kindOf(await findingsOf(fewer)) === kind;
  let only: readonly number[] = all;
  for (let length = 1; length <= all.length; length += 1) {
    // oxlint-disable-next-line no-await-in-loop
    if (!(await failsAlike(all.slice(0, length)))) continue;
    only = all.slice(0, length);
    break;
  }
  const prefix = only.length;
  for (let again = true; again;) {
    again = false;
    for (const left of only) {
      const fewer = only.filter((index) => index !== left);
      // oxlint-disable-next-line no-await-in-loop
      if (!(await failsAlike(fewer))) continue;
      only = fewer;
      again = true;
    }
  }
  return { prefix, only, findings: await findingsOf(only) };
}
