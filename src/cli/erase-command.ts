// `holdline erase`: a person leaves a store that no engine has open; where one runs, engine.eraseEndUser does the same.
import { openEngine } from '../engine/open-engine.ts';
import { openSqliteStore } from '../store/sqlite-store.ts';
import { readPolicyFile } from './policy-file.ts';
import { counted } from './plain-words.ts';

/** The options of `holdline erase`, as they were written. */
export interface EraseFlags {
  readonly channel: string;
  readonly endUser: string;
  readonly tenant?: string;
  readonly policy?: string;
  readonly force?: boolean;
}

/** Erases a person. @throws HoldlineError erasure_refused, and as the opening of an engine. */
export async function erase(file: string, flags: EraseFlags): Promise<void> {
  const { channel: channelId, endUser: endUserId, tenant, policy, force = false } = flags;
  // A misspelt path shall not become an empty store that has erased nobody.
  openSqliteStore({ file, readOnly: true }).close();
  // Only the erasure: what is due fires when the store's own engine opens it.
  const engine = openEngine({
    store: file,
    ticksByClock: false,
    ...(policy !== undefined && { policy: readPolicyFile(policy) }),
  });
  try {
    const key = { channelId, endUserId, ...(tenant !== undefined && { tenant }) };
    const { sessions, events, facts } = await engine.eraseEndUser(key, { force });
    const said = [counted(sessions, 'session'), counted(events, 'event'), counted(facts, 'fact')];
    if (sessions + events + facts === 0) {
      process.stderr.write(`nothing is kept of ${endUserId} on ${channelId} in ${file}\n`);
      process.exitCode = 1;
    } else process.stderr.write(`erased from ${file}: ${said.join(', ')}\n`);
  } finally {
    await engine.close();
  }
}
