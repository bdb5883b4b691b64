// PostgreSQL refuses to run as root. For root, it is run as the user `postgres`, made if need be; and where that user
// may not pass (a clone in root's home), it keeps one right of root's: files' modes do not bind it.
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { findProgram } from '../find-program.ts';
import type { ProcessSpec } from '../part.ts';
import { SandboxFaults } from '../settings.ts';

type Command = Pick<ProcessSpec, 'command' | 'args' | 'uid' | 'gid' | 'cwd'>;

export interface DatabaseUser {
  (command: string, args: readonly string[]): Command;
  /** Gives a file or folder to that user. */
  own(path: string): void;
}

export interface PlacesToReach {
  readonly folder: string;
  readonly program: string;
}

export function asDatabaseUser({ folder, program }: PlacesToReach): DatabaseUser {
  if (process.getuid?.() !== 0) {
    return Object.assign((command: string, args: readonly string[]) => ({ command, args }), {
      own: () => {},
    });
  }
  const { uid, gid } = postgresUser();
  mkdirSync(folder, { recursive: true });
  // Others may pass through this folder, but not list it.
  chmodSync(folder, 0o711);
  const own = (path: string) => chownSync(path, uid, gid);
  if ([folder, program].every(isReachable)) {
    return Object.assign(
      (command: string, args: readonly string[]) => ({ command, args, uid, gid, cwd: '/' }),
      { own },
    );
  }
  if (!findProgram('setpriv', process.env)) {
    throw new SandboxFaults([
      `the user postgres may not pass through the folders above ${folder} and ${program}: put the project where ` +
        'everybody may pass, or point DATABASE_URL at a server that is running',
    ]);
  }
  const capability = '+dac_override';
  const leading = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
  const kept = [`--inh-caps=${capability}`, `--ambient-caps=${capability}`, '--'];
  const withPassage = (command: string, args: readonly string[]) => ({
    command: 'setpriv',
    args: [...leading, ...kept, command, ...args],
    cwd: '/',
  });
  return Object.assign(withPassage, { own });
}

function postgresUser(): { uid: number; gid: number } {
  try {
    return readUser();
  } catch {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], { stdio: 'pipe' });
    return readUser();
  }
}

function readUser(): { uid: number; gid: number } {
  const ask = (option: string) =>
    Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8', stdio: 'pipe' }).trim());
  return { uid: ask('-u'), gid: ask('-g') };
}

/** May everybody pass through all folders above? */
function isReachable(path: string): boolean {
  const parent = dirname(path);
  if (parent === path) return true;
  return (statSync(parent).mode & 0o001) !== 0 && isReachable(parent);
}
