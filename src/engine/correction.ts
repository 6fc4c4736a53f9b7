// What a repair tells: which published facts no longer hold, and which new ones do. What both histories say is not told again.
import { Fact, type AnyFact, type FactPlace } from '../events/fact.ts';
import type { EpochMs } from '../time/instant.ts';
import type { StepResult } from './live-conversation.ts';
import { signatureOf, toldFact, type TailStep, type ToldFact } from './tail-step.ts';

/** The difference between two histories of one conversation. */
export interface HistoryDifference {
  /** Published facts that no longer hold, by `seq`. */
  readonly superseded: readonly ToldFact[];
  /** Facts that hold and were not published yet, in order. */
  readonly fresh: readonly AnyFact[];
}

/** Compares what was told with what holds; each step is left with the facts that stand for it. */
export function compareHistories(
  undone: readonly TailStep[],
  redone: readonly StepResult[],
): HistoryDifference {
  const told = new Map<string, (AnyFact | ToldFact)[]>();
  for (const { facts } of undone) {
    for (const fact of facts) {
      // An overload was observed when it was reported: a repair does not unsee it.
      if (fact.type === 'work.overCapacity') continue;
      const { signature } = toldFact(fact);
      const same = told.get(signature);
      if (same === undefined) told.set(signature, [fact]);
      else same.push(fact);
    }
  }
  const fresh: AnyFact[] = [];
  for (const { step, facts } of redone) {
    step.facts = facts.map((fact) => {
      const known = told.get(signatureOf(fact))?.shift();
      if (known === undefined) fresh.push(fact);
      return known ?? fact;
    });
  }
  const superseded = [...told.values()].flat().map(toldFact);
  return { superseded: superseded.toSorted((a, b) => a.seq - b.seq), fresh };
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
