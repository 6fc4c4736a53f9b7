// The baseline of the replay bench: the least that reading a file of events can be. Lines are split and parsed, and nothing else.
import { createReadStream } from 'node:fs';

let rest = '';
let count = 0;
for await (const chunk of createReadStream(process.argv[2], {
  encoding: 'utf8',
  highWaterMark: 1 << 20,
})) {
  const text = rest + chunk;
  let from = 0;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
    JSON.parse(text.slice(from, end));
    count += 1;
    from = end + 1;
  }
  rest = text.slice(from);
}
process.stdout.write(`${count}\n`);
