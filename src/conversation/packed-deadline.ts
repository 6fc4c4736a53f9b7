// A deadline put away: what its id says of it is left out, and so is whose it is where that is the session itself.
import type { TimerName } from '../events/timer-names.ts';
import type { EpochMs } from '../time/instant.ts';
import { sessionIdOf } from './conversation-id.ts';
import { Deadline } from './deadline.ts';
import { fromCell, toCell, type Cell } from './packed-words.ts';
import type { Session } from './session.ts';

const AFTER = 'xstate.after.';

/** The name of the timer that an id of a delay means: the second part of an `after`'s, else the id itself. */
function nameIn(id: string): string {
  if (!id.startsWith(AFTER)) return id;
  const end = id.indexOf('.', AFTER.length);
  return id.slice(AFTER.length, end < 0 ? id.length : end);
}

/** What the chart is stepped with for a delay of this id: an `after` names its event as itself, a raise as `timer.` and its name. */
const eventTypeOf = (id: string) => (id.startsWith(AFTER) ? id : `timer.${id}`);

/** Puts a deadline into cells, beside the session that the conversation holds. */
export function packDeadline(deadline: Deadline, session: Session | null): Cell[] {
  const { id, name, eventType, armedAt, attempt, sessionId } = deadline;
  const epoch = session?.startAt ?? 0;
  const cells: Cell[] = [
    toCell(id),
    toCell(deadline.setBy),
    deadline.dueAt - epoch,
    armedAt === null ? null : armedAt - epoch,
  ];
  const isUsual = name === nameIn(id) && eventType === eventTypeOf(id);
  const isSessions = attempt === 0 && sessionId === session?.id;
  if (isUsual && isSessions) return cells;
  cells.push(attempt, isSessions ? null : Number(sessionId.slice(sessionId.lastIndexOf('/') + 1)));
  if (!isUsual) cells.push(toCell(name), toCell(eventType));
  return cells;
}

/** The deadline that `packDeadline` has put away beside the session. */
export function unpackDeadline(
  conversationId: string,
  cells: readonly Cell[],
  session: Session | null,
): Deadline {
  const epoch: EpochMs = session?.startAt ?? 0;
  const text = (index: number) => fromCell(cells[index]);
  const number = (index: number) => (cells[index] ?? null) as number | null;
  const id = text(0) ?? '';
  const name = (text(6) ?? nameIn(id)) as TimerName;
  const delay = { id, name, eventType: text(7) ?? eventTypeOf(id) };
  const armedAt = number(3);
  const ordinal = number(5);
  const sessionId = ordinal === null ? (session?.id ?? '') : sessionIdOf(conversationId, ordinal);
  const owner = { sessionId, attempt: number(4) ?? 0 };
  const dueAt = epoch + (number(2) ?? 0);
  return new Deadline(
    owner,
    delay,
    dueAt,
    text(1) ?? '',
    armedAt === null ? null : epoch + armedAt,
  );
}
