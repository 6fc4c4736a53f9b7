/*
 * Figures that count contacts, by the name under which they were told. When two contacts turn out to be one, those of the merged one are told
 * anew under the survivor's name: a merged contact was always the survivor.
 */
import type { Correction } from './figure-teller.ts';
import { Measurement } from './measurement.ts';
import { MemberNames } from './member-counts.ts';

/** The figures of contacts that stand. Memory: one entry for each figure of a contact. */
export class StandingContacts {
  readonly #names = new MemberNames();
  readonly #byKey = new Map<string, Measurement[]>();
  readonly #isOfContacts: (metric: string) => boolean;

  /** @param isOfContacts Whether a metric counts contacts. */
  constructor(isOfContacts: (metric: string) => boolean) {
    this.#isOfContacts = isOfContacts;
  }

  /** A figure as it is told: under the survivor's name. */
  named(measurement: Measurement): Measurement {
    if (!this.#isOfContacts(measurement.metric)) return measurement;
    return withKey(measurement, this.#names.survivorOf(measurement.key));
  }

  /** A figure has been told. */
  told(named: Measurement): void {
    if (!this.#isOfContacts(named.metric)) return;
    const standing = this.#byKey.get(named.key);
    if (standing === undefined) this.#byKey.set(named.key, [named]);
    else standing.push(named);
  }

  /** A figure stands no longer. */
  fell(named: Measurement): void {
    if (!this.#isOfContacts(named.metric)) return;
    const standing = this.#byKey.get(named.key) ?? [];
    const place = standing.findIndex(({ says }) => says === named.says);
    if (place >= 0) standing.splice(place, 1);
    if (standing.length === 0) this.#byKey.delete(named.key);
  }

  /** Two contacts are one: what that corrects. Nothing where it was known. */
  merge(survivorId: string, mergedId: string): readonly Correction[] {
    const merged = this.#names.survivorOf(mergedId);
    this.#names.merge(survivorId, mergedId);
    const survivor = this.#names.survivorOf(mergedId);
    if (survivor === merged) return [];
    const standing = this.#byKey.get(merged) ?? [];
    this.#byKey.delete(merged);
    return standing.map((superseded) => {
      const by = withKey(superseded, survivor);
      this.told(by);
      return { superseded, by };
    });
  }
}

function withKey(measurement: Measurement, key: string): Measurement {
  if (measurement.key === key) return measurement;
  const { metric, level, at, from, valueMs, value, businessMs, dims } = measurement;
  const named = new Measurement(
    { metric, level, key, at, from },
    { valueMs, value, businessMs },
    dims,
    measurement.evidence,
    measurement.missing,
  );
  named.topics = measurement.topics;
  return named;
}
