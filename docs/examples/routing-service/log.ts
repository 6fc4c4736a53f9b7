// The engine's log on standard error, a JSON object a line: the story has standard output to itself. `log: true` would do, or
// pino with options, or a logger of your own.
import type { EngineLogger } from 'holdline';

const line =
  (level: string) =>
  (fields: object, message: string): void =>
    console.error(JSON.stringify({ level, message, ...fields }));

export const log: EngineLogger = {
  debug: line('debug'),
  info: line('info'),
  warn: line('warn'),
  error: line('error'),
  isLevelEnabled: (level) => level !== 'debug',
};
