// What the parent knows by itself, from what it was told before each kill: it never asks the engine that it judges.
import type { Answer, HostEvent, Word } from './host-protocol.ts';

/** A fact that a listener has heard. */
export interface Heard {
  readonly tenant: string;
  readonly seq: number;
  readonly type: string;
}

/** Everything that was sent, acknowledged, heard and read of one file. */
export class ParentModel {
  /** By id, in the order in which they were sent first. */
  readonly sent = new Map<string, HostEvent>();
  /** Events whose dispatch has resolved, by id; the answer that was no `duplicate`, if there was one. */
  readonly acknowledged = new Map<string, Answer | null>();
  readonly heard: Heard[] = [];
  /** The facts read after the last kill, as text, by tenant. */
  readonly read = new Map<string, readonly string[]>();
  /** What nobody may have been told. */
  readonly findings: string[] = [];
  readonly #sentCounts = new Map<string, number>();

  /** An event is about to be sent, perhaps not for the first time. */
  send(event: HostEvent): void {
    this.sent.set(event.id, event);
    this.#sentCounts.set(event.id, (this.#sentCounts.get(event.id) ?? 0) + 1);
  }

  /** The latest instant of an event that was sent. */
  latestAt(start: number): number {
    let latest = start;
    for (const { at } of this.sent.values()) latest = Math.max(latest, at);
    return latest;
  }

  /** Takes in what a host says. */
  hear(word: Word): void {
    if (word.said === 'answer') this.#answered(word);
    else if (word.said === 'heard') this.heard.push(word);
  }

  #answered(answer: Answer): void {
    const { id, verdict } = answer;
    if (verdict !== 'duplicate') {
      const before = this.acknowledged.get(id);
      if (before !== undefined) {
        this.findings.push(`${id} was acknowledged before and is ${verdict} again`);
      }
      this.acknowledged.set(id, answer);
      return;
    }
    if (this.#sentCounts.get(id) === 1) this.findings.push(`${id} was sent once and is duplicate`);
    if (!this.acknowledged.has(id)) this.acknowledged.set(id, null);
  }
}
