// Taking away what is old, in steps: each is a transaction of some milliseconds, and between two of them the engine goes on.
import { setImmediate } from 'node:timers/promises';
import type { SqliteConnection } from './sqlite-connection.ts';
import type { SqliteJournal } from './sqlite-journal.ts';
import { fromStored } from './stored-text.ts';
import type { MayGo, RetentionCut, RetentionReport } from './store.ts';

/** Records and sessions that one step takes, count. */
const RECORDS_A_STEP = 256;
const SESSIONS_A_STEP = 256;

/**
 * Sessions that ended before a cut, from a place on. The last session of a conversation stays while that has a deadline or
 * something to send: with it, the conversation is found when it has become quiet.
 */
const OLD_SESSIONS = `
  SELECT f.start_at, f.id, s.conversation_id FROM session_start AS f CROSS JOIN session AS s ON s.id = f.id
  WHERE f.start_at < ?1 AND (f.start_at, f.id) > (?2, ?3) AND s.end_at < ?1
    AND NOT EXISTS (
      SELECT 1 FROM conversation AS c WHERE c.id = s.conversation_id
        AND c.open_session_id IS NULL AND (c.due_at IS NOT NULL OR c.has_pending = 1)
        AND NOT EXISTS (
          SELECT 1 FROM session AS later WHERE later.conversation_id = c.id
            AND (later.start_at, later.id) > (s.start_at, s.id)
        )
    )
  ORDER BY f.start_at, f.id LIMIT ${SESSIONS_A_STEP}`;

/** Work belongs to the session in which it was assigned: the latest that had started by then. */
const DROP_WORK = `DELETE FROM work WHERE conversation_id = ?1 AND assigned_at < ?2 AND NOT EXISTS (
    SELECT 1 FROM session AS s WHERE s.conversation_id = ?1 AND s.start_at <= work.assigned_at
  )`;

const DROP_CONVERSATION = `DELETE FROM conversation
  WHERE id = ?1 AND open_session_id IS NULL AND due_at IS NULL AND has_pending = 0
    AND NOT EXISTS (SELECT 1 FROM session WHERE conversation_id = ?1)`;

/** An old session of a conversation that has to stay: with its last one it is found again. */
const DROP_EARLIER = `DELETE FROM session WHERE id = ?1 AND EXISTS (
    SELECT 1 FROM session AS later WHERE later.conversation_id = session.conversation_id
      AND (later.start_at, later.id) > (session.start_at, session.id)
  )`;

const DROP_IDS = 'DELETE FROM id_segment WHERE recorded_at < ?';

/** Marks before the last one from which every kept record follows: no feed can start there any more. */
const DROP_MARKS = `DELETE FROM feed_mark WHERE seq < (
    SELECT max(seq) FROM feed_mark AS m WHERE m.tenant = feed_mark.tenant AND m.position <= ?
  )`;

/** Takes away what is older than a cut. */
export async function retainInFile(
  connection: SqliteConnection,
  journal: SqliteJournal,
  cut: RetentionCut,
  mayGo: MayGo,
): Promise<RetentionReport> {
  const records = await dropRecords(connection, journal, cut.throughPosition);
  const rest = await dropSessions(connection, cut.endedBefore, mayGo);
  connection.transaction(() => {
    connection.statement(DROP_IDS).run(cut.idsBefore);
    const first = journal.firstPosition() ?? journal.lastPosition + 1;
    connection.statement(DROP_MARKS).run(first - 1);
  });
  return { records, ...rest };
}

async function dropRecords(
  connection: SqliteConnection,
  journal: SqliteJournal,
  throughPosition: number,
): Promise<number> {
  const drop = 'DELETE FROM journal WHERE position <= ?';
  let records = 0;
  for (;;) {
    const first = journal.firstPosition();
    // Records after the checkpoint are what recovery needs.
    const through = Math.min(throughPosition, journal.checkpointPosition);
    if (first === undefined || first > through) return records;
    const step = Math.min(through, first + RECORDS_A_STEP - 1);
    records += connection.transaction(() => Number(connection.statement(drop).run(step).changes));
    await setImmediate();
  }
}

interface OldSession {
  readonly start_at: number;
  readonly id: string;
  readonly conversation_id: string;
}

async function dropSessions(
  connection: SqliteConnection,
  endedBefore: number,
  mayGo: MayGo,
): Promise<{ sessions: number; conversations: number; works: number }> {
  const taken = { sessions: 0, conversations: 0, works: 0 };
  let after: [startAt: number, id: string] = [Number.MIN_SAFE_INTEGER, ''];
  for (;;) {
    const last = connection.transaction(() => {
      const old = connection.statement(OLD_SESSIONS).all(endedBefore, ...after) as OldSession[];
      const ids = new Set(old.map((session) => session.conversation_id));
      // Asked within the step: nothing is decided between the answer and the deed.
      const staying = new Set([...ids].filter((id) => !mayGo(fromStored(id))));
      const drop = connection.statement('DELETE FROM session WHERE id = ?');
      const dropEarlier = connection.statement(DROP_EARLIER);
      for (const { id, conversation_id: of } of old) {
        taken.sessions += Number((staying.has(of) ? dropEarlier : drop).run(id).changes);
      }
      for (const id of ids) {
        dropRest(connection, id, endedBefore, taken);
      }
      return old.at(-1);
    });
    if (last === undefined) return taken;
    after = [last.start_at, last.id];
    await setImmediate();
  }
}

/** Takes the work of sessions that were taken, and a conversation that has none left and waits for nothing. */
function dropRest(
  connection: SqliteConnection,
  conversationId: string,
  endedBefore: number,
  taken: { conversations: number; works: number },
): void {
  const works = connection.statement(DROP_WORK).run(conversationId, endedBefore).changes;
  taken.works += Number(works);
  const gone = connection.statement(DROP_CONVERSATION).run(conversationId).changes;
  if (Number(gone) === 0) return;
  taken.conversations++;
  const rest = connection.statement('DELETE FROM work WHERE conversation_id = ?');
  taken.works += Number(rest.run(conversationId).changes);
}
