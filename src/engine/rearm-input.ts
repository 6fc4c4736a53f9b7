import type { WantedRearm } from '../conversation/rearm.ts';
import type { Ordered } from '../events/order.ts';
import type { EpochMs } from '../time/instant.ts';

/** What a re-arming means for one conversation. */
export interface RearmInput {
  /** The id of the operation. */
  readonly id: string;
  /** Epoch milliseconds of event time. */
  readonly at: EpochMs;
  readonly deadlines: readonly WantedRearm[];
}

/** Where a re-arming stands among the events of its instant: after them all, as the clock does. */
export const placeOfRearm = ({ at, id }: RearmInput): Ordered => ({
  at,
  id,
  type: 'clock.advanced',
});
