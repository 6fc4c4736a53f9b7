// What a repair tells: which published facts no longer hold, and which new ones do. What both histories say is not told again.
import { Fact, type AnyFact, type FactPlace } from '../events/fact.ts';
import type { EpochMs } from '../time/instant.ts';
import type { StepResult } from './live-step.ts';
import type { ToldFact, ToldStep } from './told-past.ts';

/** The difference between two histories of one conversation. */
export interface HistoryDifference {
  /** Published facts that no longer hold, by `seq`. */
  readonly superseded: readonly ToldFact[];
  /** Facts that hold and were not published yet, in order. */
  readonly fresh: readonly AnyFact[];
  /** For each step that holds its facts: those told before, and the fresh ones, which have no number yet. */
  readonly holding: readonly (readonly AnyFact[])[];
}

/** Compares what was told with what holds. */
export function compareHistories(
  undone: readonly ToldStep[],
  redone: readonly StepResult[],
): HistoryDifference {
  const told = toldByCause(undone);
  const fresh: AnyFact[] = [];
  const holding = redone.map(({ facts }) => {
    // The numbers of a step's facts give their order: what follows a fresh one is told again.
    let last = 0;
    return facts.map((fact) => {
      const known = takeSame(told.get(fact.causationId), last, fact);
      if (known?.fact === undefined) {
        last = Infinity;
        fresh.push(fact);
        return fact;
      }
      last = known.seq;
      return known.fact;
    });
  });
  return { superseded: leftOver(undone, told), fresh, holding };
}

/** Told facts by what caused them: facts that say the same have that in common with few others. */
function toldByCause(undone: readonly ToldStep[]): Map<string, ToldFact[]> {
  const told = new Map<string, ToldFact[]>();
  for (const { facts } of undone) {
    for (const toldFact of facts) {
      if (toldFact.fact === undefined) continue;
      const { causationId } = toldFact.fact;
      const alike = told.get(causationId);
      if (alike === undefined) told.set(causationId, [toldFact]);
      else alike.push(toldFact);
    }
  }
  return told;
}

/** Takes the first of some told facts out that comes after a number and says the same; undefined if none does. */
function takeSame(told: ToldFact[] | undefined, last: number, fact: AnyFact): ToldFact | undefined {
  if (told === undefined) return undefined;
  for (let index = 0; index < told.length; index += 1) {
    const known = told[index] as ToldFact;
    if (known.seq <= last || !saysSame(known.fact, fact)) continue;
    told.splice(index, 1);
    return known;
  }
  return undefined;
}

/** Told facts that nothing holds any more, by `seq`: what was not taken out, and what cannot be compared. */
function leftOver(
  undone: readonly ToldStep[],
  told: ReadonlyMap<string, readonly ToldFact[]>,
): readonly ToldFact[] {
  const left: ToldFact[] = [];
  for (const alike of told.values()) for (const toldFact of alike) left.push(toldFact);
  for (const { facts } of undone) {
    for (const toldFact of facts) if (toldFact.fact === undefined) left.push(toldFact);
  }
  return left.length < 2 ? left : left.toSorted((a, b) => a.seq - b.seq);
}

function saysSame(told: AnyFact | undefined, fact: AnyFact): boolean {
  if (told?.at !== fact.at || told.type !== fact.type) return false;
  return told.sessionId === fact.sessionId && isSameData(told.data, fact.data);
}

function isSameData(told: object, fact: object): boolean {
  const [before, now] = [told, fact] as Readonly<Record<string, unknown>>[];
  if (before === undefined || now === undefined) return false;
  for (const name in now) {
    if (now[name] === before[name]) continue;
    if (JSON.stringify(now[name]) !== JSON.stringify(before[name])) return false;
  }
  for (const name in before)
    if (before[name] !== undefined && now[name] === undefined) return false;
  return true;
}

/** The facts that name what no longer holds: one a session, and one a figure. */
export function correctionsOf(
  superseded: readonly ToldFact[],
  at: EpochMs,
  place: FactPlace,
): readonly AnyFact[] {
  const bySession = new Map<string | null, number[]>();
  const corrections: AnyFact[] = [];
  for (const { seq, sessionId, metric } of superseded) {
    if (metric !== undefined) {
      const data = { metric, supersedes: [seq] };
      corrections.push(new Fact('metric.corrected', at, place, sessionId, data));
      continue;
    }
    const known = bySession.get(sessionId);
    if (known === undefined) bySession.set(sessionId, [seq]);
    else known.push(seq);
  }
  const ofSessions = [...bySession].map(
    ([sessionId, supersedes]) =>
      new Fact('session.corrected', at, place, sessionId, { supersedes }) as AnyFact,
  );
  return [...ofSessions, ...corrections];
}
