// The pages that the server serves: read into memory once, from the package or, in the sources, from a build made on the spot.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HoldlineError } from '../events/holdline-error.ts';

/** A file as it is served. */
export interface PageFile {
  readonly contentType: string;
  readonly body: Buffer;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const pathFromHere = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * The files of the viewer by their path, `/` and `/stately` being its two pages.
 *
 * @throws HoldlineError input_unreadable if they are missing.
 */
export function pageFiles(): ReadonlyMap<string, PageFile> {
  const folder = import.meta.url.endsWith('.ts')
    ? builtOnTheSpot()
    : pathFromHere('../../inspection/viewer');
  if (!existsSync(join(folder, 'index.html'))) {
    throw new HoldlineError(
      'input_unreadable',
      `expected the viewer in ${folder}, found nothing: install the package again, or run npm run build`,
    );
  }
  const files = new Map<string, PageFile>();
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const contentType = CONTENT_TYPES[extname(path)];
    if (contentType === undefined) continue;
    const file = { contentType, body: readFileSync(join(folder, path)) };
    files.set(addressOf(path.replaceAll('\\', '/')), file);
  }
  return files;
}

const addressOf = (path: string) =>
  path === 'index.html' ? '/' : `/${path.replace(/\.html$/, '')}`;

/** From the sources: Vite is at hand, and builds the viewer again when a file of it has changed. */
function builtOnTheSpot(): string {
  const root = pathFromHere('../..');
  const shelf = join(root, 'node_modules/.holdline-viewer');
  const newest = newestOf([join(root, 'src/viewer'), join(root, 'src/inspection')]);
  const folder = join(shelf, String(newest));
  if (existsSync(folder)) return folder;
  // Built aside and renamed, since another process may be doing the same.
  const aside = join(shelf, `being-built-${process.pid}`);
  const args = [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--outDir', aside];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) {
    throw new HoldlineError('input_unreadable', `the viewer could not be built: ${stderr}`);
  }
  try {
    renameSync(aside, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(aside, { recursive: true, force: true });
  }
  return folder;
}

function newestOf(folders: readonly string[]): number {
  const paths = folders.flatMap((folder) =>
    readdirSync(folder, { encoding: 'utf8' }).map((name) => join(folder, name)),
  );
  return Math.max(...paths.map((path) => statSync(path).mtimeMs));
}
