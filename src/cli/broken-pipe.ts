import type { WriteStream } from 'node:tty';

/** Ends the program quietly when nobody reads a stream any more, as behind `| head -1`; other failures are thrown. */
export function endWhenNobodyReads(stream: Pick<WriteStream, 'on'>): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}
