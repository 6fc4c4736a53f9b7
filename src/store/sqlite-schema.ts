// What the file holds, and how one of an earlier version becomes one of this. Rows that are looked for by a column are found
// through a small table beside them, which triggers keep: unlike an index, it is written only when the column has changed.
import { HoldlineError } from '../events/holdline-error.ts';
import type { SqliteConnection } from './sqlite-connection.ts';

/** Marks a file as a store of Holdline: `HOLD` in ASCII. Source: https://sqlite.org/pragma.html#pragma_application_id */
export const APPLICATION_ID = 0x484f4c44;

/** One step of the schema. Never changed once released: a later step corrects it. */
export interface Migration {
  /** Version of the schema after this step, from 1. */
  readonly version: number;
  readonly sql: string;
}

/** A table that finds the rows of another by columns that may change. */
interface Finder {
  readonly name: string;
  readonly of: string;
  /** Its columns, all in its key; those of one row are equal to that row's. */
  readonly columns: readonly string[];
  /** Which rows it finds. */
  readonly where: string;
  /** The columns whose change it follows: those of `columns` and `where`, the id left out. */
  readonly follows: readonly string[];
}

const FIRST_FINDERS: readonly Finder[] = [
  {
    name: 'conversation_due',
    of: 'conversation',
    columns: ['due_at', 'id'],
    where: 'due_at IS NOT NULL',
    follows: ['due_at'],
  },
  {
    name: 'conversation_open',
    of: 'conversation',
    columns: ['id', 'status'],
    where: 'status IS NOT NULL',
    follows: ['status'],
  },
  {
    name: 'conversation_contact',
    of: 'conversation',
    columns: ['contact_id', 'id'],
    where: 'contact_id IS NOT NULL',
    follows: ['contact_id'],
  },
  {
    name: 'conversation_pending',
    of: 'conversation',
    columns: ['id'],
    where: 'has_pending = 1',
    follows: ['has_pending'],
  },
  {
    name: 'session_start',
    of: 'session',
    columns: ['start_at', 'id'],
    where: 'start_at IS NOT NULL',
    follows: ['start_at'],
  },
  {
    name: 'session_open',
    of: 'session',
    columns: ['start_at', 'id'],
    where: 'end_at IS NULL',
    follows: ['start_at', 'end_at'],
  },
  {
    name: 'work_assigned',
    of: 'work',
    columns: ['assigned_at', 'id'],
    where: 'assigned_at IS NOT NULL',
    follows: ['assigned_at'],
  },
];

const TAIL_FINDER: Finder = {
  name: 'conversation_tail',
  of: 'conversation',
  columns: ['tail_until', 'id'],
  where: 'tail_until IS NOT NULL',
  follows: ['tail_until'],
};

/** Every finder but that of agents, of whom a conversation may have several. */
export const FINDERS: readonly Finder[] = [...FIRST_FINDERS, TAIL_FINDER];

function finderSql({ name, of, columns, where, follows }: Finder): string {
  const types = columns.map((column) => `${column} ${TYPES[column] ?? 'TEXT'} NOT NULL`).join(', ');
  const values = columns.map((column) => `new.${column}`).join(', ');
  const put = `INSERT INTO ${name} SELECT ${values} WHERE new.${where};`;
  const old = columns.map((column) => `${column} = old.${column}`).join(' AND ');
  const drop = `DELETE FROM ${name} WHERE ${old};`;
  const changes = follows.map((column) => `old.${column} IS NOT new.${column}`).join(' OR ');
  return `
    CREATE TABLE ${name} (${types}, PRIMARY KEY (${columns.join(', ')})) WITHOUT ROWID, STRICT;
    CREATE TRIGGER ${name}_insert AFTER INSERT ON ${of} WHEN new.${where} BEGIN ${put} END;
    CREATE TRIGGER ${name}_update AFTER UPDATE OF ${follows.join(', ')} ON ${of} WHEN ${changes}
      BEGIN ${drop} ${put} END;
    CREATE TRIGGER ${name}_delete AFTER DELETE ON ${of} BEGIN ${drop} END;`;
}

const TYPES: Readonly<Record<string, string>> = {
  due_at: 'INTEGER',
  start_at: 'INTEGER',
  assigned_at: 'INTEGER',
  tail_until: 'INTEGER',
};

const AGENT_FINDER = `
  CREATE TABLE conversation_agent (
    agent_id TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (agent_id, id)
  ) WITHOUT ROWID, STRICT;
  CREATE TRIGGER conversation_agent_insert AFTER INSERT ON conversation WHEN new.agent_ids <> '[]'
    BEGIN INSERT OR IGNORE INTO conversation_agent SELECT value, new.id FROM json_each(new.agent_ids); END;
  CREATE TRIGGER conversation_agent_update AFTER UPDATE OF agent_ids ON conversation
    WHEN old.agent_ids <> new.agent_ids BEGIN
    DELETE FROM conversation_agent
      WHERE agent_id IN (SELECT value FROM json_each(old.agent_ids)) AND id = old.id;
    INSERT OR IGNORE INTO conversation_agent SELECT value, new.id FROM json_each(new.agent_ids);
  END;
  CREATE TRIGGER conversation_agent_delete AFTER DELETE ON conversation BEGIN
    DELETE FROM conversation_agent
      WHERE agent_id IN (SELECT value FROM json_each(old.agent_ids)) AND id = old.id;
  END;`;

const FIRST = `
  CREATE TABLE journal (
    position INTEGER PRIMARY KEY, recorded_at INTEGER NOT NULL, crc INTEGER NOT NULL, body TEXT NOT NULL
  ) STRICT;
  CREATE TABLE progress (
    only INTEGER PRIMARY KEY CHECK (only = 1), checkpoint_position INTEGER NOT NULL
  ) STRICT;
  INSERT INTO progress VALUES (1, 0);
  CREATE TABLE tenant (id TEXT PRIMARY KEY, crc INTEGER NOT NULL, state TEXT NOT NULL) WITHOUT ROWID, STRICT;
  CREATE TABLE feed_mark (
    tenant TEXT NOT NULL, seq INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (tenant, seq)
  ) WITHOUT ROWID, STRICT;
  CREATE TABLE id_segment (
    position INTEGER NOT NULL, tenant TEXT NOT NULL, recorded_at INTEGER NOT NULL, crc INTEGER NOT NULL,
    hashes BLOB NOT NULL,
    UNIQUE (position, tenant)
  ) STRICT;

  CREATE TABLE conversation (
    id TEXT NOT NULL UNIQUE, tenant TEXT NOT NULL, channel_id TEXT NOT NULL, end_user_id TEXT NOT NULL,
    due_at INTEGER, open_session_id TEXT, status TEXT, start_at INTEGER, contact_id TEXT,
    has_pending INTEGER NOT NULL, agent_ids TEXT NOT NULL, chart TEXT, crc INTEGER NOT NULL, state TEXT NOT NULL
  ) STRICT;
  CREATE INDEX conversation_channel ON conversation (channel_id, id);

  CREATE TABLE session (
    id TEXT NOT NULL UNIQUE, conversation_id TEXT NOT NULL, tenant TEXT NOT NULL, channel_id TEXT NOT NULL,
    status TEXT NOT NULL, start_at INTEGER NOT NULL, end_at INTEGER, owner_id TEXT, crc INTEGER NOT NULL,
    state TEXT NOT NULL
  ) STRICT;
  CREATE INDEX session_conversation ON session (conversation_id);

  CREATE TABLE work (
    id TEXT NOT NULL UNIQUE, conversation_id TEXT NOT NULL, tenant TEXT NOT NULL, agent_id TEXT,
    assigned_at INTEGER NOT NULL, crc INTEGER NOT NULL, state TEXT NOT NULL
  ) STRICT;
  CREATE INDEX work_conversation ON work (conversation_id);
  ${FIRST_FINDERS.map(finderSql).join('')}
  ${AGENT_FINDER}`;

/** Every step so far, ascending. */
export const MIGRATIONS: readonly Migration[] = [
  { version: 1, sql: FIRST },
  {
    version: 2,
    sql: `ALTER TABLE conversation ADD COLUMN tail_until INTEGER; ${finderSql(TAIL_FINDER)}`,
  },
];

/** What a file was found to be. */
export type Identity = { readonly kind: 'empty' } | { readonly kind: 'store'; version: number };

/**
 * Looks at whose file it is.
 *
 * @throws HoldlineError store_unreadable for a file of another program, store_newer for one of a later version.
 */
export function identify(
  connection: SqliteConnection,
  migrations: readonly Migration[] = MIGRATIONS,
): Identity {
  const application = connection.value('PRAGMA application_id');
  const version = Number(connection.value('PRAGMA user_version'));
  if (application !== APPLICATION_ID) {
    const tables = Number(connection.value('SELECT count(*) FROM sqlite_schema'));
    if (application === 0 && version === 0 && tables === 0) return { kind: 'empty' };
    throw new HoldlineError(
      'store_unreadable',
      `expected a store of Holdline, found another database in ${connection.file}: check the path`,
    );
  }
  const latest = latestOf(migrations);
  if (version > latest) {
    throw new HoldlineError(
      'store_newer',
      `expected a schema up to version ${latest}, found version ${version} in ${connection.file}: use the Holdline that wrote it`,
      { details: { store: connection.file, version, latest } },
    );
  }
  return { kind: 'store', version };
}

/** Brings a file to the latest version, a transaction a step. */
export function migrate(
  connection: SqliteConnection,
  identity: Identity,
  migrations: readonly Migration[] = MIGRATIONS,
): void {
  const from = identity.kind === 'empty' ? 0 : identity.version;
  for (const { version, sql } of migrations) {
    if (version <= from) continue;
    connection.transaction(() => {
      connection.database.exec(
        `PRAGMA application_id = ${APPLICATION_ID}; ${sql}; PRAGMA user_version = ${version}`,
      );
    });
  }
}

/** The version that migrations lead to. */
export function latestOf(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.version ?? 0;
}
