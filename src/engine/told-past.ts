// What a conversation has told of the steps that a repair takes back: decided once more, under the set-up that was known when
// it was told, so that the facts of every step need not be kept for the few that are ever repaired.
import type { Conversation } from '../conversation/conversation.ts';
import type { AnyFact } from '../events/fact.ts';
import type { Ordered } from '../events/order.ts';
import { stepAgain } from './live-step.ts';
import type { SetupHistory } from './setup-history.ts';
import type { Standing } from './standing.ts';
import type { TailStep } from './tail-step.ts';

/** A fact of the feed that a repair may take back. */
export interface ToldFact {
  readonly seq: number;
  readonly sessionId: string | null;
  /** The metric, of a figure. */
  readonly metric: string | undefined;
  /** The fact itself; undefined where the step, decided once more, did not come to what its numbers stand for. */
  readonly fact: AnyFact | undefined;
}

/** A step and what was told of it. */
export interface ToldStep {
  readonly step: TailStep;
  readonly facts: readonly ToldFact[];
}

/** The end of a tail as it was told. */
export interface ToldPast {
  /** From where on. */
  readonly from: Ordered;
  /** The first of its steps in the tail, and the end. */
  readonly index: number;
  readonly end: number;
  /** Where the conversation stood before it; its own. */
  readonly before: Standing;
  /** And after it. */
  readonly after: Standing;
  readonly steps: readonly ToldStep[];
}

/** What steps of a tail have told; `standing` is taken along to where it stood after them. */
export function toldSteps(
  standing: Standing,
  steps: readonly TailStep[],
  setup: SetupHistory,
): readonly ToldStep[] {
  return steps.map((step) => {
    const { facts } = stepAgain(standing, step, setup);
    return { step, facts: toldFacts(step, facts, standing.conversation) };
  });
}

function toldFacts(
  step: TailStep,
  facts: readonly AnyFact[],
  { session }: Conversation,
): readonly ToldFact[] {
  const { seqs } = step;
  if (seqs.length !== facts.length) {
    // Another version of the library has told it: its facts are taken back as a whole, and told as this one sees them.
    const sessionId = session?.id ?? null;
    return seqs.map((seq) => ({ seq, sessionId, metric: undefined, fact: undefined }));
  }
  return facts.map((fact, index) => {
    fact.seq = seqs[index] as number;
    const metric = fact.type === 'metric.recorded' ? fact.data.metric : undefined;
    return { seq: fact.seq, sessionId: fact.sessionId, metric, fact };
  });
}
