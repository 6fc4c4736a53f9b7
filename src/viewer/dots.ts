// Dots that go along the arrows of a chart, one for each transition.

/** Dots on the way at the same time, count: of more than that nobody sees each. */
const DOTS_MAX = 30;

/** How long a dot is on its way, milliseconds. */
const WAY_MS = 900;

interface Dot {
  readonly circle: SVGCircleElement;
  readonly way: SVGPathElement;
  readonly length: number;
  start: number | undefined;
  readonly arrived: () => void;
}

/** The dots of one drawing. Who prefers less motion sees the arrow light up instead. */
export class Dots {
  readonly #layer: SVGGElement;
  #dots: Dot[] = [];
  #frame = 0;

  /** @param layer The group that the dots are drawn in. */
  constructor(layer: SVGGElement) {
    this.#layer = layer;
  }

  /** Sends a dot along an arrow. */
  send(way: SVGPathElement, tone: string): void {
    if (this.#dots.length >= DOTS_MAX) return;
    const arrow = way.parentElement;
    arrow?.classList.add('moving');
    const arrived = () => arrow?.classList.remove('moving');
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      setTimeout(arrived, WAY_MS);
      return;
    }
    const circle = document.createElementNS('http://www.w3.org/2000/svg', 'circle');
    circle.setAttribute('r', '5');
    circle.setAttribute('class', `dot ${tone}`);
    this.#layer.append(circle);
    this.#dots.push({ circle, way, length: way.getTotalLength(), start: undefined, arrived });
    if (this.#frame === 0) this.#frame = requestAnimationFrame(this.#step);
  }

  /** Takes all dots away. */
  clear(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    for (const dot of this.#dots) take(dot);
    this.#dots = [];
  }

  readonly #step = (now: number) => {
    this.#dots = this.#dots.filter((dot) => {
      dot.start ??= now;
      const share = (now - dot.start) / WAY_MS;
      if (share >= 1) {
        take(dot);
        return false;
      }
      const { x, y } = dot.way.getPointAtLength(eased(share) * dot.length);
      dot.circle.setAttribute('cx', String(x));
      dot.circle.setAttribute('cy', String(y));
      return true;
    });
    this.#frame = this.#dots.length > 0 ? requestAnimationFrame(this.#step) : 0;
  };
}

function take({ circle, arrived }: Dot): void {
  circle.remove();
  arrived();
}

const eased = (share: number) => (share < 0.5 ? 2 * share * share : 1 - (2 - 2 * share) ** 2 / 2);
