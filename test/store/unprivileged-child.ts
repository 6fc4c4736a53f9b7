// Opens a store as a user who may not write it, and prints what comes of it as JSON. Arguments: `write` or `read`, the file.
import { isHoldlineError } from '../../src/events/holdline-error.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';

const [mode = '', file = ''] = process.argv.slice(2);
try {
  const store = openSqliteStore({ file, readOnly: mode === 'read' });
  console.log(JSON.stringify({ lastPosition: store.lastPosition, faults: store.check() }));
  store.close();
} catch (error) {
  if (!isHoldlineError(error)) throw error;
  console.log(JSON.stringify({ code: error.code, message: error.message }));
}
