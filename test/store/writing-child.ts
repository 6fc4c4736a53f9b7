// A process of its own that writes to a store as an engine does, and says so once each write is acknowledged. It is killed.
// Arguments: the file, and the size of a record's body.
import { writeSync } from 'node:fs';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import { checkpointAt, conversationOf, recordAt } from './stored-rows.ts';

const [file = '', size = '0'] = process.argv.slice(2);
const store = openSqliteStore({ file });
writeSync(1, 'open\n');

for (let position = store.lastPosition + 1; ; position++) {
  store.append(recordAt(position, Number(size)));
  writeSync(1, `${position}\n`);
  if (position % 5 !== 0) continue;
  const conversations = Array.from({ length: 50 }, (_, n) =>
    conversationOf(`user-${n}`, { dueAt: position * 10 + n, agentIds: [`agent-${position % 3}`] }),
  );
  store.checkpoint(checkpointAt(position, { conversations }));
  writeSync(1, `checkpoint ${position}\n`);
}
