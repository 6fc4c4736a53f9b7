// A checkpoint in the file: one transaction of prepared statements.
import { crc32 } from 'node:zlib';
import { assertCheckpoint } from './journal-order.ts';
import type { SqliteConnection } from './sqlite-connection.ts';
import type { SqliteJournal } from './sqlite-journal.ts';
import {
  conversationValues,
  PUT_CONVERSATION,
  PUT_SESSION,
  PUT_WORK,
  sessionValues,
  workValues,
} from './sqlite-rows.ts';
import { toStored } from './stored-text.ts';
import type { Checkpoint, SessionRows } from './store.ts';

const PUT_TENANT = `INSERT INTO tenant (id, crc, state) VALUES (?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET crc = excluded.crc, state = excluded.state`;
const PUT_IDS = `INSERT INTO id_segment (tenant, position, recorded_at, crc, hashes)
  VALUES (?, ?, ?, ?, ?)`;
/** Of marks with one `seq`, the latest leaves the fewest records to read. */
const PUT_MARK = `INSERT INTO feed_mark (tenant, seq, position) VALUES (?, ?, ?)
  ON CONFLICT (tenant, seq) DO UPDATE SET position = excluded.position`;

/** Writes a checkpoint. */
export function writeCheckpoint(
  connection: SqliteConnection,
  journal: SqliteJournal,
  checkpoint: Checkpoint,
): void {
  connection.assertOpen();
  assertCheckpoint(checkpoint.position, journal);
  connection.transaction(() => {
    const putConversation = connection.statement(PUT_CONVERSATION);
    for (const row of checkpoint.conversations) putConversation.run(...conversationValues(row));
    writeSessions(connection, checkpoint);
    const putTenant = connection.statement(PUT_TENANT);
    for (const [id, state] of checkpoint.tenants) putTenant.run(toStored(id), crc32(state), state);
    const putIds = connection.statement(PUT_IDS);
    for (const { tenant, position, recordedAt, hashes } of checkpoint.ids) {
      putIds.run(toStored(tenant), position, recordedAt, crc32(hashes), hashes);
    }
    const putMark = connection.statement(PUT_MARK);
    for (const { tenant, seq, position } of checkpoint.marks) {
      putMark.run(toStored(tenant), seq, position);
    }
    noteAhead(connection, false);
    journal.setCheckpoint(checkpoint.position);
  });
  journal.recall();
}

/** Writes records of sessions and work ahead of their checkpoint, and notes that they are. */
export function writeSessionsAhead(
  connection: SqliteConnection,
  journal: SqliteJournal,
  position: number,
  rows: SessionRows,
): void {
  connection.assertOpen();
  assertCheckpoint(position, journal);
  connection.transaction(() => {
    writeSessions(connection, rows);
    noteAhead(connection, true);
  });
}

/** The id of a row of `tenant` that is there while records are ahead: a column of its own would shut out earlier versions. */
export const AHEAD = 'sessions ahead';

/** Whether records of sessions and work are ahead of the last checkpoint: the next one was begun, and has not come to its end. */
export function areSessionsAhead(connection: SqliteConnection): boolean {
  return connection.all('SELECT 1 FROM tenant WHERE id = ?', AHEAD).length > 0;
}

function noteAhead(connection: SqliteConnection, isAhead: boolean): void {
  if (isAhead) connection.statement(PUT_TENANT).run(AHEAD, crc32('true'), 'true');
  else connection.statement('DELETE FROM tenant WHERE id = ?').run(AHEAD);
}

function writeSessions(connection: SqliteConnection, rows: SessionRows): void {
  const putSession = connection.statement(PUT_SESSION);
  for (const row of rows.sessions) putSession.run(...sessionValues(row));
  const putWork = connection.statement(PUT_WORK);
  for (const row of rows.works) putWork.run(...workValues(row));
  const dropSession = connection.statement('DELETE FROM session WHERE id = ?');
  for (const id of rows.removedSessionIds) dropSession.run(toStored(id));
  const dropWork = connection.statement('DELETE FROM work WHERE id = ?');
  for (const id of rows.removedWorkIds) dropWork.run(toStored(id));
}
