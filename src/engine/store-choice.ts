import { MemoryStore } from '../store/memory-store.ts';
import { openSqliteStore } from '../store/sqlite-store.ts';
import type { Store } from '../store/store.ts';
import type { Durability } from './engine-options.ts';

/** Where an engine keeps what it knows: `memory`, the path of a file, or a store of your own. */
export type StoreChoice = 'memory' | (string & {}) | Store;

/** The store of a choice. @throws HoldlineError as the store's opening does. */
export function openStore(choice: StoreChoice, durability: Durability): Store {
  if (typeof choice !== 'string') return choice;
  if (choice === 'memory') return new MemoryStore();
  return openSqliteStore({ file: choice, synchronous: durability === 'memory' ? 'off' : 'full' });
}
