// A process of its own that holds a store open for writing until it is killed. Argument: the file.
import { writeSync } from 'node:fs';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import { appendThrough } from './stored-rows.ts';

const [file = ''] = process.argv.slice(2);
const store = openSqliteStore({ file });
appendThrough(store, 5);
writeSync(1, 'holding\n');
setInterval(() => store.lastPosition, 1000);
