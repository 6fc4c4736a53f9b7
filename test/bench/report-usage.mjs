// Loaded into a process before its program: tells at the end, on descriptor 3, how much memory it had at most.
import { writeSync } from 'node:fs';

process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS * 1024)));
