// Figures by ordinal, in ascending order: few of one conversation, of very many conversations, so that they are kept in plain lists.
import type { Measurement } from './measurement.ts';

/** Figures that may be looked up, walked through and taken out. */
export class KeptFigures {
  #ordinals: number[] = [];
  #figures: Measurement[] = [];

  /** Puts a figure in. Its ordinal is larger than all before. */
  add(ordinal: number, figure: Measurement): void {
    this.#ordinals.push(ordinal);
    this.#figures.push(figure);
  }

  /** The figure of an ordinal; undefined for none. */
  at(ordinal: number): Measurement | undefined {
    const place = this.#placeOf(ordinal);
    return this.#ordinals[place] === ordinal ? this.#figures[place] : undefined;
  }

  delete(ordinal: number): void {
    const place = this.#placeOf(ordinal);
    if (this.#ordinals[place] !== ordinal) return;
    this.#ordinals.splice(place, 1);
    this.#figures.splice(place, 1);
  }

  /** Takes out all from an ordinal on. */
  cut(ordinal: number): void {
    const place = this.#placeOf(ordinal);
    this.#ordinals.length = place;
    this.#figures.length = place;
  }

  each(call: (figure: Measurement) => void): void {
    for (const figure of this.#figures) call(figure);
  }

  /** Takes out all that are not to be kept. */
  keep(isKept: (figure: Measurement, ordinal: number) => boolean): void {
    if (this.#figures.length === 0) return;
    const ordinals: number[] = [];
    const figures: Measurement[] = [];
    for (let place = 0; place < this.#figures.length; place += 1) {
      const figure = this.#figures[place] as Measurement;
      const ordinal = this.#ordinals[place] as number;
      if (!isKept(figure, ordinal)) continue;
      ordinals.push(ordinal);
      figures.push(figure);
    }
    this.#ordinals = ordinals;
    this.#figures = figures;
  }

  /** Others that say the same: what becomes known of one is not known of the other. */
  copy(): KeptFigures {
    const copy = new KeptFigures();
    copy.#ordinals = [...this.#ordinals];
    copy.#figures = this.#figures.map((figure) => figure.copy());
    return copy;
  }

  /** Where an ordinal stands, or would. */
  #placeOf(ordinal: number): number {
    let low = 0;
    let high = this.#ordinals.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#ordinals[middle] as number) < ordinal) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
