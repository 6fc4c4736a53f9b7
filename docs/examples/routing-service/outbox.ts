// Sends what the engine asks for. A subscription is gap-free and in order, and begins after the last one that was dealt with.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { parseSessionId, type Engine, type Fact } from 'holdline';

/** A message to a customer, for the provider. */
export interface Outgoing {
  /** The provider sends one message a key, however often it is asked. */
  readonly key: string;
  readonly channel: string;
  readonly to: string;
  readonly text: string;
}

export type Send = (message: Outgoing) => Promise<void>;

const TEXTS: Readonly<Record<string, string>> = {
  InitialResponse: 'Thank you. We will be with you shortly.',
  AgentEngagedResponse: 'An agent has joined the conversation.',
  EndUserIdleResponse: 'Are you still there?',
  EndUserInactiveResponse: 'We have closed this conversation. Write to us at any time.',
  AgentEndEngagementResponse: 'The agent has closed the conversation.',
};

/** The first pause after a failure, and the longest, milliseconds. */
const PAUSE_MS = { first: 1000, longest: 60_000 };

export class Outbox {
  readonly #engine: Engine;
  readonly #tokenFile: string;
  readonly #send: Send;
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>;
  #asked: number;
  #dealtWith: number;
  #level: (() => void)[] = [];

  constructor(engine: Engine, tokenFile: string, send: Send) {
    this.#engine = engine;
    this.#tokenFile = tokenFile;
    this.#send = send;
    this.#dealtWith = existsSync(tokenFile) ? Number(readFileSync(tokenFile, 'utf8')) : 0;
    this.#asked = this.#dealtWith;
    engine.on('response.requested', ({ seq }) => void (this.#asked = seq));
    this.#running = this.#run();
  }

  /** The resume token: `seq` of the last fact that was dealt with. */
  get token(): number {
    return this.#dealtWith;
  }

  /** Resolves once everything that the engine has asked for has been sent. */
  async whenLevel(): Promise<void> {
    while (this.#dealtWith < this.#asked) {
      // oxlint-disable-next-line no-await-in-loop
      await new Promise<void>((resolve) => this.#level.push(resolve));
    }
  }

  /** Stops after the message that is under way, or in the middle of a pause. The next process goes on from the token. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    const from = this.#dealtWith;
    const facts = this.#engine.subscribe({ from, types: ['response.requested'], signal });
    for await (const fact of facts) {
      if (!(await this.#deliver(outgoing(fact)))) return;
      // First the message, then the token: a kill between the two sends it again, with the same key.
      this.#keep(fact.seq);
    }
  }

  /** Tries until it is sent. False when the outbox was stopped before that. */
  async #deliver(message: Outgoing): Promise<boolean> {
    const { signal } = this.#stopping;
    for (let ms = PAUSE_MS.first; !signal.aborted; ms = Math.min(2 * ms, PAUSE_MS.longest)) {
      try {
        // oxlint-disable-next-line no-await-in-loop
        await this.#send(message);
        return true;
      } catch {
        // oxlint-disable-next-line no-await-in-loop
        await setTimeout(ms, undefined, { signal, ref: false }).catch(() => {});
      }
    }
    return false;
  }

  #keep(seq: number): void {
    writeFileSync(`${this.#tokenFile}.new`, String(seq));
    renameSync(`${this.#tokenFile}.new`, this.#tokenFile);
    this.#dealtWith = seq;
    const level = this.#level;
    this.#level = [];
    for (const resolve of level) resolve();
  }
}

function outgoing(fact: Fact<'response.requested'>): Outgoing {
  const { channelId = '', endUserId = '' } = parseSessionId(fact.sessionId ?? '') ?? {};
  const { response } = fact.data;
  return {
    key: fact.eventId,
    channel: channelId,
    to: endUserId,
    text: TEXTS[response] ?? response,
  };
}
