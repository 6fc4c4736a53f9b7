// The code of docs/operations.md, run by test/docs/operations-page.test.ts.
import { openEngine, type EngineClock } from 'holdline';

/** Does what the page shows, on a clock and in a folder of the caller's. */
export async function operate(folder: string, clock: EngineClock, log: (line: string) => void) {
  const file = `${folder}/sessions.db`;
  const yesterday = `${folder}/yesterday.db`;
  const write = { write: log };

  // #region open
  const engine = openEngine({
    store: file,
    clock,
    log: { level: 'warn' },
    telemetry: true,
    retention: { journal: 'P30D', sessions: 'P400D' },
  });
  // #endregion

  // #region upkeep
  await engine.backup(yesterday);
  const taken = await engine.retain({ journal: 'P30D', sessions: 'P400D' });
  const erased = await engine.eraseEndUser({ channelId: 'web', endUserId: 'ada' }, { force: true });
  // #endregion

  // #region lateness
  const { count, p99, max } = engine.lateness;
  // #endregion

  write.write(`${taken.records} ${erased.sessions} ${count} ${p99} ${max}`);
  await engine.close();
}
