import type { VerdictCode } from '../events/codes.ts';
import type { Verdict, VerdictName } from '../events/verdict.ts';
import type { EpochMs } from '../time/instant.ts';
import type { Row } from './table.ts';

/** The verdicts of one tenant, held in columns: a million events cost a few numbers each beside their ids. */
export class VerdictLog {
  readonly #decided = new Columns();
  readonly #atTheDoor = new Columns();

  /** Notes a final verdict. Verdicts on decided events come in the order of time, those at the door as they arrive. */
  note(verdict: Verdict, at: EpochMs): void {
    const isDecided = verdict.verdict === 'applied' || verdict.verdict === 'corrected';
    const columns = isDecided || isDecision(verdict) ? this.#decided : this.#atTheDoor;
    columns.push(verdict, at);
  }

  /** The rows of `verdicts`, by event time. */
  *rows(tenant: string): Generator<Row> {
    const door = this.#atTheDoor.inOrder();
    let next = 0;
    for (let index = 0; index < this.#decided.length; index += 1) {
      const at = this.#decided.at(index);
      while (next < door.length && this.#atTheDoor.at(door[next] ?? 0) <= at) {
        yield this.#atTheDoor.row(door[next] ?? 0, tenant);
        next += 1;
      }
      yield this.#decided.row(index, tenant);
    }
    for (; next < door.length; next += 1) yield this.#atTheDoor.row(door[next] ?? 0, tenant);
  }
}

/** Whether a rejection came from a decision, and so in the order of time. */
const isDecision = ({ verdict, code }: Verdict) =>
  verdict === 'rejected' && code !== 'time_out_of_range';

class Columns {
  readonly #ids: string[] = [];
  readonly #ats: number[] = [];
  /** What verdicts say, each once: a million of them say a few dozen things. */
  readonly #sayings: { readonly verdict: VerdictName; readonly code: VerdictCode | null }[] = [];
  /** Places in `#sayings`: small numbers, which the collector of garbage need not follow. */
  readonly #said: number[] = [];

  get length(): number {
    return this.#ids.length;
  }

  push(verdict: Verdict, at: EpochMs): void {
    this.#ids.push(verdict.eventId);
    this.#ats.push(at);
    this.#said.push(this.#placeOf(verdict.verdict, verdict.code ?? null));
  }

  at(index: number): EpochMs {
    return this.#ats[index] ?? 0;
  }

  row(index: number, tenant: string): Row {
    const { verdict = null, code = null } = this.#sayings[this.#said[index] ?? -1] ?? {};
    return { event_id: this.#ids[index] ?? null, verdict, code, tenant };
  }

  #placeOf(verdict: VerdictName, code: VerdictCode | null): number {
    const place = this.#sayings.findIndex((one) => one.verdict === verdict && one.code === code);
    return place >= 0 ? place : this.#sayings.push({ verdict, code }) - 1;
  }

  /** Indexes by event time, then by id. */
  inOrder(): readonly number[] {
    const ids = this.#ids;
    return ids
      .map((_, index) => index)
      .toSorted((a, b) => this.at(a) - this.at(b) || ((ids[a] ?? '') < (ids[b] ?? '') ? -1 : 1));
  }
}
