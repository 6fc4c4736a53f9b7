import type { Case } from './case.ts';
import { standard, type Step } from './story.ts';

/** A standard session that is over at 09:05: the record names nobody who ended it, for that is an enhanced field. */
export const endsStandard = (
  id: string,
  step: Step,
  before: readonly Step[],
  from: string,
): Case => [
  id,
  `${typeof step === 'string' ? step : step[0]} ends a session that is ${from}`,
  standard(),
  before,
  step,
  {
    moves: [`${from} → Ended ${id}`],
    session: { ended_by_type: null, end_at: '2026-03-03T09:05:00.000Z' },
    timers: [],
  },
];
