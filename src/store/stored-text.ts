// Text as SQLite keeps it. SQLite orders text by code point and the drivers end it at a NUL; the contract orders by code
// unit, and an id may hold anything that JSON can write. Nearly every id is stored as it is.

/** The code units from here on move behind U+FFFF, each to a character of its own, so that their order stays. */
const FIRST_MOVED = 0xd800;
const MOVED_TO = 0x10000;
/** Stands before another character in place of U+0000 and itself. */
const ESCAPE = '\x01';

/** Text to be stored: equal for equal text, in the order of code units, and free of what SQLite or a driver would change. */
export function toStored(text: string): string {
  if (isPlain(text)) return text;
  let stored = '';
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= FIRST_MOVED) stored += String.fromCodePoint(MOVED_TO + unit - FIRST_MOVED);
    else if (unit <= 1) stored += unit === 0 ? `${ESCAPE}\x01` : `${ESCAPE}\x02`;
    else stored += text.charAt(index);
  }
  return stored;
}

/** The text that was stored. */
export function fromStored(stored: string): string {
  if (isPlain(stored)) return stored;
  let text = '';
  for (let index = 0; index < stored.length; index++) {
    const point = stored.codePointAt(index) ?? 0;
    if (point >= MOVED_TO) {
      text += String.fromCharCode(FIRST_MOVED + point - MOVED_TO);
      index++;
    } else if (point === 1) {
      text += stored.charCodeAt(++index) === 1 ? '\0' : '\x01';
    } else {
      text += stored.charAt(index);
    }
  }
  return text;
}

/** Whether text holds nothing that would be cut off, replaced or sorted elsewhere. */
function isPlain(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit <= 1 || unit >= FIRST_MOVED) return false;
  }
  return true;
}
