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
  const told = new Map<string, ToldFact[]>();
  const gone = new Set<ToldFact>();
  for (const { facts } of undone) {
    for (const toldFact of facts) {
      gone.add(toldFact);
      if (toldFact.fact === undefined) continue;
      const key = roughly(toldFact.fact);
      const alike = told.get(key);
      if (alike === undefined) told.set(key, [toldFact]);
      else alike.push(toldFact);
    }
  }
  const fresh: AnyFact[] = [];
  const holding = redone.map(({ facts }) => {
    // The numbers of a step's facts give their order: what follows a fresh one is told again.
    let last = 0;
    return facts.map((fact) => {
      const alike = told.get(roughly(fact));
      const at = alike?.findIndex((other) => other.seq > last && saysSame(other.fact, fact)) ?? -1;
      const known = at < 0 ? undefined : alike?.splice(at, 1)[0];
      if (known?.fact === undefined) {
        last = Infinity;
        fresh.push(fact);
        return fact;
      }
      last = known.seq;
      gone.delete(known);
      return known.fact;
    });
  });
  return { superseded: [...gone].toSorted((a, b) => a.seq - b.seq), fresh, holding };
}

/** What facts that say the same have in common, and few others. */
const roughly = ({ type, at, causationId }: AnyFact): string => `${at} ${type} ${causationId}`;

function saysSame(told: AnyFact | undefined, fact: AnyFact): boolean {
  if (told?.sessionId !== fact.sessionId) return false;
  return isSameData(told.data, fact.data);
}

function isSameData(told: object, fact: object): boolean {
  const [before, now] = [told, fact] as Readonly<Record<string, unknown>>[];
  if (before === undefined || now === undefined) return false;
  for (const name in now) {
    if (now[name] === before[name]) continue;
    if (JSON.stringify(now[name]) !== JSON.stringify(before[name])) return false;
  }
  for (const name in before) if (before[name] !== undefined && !(name in now)) return false;
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
