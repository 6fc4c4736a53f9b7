import type { WriteStream } from 'node:tty';

/** Ends the program when a stream takes nothing any more: quietly where nobody reads it, as behind `| head -1`; else with exit code 2. */
export function endWhenNobodyReads(stream: Pick<WriteStream, 'on'>): void {
  stream.on('error', ({ code = 'unknown' }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') process.exit();
    const message = `cannot write the output (${code}): make room where it goes, or send it elsewhere`;
    // Where it is standard error that fails, nobody hears of it.
    if (stream !== process.stderr)
      process.stderr.write(`holdline: ${message} [output_unwritable]\n`);
    process.exit(2);
  });
}
