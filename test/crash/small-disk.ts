// Disks that fail for real: a file system of two megabytes, one that may not be written, a limit on the size of files.
import { spawnSync } from 'node:child_process';

/** Arguments of bash that run a script and then become the command that follows. */
const thenBecome = (script: string) => ['bash', '-c', `${script} && exec "$0" "$@"`];

/** How to have a mount table of one's own, which goes when its last process does; undefined where that is forbidden. */
const ownMounts = ((): readonly string[] | undefined => {
  for (const flags of ['-m', '-Urm']) {
    const trial = spawnSync('unshare', [flags, 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']);
    if (trial.status === 0) return ['unshare', flags];
  }
  return undefined;
})();

/** What to start a host through so that a folder is a disk of its own, that large; undefined where none can be mounted. */
export const throughSmallDisk = (folder: string, bytes: number): readonly string[] | undefined =>
  ownMounts && [...ownMounts, ...thenBecome(`mount -t tmpfs -o size=${bytes} tmpfs '${folder}'`)];

/** What to start a host through so that a folder may only be read; undefined where that is forbidden. */
export const throughReadOnly = (folder: string): readonly string[] | undefined =>
  ownMounts && [
    ...ownMounts,
    ...thenBecome(`mount --bind '${folder}' '${folder}' && mount -o remount,ro,bind '${folder}'`),
  ];

/** What to start a host through so that none of its files grows beyond a size: its writes fail there. */
export const throughFileLimit = (kibibytes: number): readonly string[] =>
  thenBecome(`trap '' XFSZ && ulimit -S -f ${kibibytes}`);

/** Takes that limit away from a process that runs. */
export function liftFileLimit(pid: number): void {
  const { status, stderr } = spawnSync('prlimit', ['--pid', String(pid), '--fsize=unlimited']);
  if (status !== 0) throw new Error(`prlimit failed: ${String(stderr)}`);
}

/** Whether a running process can be given another limit here. */
export const canLiftFileLimit = spawnSync('prlimit', ['--version']).status === 0;
