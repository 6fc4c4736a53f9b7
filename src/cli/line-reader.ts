import { isAscii, isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';
import { HoldlineError } from '../events/holdline-error.ts';

/** The longest line that is read, in bytes: an event is a few hundred, and a longer one would only cost memory. */
export const LINE_BYTES_MAX = 1024 * 1024;

const CHUNK_BYTES = 1024 * 1024;
/** So much becomes text at once: a longer text would have memory of its own, fresh from the system each time. */
const PIECE_BYTES = 64 * 1024;
const NEWLINE = 0x0a;

/** Who hears the lines. */
export interface LineListener {
  /** A line without its end; `number` counts from 1. */
  line(text: string, number: number): void;
  /** A line that is longer than it may be. */
  tooLong(number: number): void;
  /** A line with bytes that are no UTF-8: read as text, two ids that differ could become one. */
  notUtf8(number: number): void;
  /** After each piece of the input, with the bytes read so far; the next piece waits for it. */
  progress?(bytes: number): void | Promise<void>;
}

/**
 * Reads a file, or standard input for `-`, line by line in UTF-8. A line may end in LF or CRLF; a byte-order mark is dropped.
 *
 * Memory stays at a piece of the input, whatever the length of its lines.
 *
 * @throws HoldlineError input_unreadable if the input cannot be read.
 */
export async function readLines(path: string, listener: LineListener): Promise<void> {
  const splitter = new LineSplitter(listener);
  let bytes = 0;
  try {
    for await (const chunk of path === '-' ? process.stdin : chunksOf(path)) {
      splitter.take(chunk as Buffer);
      bytes += (chunk as Buffer).length;
      const pause = listener.progress?.(bytes);
      if (pause !== undefined) await pause;
    }
  } catch (error) {
    if (!isReadError(error)) throw error;
    throw new HoldlineError(
      'input_unreadable',
      `cannot read ${path === '-' ? 'standard input' : path} (${error.code}): check that it exists and may be read`,
      { cause: error },
    );
  }
  splitter.end();
}

/** The bytes of a file; each chunk holds until the next is asked for, in the same memory. */
async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  const file = await open(path);
  try {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES, null);
      if (bytesRead === 0) return;
      yield chunk.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

const isReadError = (error: unknown): error is Error & { code: string; syscall: string } =>
  error instanceof Error && 'code' in error && 'syscall' in error;

/** Cuts pieces of any size into lines. */
export class LineSplitter {
  readonly #listener: LineListener;
  #rest: Buffer[] = [];
  #restBytes = 0;
  #number = 0;

  constructor(listener: LineListener) {
    this.#listener = listener;
  }

  /** Takes the next bytes; they may change once it has returned. */
  take(chunk: Buffer): void {
    for (let from = 0; from < chunk.length; from += PIECE_BYTES) {
      this.#piece(chunk.subarray(from, from + PIECE_BYTES));
    }
  }

  #piece(chunk: Buffer): void {
    const last = chunk.lastIndexOf(NEWLINE);
    if (last < 0) {
      this.#keep(chunk);
      return;
    }
    let start = 0;
    if (this.#restBytes > 0) {
      const end = chunk.indexOf(NEWLINE);
      this.#keep(chunk.subarray(0, end));
      this.#endRest();
      start = end + 1;
    }
    if (start <= last) this.#whole(chunk.subarray(start, last));
    if (last + 1 < chunk.length) this.#keep(chunk.subarray(last + 1));
  }

  end(): void {
    if (this.#restBytes > 0) this.#endRest();
  }

  /** Lines that lie in one piece, without the end of the last. */
  #whole(bytes: Buffer): void {
    let from = 0;
    const isPlain = isAscii(bytes);
    if (!isPlain && !isUtf8(bytes)) {
      for (;;) {
        const end = bytes.indexOf(NEWLINE, from);
        this.#bytes(end < 0 ? bytes.subarray(from) : bytes.subarray(from, end));
        if (end < 0) return;
        from = end + 1;
      }
    }
    const text = bytes.toString(isPlain ? 'latin1' : 'utf8');
    for (;;) {
      const end = text.indexOf('\n', from);
      this.#line(end < 0 ? text.slice(from) : text.slice(from, end));
      if (end < 0) return;
      from = end + 1;
    }
  }

  /** One line whose bytes may be no text. */
  #bytes(bytes: Buffer): void {
    if (isUtf8(bytes)) this.#line(bytes.toString('utf8'));
    else {
      this.#number += 1;
      this.#listener.notUtf8(this.#number);
    }
  }

  #line(text: string): void {
    this.#number += 1;
    if (text.length > LINE_BYTES_MAX) {
      this.#listener.tooLong(this.#number);
      return;
    }
    let line = text;
    if (line.endsWith('\r')) line = line.slice(0, -1);
    if (this.#number === 1 && line.startsWith('\uFEFF')) line = line.slice(1);
    this.#listener.line(line, this.#number);
  }

  /** Keeps the beginning of a line until its end comes; of one that is too long only the length. */
  #keep(piece: Buffer): void {
    this.#restBytes += piece.length;
    if (this.#restBytes <= LINE_BYTES_MAX) this.#rest.push(Buffer.from(piece));
    else this.#rest = [];
  }

  #endRest(): void {
    const isTooLong = this.#restBytes > LINE_BYTES_MAX;
    const bytes = Buffer.concat(this.#rest);
    this.#rest = [];
    this.#restBytes = 0;
    if (isTooLong) {
      this.#number += 1;
      this.#listener.tooLong(this.#number);
    } else this.#bytes(bytes);
  }
}
