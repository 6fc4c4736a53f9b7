// Pages that are written by hand and have generated parts: each part stands between two markers and is replaced whole.

const marker = (name: string) => `<!-- generated: ${name} -->`;
const END = '<!-- end of generated part -->';

/**
 * The page with every part between its markers replaced.
 *
 * @throws Error if a part has no place on the page, or the page a place for which there is no part.
 */
export function withParts(page: string, parts: ReadonlyMap<string, string>): string {
  const places = [...page.matchAll(/<!-- generated: (?<name>\S+) -->/g)].map(
    ({ groups }) => groups?.['name'] ?? '',
  );
  const homeless = [...parts.keys()].filter((name) => !places.includes(name));
  const unknown = places.filter((name) => !parts.has(name));
  if (homeless.length > 0 || unknown.length > 0) {
    throw new Error(
      `parts without a place: ${homeless.join()}; places without a part: ${unknown.join()}`,
    );
  }
  let result = page;
  for (const [name, part] of parts) {
    const from = result.indexOf(marker(name)) + marker(name).length;
    const to = result.indexOf(END, from);
    if (to < 0) throw new Error(`the part ${name} has no end marker`);
    result = `${result.slice(0, from)}\n${part.trim()}\n${result.slice(to)}`;
  }
  return result;
}

const line = (cells: readonly string[]) =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

/** A table in Markdown. */
export function markdownTable(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  return [line(heading), `|${heading.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
}

/** Text as code, and nothing for nothing. */
export const code = (text: string | undefined) =>
  text === undefined || text === '' ? '' : `\`${text}\``;
