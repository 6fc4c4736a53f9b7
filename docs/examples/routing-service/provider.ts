// Stands in for a messaging provider: what it has sent is in a file, and a key is sent once.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outgoing } from './outbox.ts';

export class Provider {
  readonly #file: string;
  /** While it is down, whatever it is asked fails. */
  isDown = false;

  constructor(folder: string) {
    this.#file = join(folder, 'sent.ndjson');
  }

  /** What customers have got, in order. */
  get sent(): readonly Outgoing[] {
    if (!existsSync(this.#file)) return [];
    const lines = readFileSync(this.#file, 'utf8').trimEnd().split('\n');
    return lines.map((line) => JSON.parse(line) as Outgoing);
  }

  readonly send = async (message: Outgoing): Promise<void> => {
    if (this.isDown) throw new Error('the provider does not answer');
    if (this.sent.some(({ key }) => key === message.key)) return;
    appendFileSync(this.#file, `${JSON.stringify(message)}\n`);
  };
}
