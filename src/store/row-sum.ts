import { crc32 } from 'node:zlib';

/**
 * Whether what was read is what was written under a checksum.
 *
 * A damaged file may give a value of any kind where text or bytes were put.
 */
export function isAsWritten(sum: unknown, content: unknown): boolean {
  if (typeof content !== 'string' && !(content instanceof Uint8Array)) return false;
  return sum === crc32(content);
}
