import { useEffect, useState } from 'preact/hooks';

const HASH_BEFORE = '#session=';

/**
 * The selected actor, and how to select another one; null for all.
 *
 * It stands in the page's address, so that a reload keeps it. Where the address names none, the server's choice is taken.
 */
export function useSelection(
  first: string | null,
): readonly [string | null, (actorId: string | null) => void] {
  const [selectedId, setSelected] = useState<string | null>(selectionInAddress);
  useEffect(() => {
    if (first !== null && selectionInAddress() === null) setSelected(first);
  }, [first]);
  const select = (actorId: string | null) => {
    setSelected(actorId);
    const hash = actorId === null ? location.pathname : HASH_BEFORE + encodeURIComponent(actorId);
    history.replaceState(null, '', hash);
  };
  return [selectedId, select];
}

function selectionInAddress(): string | null {
  const { hash } = location;
  if (!hash.startsWith(HASH_BEFORE)) return null;
  try {
    return decodeURIComponent(hash.slice(HASH_BEFORE.length));
  } catch {
    return null;
  }
}
