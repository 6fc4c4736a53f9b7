// One property of a context written by a key that only runs know. V8 remembers, for each place in the code, the key that was
// last written there; where many keys come along one place it gives up and searches. So the first keys get places of their own.

const PLACES = 8;

const slots = new Map<string, number>();

/** The place of a key: a number from 0; `PLACES` for all that come later. @internal */
export function slotOf(key: string): number {
  const known = slots.get(key);
  if (known !== undefined || slots.size === PLACES) return known ?? PLACES;
  slots.set(key, slots.size);
  return slots.size - 1;
}

/** Writes `target[key]`, at the key's own place. @internal */
export function writeKey(
  target: Record<string, unknown>,
  slot: number,
  key: string,
  value: unknown,
): void {
  switch (slot) {
    case 0:
      target[key] = value;
      break;
    case 1:
      target[key] = value;
      break;
    case 2:
      target[key] = value;
      break;
    case 3:
      target[key] = value;
      break;
    case 4:
      target[key] = value;
      break;
    case 5:
      target[key] = value;
      break;
    case 6:
      target[key] = value;
      break;
    case 7:
      target[key] = value;
      break;
    default:
      target[key] = value;
  }
}
