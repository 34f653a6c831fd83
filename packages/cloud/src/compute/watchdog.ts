import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

/**
 * Reads `+PID` and `-PID` from its input. When that ends, because the cloud closed or its process died in whatever way, it
 * kills the process groups still named and removes the directory: no function outlives its cloud.
 */
const script = `
live=" "
while read -r line; do
  pid=\${line#?}
  case $line in
    +*) live="$live$pid " ;;
    -*) case $live in *" $pid "*) live="\${live%% $pid *} \${live#* $pid }" ;; esac ;;
  esac
done
for pid in $live; do kill -9 "-$pid" 2>/dev/null; done
rm -rf "$1"
`;

/** A small shell process that outlives this one for a moment. */
export class Watchdog {
  private readonly process: ChildProcess;
  private readonly gone: Promise<void>;

  constructor(directory: string) {
    this.process = spawn('/bin/sh', ['-c', script, 'terrella-watchdog', directory], {
      stdio: ['pipe', 'ignore', 'ignore'],
      // A group of its own: Ctrl-C in the terminal must not reach it before its work is done.
      detached: true,
      cwd: '/',
      env: { PATH: '/usr/bin:/bin' },
    });
    this.gone = new Promise((resolve) => {
      this.process.once('exit', () => resolve());
      this.process.once('error', () => resolve());
    });
    this.process.stdin!.on('error', () => undefined);
    this.process.unref();
  }

  watch(pid: number): void {
    this.process.stdin!.write(`+${pid}\n`);
  }

  forget(pid: number): void {
    this.process.stdin!.write(`-${pid}\n`);
  }

  /** Everything left is killed and the directory removed when this resolves. */
  async close(): Promise<void> {
    this.process.ref();
    this.process.stdin!.end();
    await this.gone;
  }
}
