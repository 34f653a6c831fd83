import { closeSync, fdatasync, fsyncSync, ftruncateSync, openSync, write } from 'node:fs';
import { promisify } from 'node:util';

const writeAsync = promisify(write);
const syncAsync = promisify(fdatasync);

const chunkBytes = 8 * 1024 * 1024;
const zeros = Buffer.alloc(1024 * 1024);

/**
 * A log that is written ahead with zeros: a sync then flushes data alone, without a commit of the file system's own journal
 * for each change of the file's length. What follows the last frame is zeros until the log is closed.
 */
export class LogFile {
  private allocatedBytes: number;
  private allocating: Promise<void> | undefined;
  private closed = false;

  private constructor(
    private readonly file: number,
    /** Where the next frame goes. */
    private position: number,
  ) {
    this.allocatedBytes = position;
  }

  /** Goes on behind the first `wholeBytes` of the file, dropping the rest. */
  static open(path: string, wholeBytes: number): LogFile {
    const file = openSync(path, wholeBytes === 0 ? 'w' : 'r+');
    ftruncateSync(file, wholeBytes);
    fsyncSync(file);
    return new LogFile(file, wholeBytes);
  }

  get bytes(): number {
    return this.position;
  }

  /** On disk when it resolves. One at a time. */
  async append(frame: Buffer): Promise<void> {
    if (this.closed) throw new Error('the log is closed');
    if (this.allocatedBytes - this.position < frame.length) await (this.allocating ?? this.allocate());
    await this.writeAll(frame, this.position);
    await syncAsync(this.file);
    this.position += frame.length;
    if (this.allocatedBytes - this.position < chunkBytes / 2 && !this.allocating) {
      this.allocating = this.allocate();
      // A full disk is told to the append that needs the room.
      this.allocating.catch(() => undefined);
    }
  }

  /** Cuts the zeros off. Call it when no append is under way. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.allocating?.catch(() => undefined);
    ftruncateSync(this.file, this.position);
    fsyncSync(this.file);
    closeSync(this.file);
  }

  private async allocate(): Promise<void> {
    const end = this.allocatedBytes + chunkBytes;
    for (let at = this.allocatedBytes; at < end && !this.closed; at += zeros.length) {
      // A frame larger than what is allocated may have been written here already.
      if (at >= this.position) await this.writeAll(zeros, at);
    }
    this.allocatedBytes = end;
    this.allocating = undefined;
  }

  private async writeAll(bytes: Buffer, position: number): Promise<void> {
    for (let written = 0; written < bytes.length; ) {
      written += (await writeAsync(this.file, bytes, written, bytes.length - written, position + written)).bytesWritten;
    }
  }
}
