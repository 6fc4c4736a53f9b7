// Looking at everything in the file, for doctor and after a restore.
import { statSync } from 'node:fs';
import { isAsWritten } from './row-sum.ts';
import { areSessionsAhead } from './sqlite-checkpoint.ts';
import type { SqliteConnection } from './sqlite-connection.ts';
import type { SqliteJournal } from './sqlite-journal.ts';
import type { StateRow } from './sqlite-rows.ts';
import { FINDERS } from './sqlite-schema.ts';
import { fromStored } from './stored-text.ts';

/** Faults shown of one kind; a damaged file has thousands. */
const SHOWN_MAX = 20;
const PAGE = 256;
const TABLES_WITH_STATE = ['tenant', 'conversation', 'session', 'work'];

interface Rule {
  readonly sql: string;
  readonly fault: string;
  /** Whether it holds only where records of sessions and work are as of the checkpoint. */
  readonly asOfCheckpoint?: true;
}

/** Each finds rows that should not be; `?` is the position of the checkpoint. */
const RULES: readonly Rule[] = [
  {
    sql: 'SELECT tenant AS id FROM feed_mark WHERE position > ?',
    fault: 'has a mark in its feed that lies after the checkpoint',
  },
  {
    sql: 'SELECT tenant AS id FROM id_segment WHERE position > ?',
    fault: 'has a segment of ids that lies after the checkpoint',
  },
  {
    sql: `SELECT tenant AS id FROM id_segment WHERE length(hashes) % 8 <> 0`,
    fault: 'has a segment of ids that is cut short',
  },
  {
    sql: 'SELECT id FROM session WHERE conversation_id NOT IN (SELECT id FROM conversation)',
    fault: 'is a session without a conversation',
    asOfCheckpoint: true,
  },
  {
    sql: 'SELECT id FROM work WHERE conversation_id NOT IN (SELECT id FROM conversation)',
    fault: 'is work without a conversation',
    asOfCheckpoint: true,
  },
  {
    sql: `SELECT id FROM conversation WHERE open_session_id IS NOT NULL
      AND open_session_id NOT IN (SELECT id FROM session WHERE end_at IS NULL)`,
    fault: 'is a conversation whose open session is missing',
    asOfCheckpoint: true,
  },
  {
    sql: `SELECT f.id FROM conversation_agent AS f LEFT JOIN conversation AS c ON c.id = f.id
      WHERE c.id IS NULL OR f.agent_id NOT IN (SELECT value FROM json_each(c.agent_ids))`,
    fault: 'is found by an agent that it does not have',
  },
  {
    sql: `SELECT c.id FROM conversation AS c, json_each(c.agent_ids) AS agent
      WHERE NOT EXISTS (
        SELECT 1 FROM conversation_agent AS f WHERE f.agent_id = agent.value AND f.id = c.id
      )`,
    fault: 'is not found by one of its agents',
  },
  ...FINDERS.flatMap(({ name, of, columns, where }) => {
    const right = `SELECT ${columns.join(', ')} FROM ${of} WHERE ${where}`;
    const found = `SELECT ${columns.join(', ')} FROM ${name}`;
    return [
      { sql: `SELECT id FROM (${right} EXCEPT ${found})`, fault: `is missing in ${name}` },
      { sql: `SELECT id FROM (${found} EXCEPT ${right})`, fault: `should not be in ${name}` },
    ];
  }),
];

/** Faults of a file; empty when it is sound. Reads all of it, in one state. */
export function checkFile(connection: SqliteConnection, journal: SqliteJournal): readonly string[] {
  const pages = connection.read(() => integrityFaults(connection, 'integrity_check'));
  // What is read from damaged pages would only repeat the fault.
  if (pages.length > 0) return pages;
  return connection.snapshot(() => [
    ...journal.faults(0),
    ...journal.damaged(),
    ...TABLES_WITH_STATE.flatMap((table) => damagedRows(connection, table)),
    ...rulesFor(connection).flatMap(({ sql, fault }) => {
      const values = sql.includes('?') ? [journal.checkpointPosition] : [];
      const rows = connection.statement(`${sql} LIMIT ${SHOWN_MAX}`).all(...values);
      return (rows as { id: string }[]).map(
        ({ id }) => `${JSON.stringify(fromStored(id))} ${fault}`,
      );
    }),
  ]);
}

/** After a crash within a checkpoint the records of sessions and work may be ahead: the next one brings the rest up to them. */
function rulesFor(connection: SqliteConnection): readonly Rule[] {
  return areSessionsAhead(connection)
    ? RULES.filter(({ asOfCheckpoint }) => !asOfCheckpoint)
    : RULES;
}

/** Rows whose state is not what was written. */
function damagedRows(connection: SqliteConnection, table: string): readonly string[] {
  const sql = `SELECT id, crc, state FROM ${table} WHERE id > ? ORDER BY id LIMIT ${PAGE}`;
  const faults: string[] = [];
  for (let after = ''; ;) {
    const rows = connection.statement(sql).all(after) as StateRow[];
    for (const { id, crc, state } of rows) {
      after = id;
      if (isAsWritten(crc, state) || faults.length === SHOWN_MAX) continue;
      faults.push(
        `the state of ${JSON.stringify(fromStored(id))} in ${table} is not what was written`,
      );
    }
    if (rows.length === 0) return faults;
  }
}

/**
 * Faults of the pages, as SQLite words them.
 *
 * `quick_check` leaves out whether each index holds what its table does. Pages are mapped into memory meanwhile: they are read
 * in the order of the tables, all over the file, which takes twenty times as long from a cold disk without.
 */
export function integrityFaults(
  connection: SqliteConnection,
  check: 'integrity_check' | 'quick_check',
): readonly string[] {
  if (endsEarly(connection)) return ['the file to end within its last page'];
  connection.database.exec(`PRAGMA main.mmap_size = ${2 ** 40}`);
  try {
    return pageFaults(connection, `${check}(${SHOWN_MAX})`);
  } finally {
    connection.database.exec('PRAGMA main.mmap_size = 0');
  }
}

function pageFaults({ database }: SqliteConnection, check: string): readonly string[] {
  const rows = database.prepare(`PRAGMA main.${check}`).all();
  const lines = rows.map((row) => String(Object.values(row as object)[0]));
  return lines.length === 1 && lines[0] === 'ok' ? [] : lines;
}

/**
 * Faults that show without reading the file as a whole: an end that is missing, tables that cannot be gone into, and pages of
 * the tables that find others, whose rows carry no checksum: a deadline that is lost there would never be missed.
 *
 * A second for a million open sessions.
 *
 * @throws HoldlineError store_corrupt for a page that is damaged.
 */
export function finderFaults(connection: SqliteConnection): readonly string[] {
  if (endsEarly(connection)) return ['the file to end within its last page'];
  const tables = connection.all("SELECT name FROM sqlite_schema WHERE type = 'table'");
  for (const { name } of tables as readonly { readonly name: string }[]) {
    connection.all(`SELECT 1 FROM ${name} LIMIT 1`);
  }
  return FINDERS_WHOLE.flatMap((name) => pageFaults(connection, `quick_check(${name})`));
}

const FINDERS_WHOLE = ['conversation_agent', ...FINDERS.map(({ name }) => name)];

/** SQLite takes what is missing of a last page for zeros. With a log nothing can be said: the page may be in there. */
function endsEarly(connection: SqliteConnection): boolean {
  const { file } = connection;
  if ((statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) return false;
  const pages = Number(connection.value('PRAGMA main.page_count'));
  return statSync(file).size < pages * Number(connection.value('PRAGMA main.page_size'));
}
