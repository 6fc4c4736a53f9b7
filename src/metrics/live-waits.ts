// What customers of open sessions are owed now: by the waits and first responses of the metrics, so that the board and a report of now agree.
import type { Fact } from '../events/fact.ts';
import type { EpochMs } from '../time/instant.ts';
import {
  noCustomerWaits,
  waitingSince,
  waitsAfterMessage,
  waitsAfterReceipt,
  type CustomerWaits,
  type WaitContext,
} from './customer-waits.ts';
import { copyReplies, firstStanding, setFailed } from './first-replies.ts';
import {
  nothingOwed,
  owedSince,
  takeHandOff,
  takeMessage,
  type FirstResponseOwed,
} from './first-response-owed.ts';
import type { MessageReceipt } from './observation.ts';
import { isOwedByHuman } from './session-situation.ts';

/** The waits of one open session. Plain data. */
export interface LiveWaits {
  readonly waits: CustomerWaits;
  readonly first: FirstResponseOwed;
}

/** When a wait that began at an instant should be over; null where there is no target. */
export type DueAt = (channelId: string, anchorAt: EpochMs, isFirst: boolean) => EpochMs | null;

/** Nobody has written yet. */
export const noLiveWaits = (): LiveWaits => ({ waits: noCustomerWaits(), first: nothingOwed() });

/** The same waits, which go their own way. */
export function copyLiveWaits({ waits, first }: LiveWaits): LiveWaits {
  const { log, open, early } = waits;
  const runs = log.runs.map((run) => ({ ...run, replies: run.replies.map((one) => ({ ...one })) }));
  const { handOffs, replies } = first;
  return {
    waits: {
      ...waits,
      log: { ...log, runs },
      open: open && { ...open },
      early: [...early],
    },
    first: {
      ...first,
      handOffs: [...handOffs],
      replies: copyReplies(replies),
    },
  };
}

/** Takes in what may begin a wait, end it or open it again. */
export function followWaits(
  { waits, first }: LiveWaits,
  seen: Fact<'message.recorded'> | Fact<'session.escalated'> | MessageReceipt,
  context: Omit<WaitContext, 'derive'>,
): void {
  switch (seen.type) {
    case 'message.recorded':
      takeMessage(first, seen, context);
      waitsAfterMessage(waits, seen, { ...context, derive });
      return;
    case 'session.escalated':
      takeHandOff(first, seen);
      return;
    default: {
      const hasFailed = seen.type === 'message.failed';
      if (hasFailed && !context.options.retractFailedReplies) return;
      setFailed(first.replies, seen.messageId, hasFailed);
      waitsAfterReceipt(waits, seen, { ...context, derive });
    }
  }
}

/** The board asks for what is open, and hears of nothing. */
const derive = () => undefined;

/**
 * When the customer should have an answer, as of an instant; null where none is owed by a human, or there is no target.
 *
 * Until a first response stands it is the target of first responses, where the channel has one, and from then on that of responses.
 */
export function owedBy(
  { waits, first }: LiveWaits,
  at: EpochMs,
  { options, session }: Omit<WaitContext, 'derive'>,
  dueAt: DueAt,
): EpochMs | null {
  if (session === null || !isOwedByHuman(session)) return null;
  if (firstStanding(first.replies) === undefined) {
    const start = owedSince(first, at, { options, session });
    const due = start === null ? null : dueAt(session.channelId, start.at, true);
    if (due !== null) return due;
  }
  const since = waitingSince(waits, options);
  if (since === null || (waits.closedCount === 0 && !options.includeFirstResponse)) return null;
  return dueAt(session.channelId, since, false);
}
