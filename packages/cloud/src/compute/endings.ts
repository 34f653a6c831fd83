/** How one run in an environment ended, before it is worded. */
export type Ending =
  | { readonly kind: 'response'; readonly payload: Uint8Array }
  /** The runtime reported an error, in an invocation or while it initialized. */
  | { readonly kind: 'reported'; readonly payload: Uint8Array; readonly errorType: string | undefined }
  | { readonly kind: 'exit'; readonly code: number | null; readonly signal: string | null }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'outOfMemory' }
  | { readonly kind: 'tooLarge' }
  /** The process could not be begun. */
  | { readonly kind: 'unstartable'; readonly errorType: string; readonly reason: string };

export interface WordedEnding {
  readonly payload: Uint8Array;
  readonly error: { readonly type: string; readonly message: string } | undefined;
  readonly status: 'success' | 'error' | 'timeout';
  /** What the platform writes into the log about it. */
  readonly logLine: string | undefined;
}

/** 6 MB and 100 bytes. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const largestResponseBytes = 6 * 1024 * 1024 + 100;

/** AWS's payload and error for each way to end. */
export function wordEnding(ending: Ending, requestId: string, timeoutMs: number, nowMs: number): WordedEnding {
  switch (ending.kind) {
    case 'response':
      return { payload: ending.payload, error: undefined, status: 'success', logLine: undefined };
    case 'reported':
      return { payload: ending.payload, error: reportedError(ending), status: 'error', logLine: undefined };
    case 'timeout': {
      const text = `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`;
      const worded = failed('Sandbox.Timedout', `RequestId: ${requestId} Error: ${text}`);
      return { ...worded, status: 'timeout', logLine: `${new Date(nowMs).toISOString()} ${requestId} ${text}` };
    }
    case 'tooLarge':
      return failed('Function.ResponseSizeTooLarge', `Response payload size exceeded maximum allowed payload size (${largestResponseBytes} bytes).`);
    case 'outOfMemory':
      return platformFailure('Runtime.OutOfMemory', requestId, 'Runtime exited with error: signal: killed');
    case 'unstartable':
      return platformFailure(ending.errorType, requestId, ending.reason);
    case 'exit':
      return platformFailure('Runtime.ExitError', requestId, exitReason(ending.code, ending.signal));
  }
}

function platformFailure(type: string, requestId: string, reason: string): WordedEnding {
  const message = `RequestId: ${requestId} Error: ${reason}`;
  return { ...failed(type, message), logLine: `${message}\n${type}` };
}

function failed(errorType: string, errorMessage: string): WordedEnding {
  const payload = encoder.encode(JSON.stringify({ errorType, errorMessage }));
  return { payload, error: { type: errorType, message: errorMessage }, status: 'error', logLine: undefined };
}

/** The runtime's own words, as far as they can be read. */
function reportedError({ payload, errorType }: { payload: Uint8Array; errorType: string | undefined }): { type: string; message: string } {
  try {
    const body: unknown = JSON.parse(decoder.decode(payload));
    if (typeof body === 'object' && body !== null) {
      const { errorType: type, errorMessage: message } = body as Record<string, unknown>;
      return { type: typeof type === 'string' ? type : (errorType ?? 'Unhandled'), message: typeof message === 'string' ? message : '' };
    }
  } catch {
    // A custom runtime may report anything.
  }
  return { type: errorType ?? 'Unhandled', message: '' };
}

function exitReason(code: number | null, signal: string | null): string {
  if (signal !== null) return `Runtime exited with error: signal: ${signalNames[signal] ?? signal.toLowerCase()}`;
  return code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: exit status ${code}`;
}

/** As Go's os.ProcessState words them, whose text AWS shows. */
const signalNames: Readonly<Record<string, string>> = {
  SIGABRT: 'aborted',
  SIGBUS: 'bus error',
  SIGFPE: 'floating point exception',
  SIGHUP: 'hangup',
  SIGILL: 'illegal instruction',
  SIGINT: 'interrupt',
  SIGKILL: 'killed',
  SIGPIPE: 'broken pipe',
  SIGQUIT: 'quit',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
  SIGTRAP: 'trace/breakpoint trap',
};

const encoder = new TextEncoder();
const decoder = new TextDecoder();
