// A load generator on raw sockets: keep-alive connections, one request under way on each.
import { connect } from 'node:net';

const headerEnd = Buffer.from('\r\n\r\n');

/** HTTP/1.1 request bytes. */
export function requestBytes({ method = 'POST', path = '/', host, headers = {}, body = '' }) {
  const payload = Buffer.from(body);
  const lines = [`${method} ${path} HTTP/1.1`, `Host: ${host}`, `Content-Length: ${payload.length}`];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), payload]);
}

/** Calls back with each whole response of a connection: status and body. */
function responseReader(onResponse) {
  let pending = Buffer.alloc(0);
  return (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    for (;;) {
      const end = pending.indexOf(headerEnd);
      if (end < 0) return;
      const head = pending.toString('latin1', 0, end);
      const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
      const total = end + 4 + length;
      if (pending.length < total) return;
      const status = Number(head.slice(9, 12));
      const body = pending.subarray(end + 4, total);
      pending = pending.subarray(total);
      onResponse(status, body, /^HTTP\/1\.0|\r\nconnection: *close/i.test(head));
    }
  };
}

/** Sends one request and gives its response. */
export function once(port, request) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', reject);
    socket.on('data', responseReader((status, body) => (socket.destroy(), resolve({ status, body }))));
    socket.write(request);
  });
}

/**
 * Requests per second over `seconds`, after a warm-up of the same kind. `next(i)` gives the i-th request.
 * Rejects at the first response that is no 200, with its body.
 */
export async function rate({ port, connections = 32, seconds = 4, warmupSeconds = 1.5, next }) {
  let sent = 0;
  let answered = 0;
  let counting = false;
  let stopped = false;
  let failed;
  /** One connection; a server that closes after each answer (HTTP/1.0) is connected to again. */
  const connection = () =>
    new Promise((resolve) => {
      const open = () => {
        const socket = connect(port, '127.0.0.1');
        socket.setNoDelay(true);
        const send = () => (stopped ? socket.destroy() : socket.write(next(sent++)));
        socket.on('connect', send);
        socket.on('error', (error) => {
          failed ??= error;
          stopped = true;
        });
        socket.on('close', () => (stopped ? resolve() : open()));
        socket.on('data', responseReader((status, body, closes) => {
          if (status !== 200) {
            failed ??= new Error(`${status} ${body.toString()}`);
            stopped = true;
          }
          if (counting) answered++;
          if (closes) socket.destroy();
          else send();
        }));
      };
      open();
    });
  const done = Array.from({ length: connections }, connection);
  await new Promise((resolve) => setTimeout(resolve, warmupSeconds * 1000));
  counting = true;
  const begin = performance.now();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const elapsedMs = performance.now() - begin;
  counting = false;
  stopped = true;
  await Promise.all(done);
  if (failed) throw failed;
  return Math.round((answered / elapsedMs) * 1000);
}
