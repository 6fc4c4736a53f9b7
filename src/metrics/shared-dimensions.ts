// Dimensions of figures that stand side by side: one object for all that say the same.
import type { Dimensions } from './measurement.ts';

/** So many are looked through: the figures of one event rarely have more. */
const KEPT = 4;

/** The session, channel, queue and account of a figure. */
export interface DimensionPlace {
  sessionId: string | null;
  channelId: string | null;
  queueId: string | null;
  accountId: string | null;
}

/** The dimensions of the last figures. */
export class SharedDimensions {
  readonly #kept: Dimensions[] = [];
  #next = 0;

  /** Dimensions that say this: those of an earlier figure where there are any. */
  of(
    place: Readonly<DimensionPlace>,
    agentId: string | null,
    teamIds: readonly string[],
    label: string | null,
  ): Dimensions {
    const { sessionId, channelId, queueId, accountId } = place;
    const kept = this.#kept;
    for (let index = 0; index < kept.length; index += 1) {
      const one = kept[index] as Dimensions;
      if (
        one.sessionId === sessionId &&
        one.agentId === agentId &&
        one.label === label &&
        one.channelId === channelId &&
        one.queueId === queueId &&
        one.teamIds === teamIds &&
        one.endUserAccountId === accountId
      ) {
        return one;
      }
    }
    const dims: Dimensions = {
      sessionId,
      channelId,
      queueId,
      agentId,
      teamIds,
      endUserAccountId: accountId,
      label,
    };
    if (kept.length < KEPT) kept.push(dims);
    else kept[this.#next] = dims;
    this.#next = (this.#next + 1) % KEPT;
    return dims;
  }
}
