'use strict';
// `awslambda.streamifyResponse`: the answer is collected, and handed in whole when the stream ends.

const marker = Symbol.for('aws.lambda.runtime.handler.streaming');
const separator = Buffer.alloc(8);

function install(target) {
  target.awslambda = {
    streamifyResponse(handler) {
      handler[marker] = 'response';
      return handler;
    },
    HttpResponseStream: {
      from(stream, prelude) {
        stream.setContentType('application/vnd.awslambda.http-integration-response');
        stream.write(JSON.stringify(prelude));
        stream.write(separator);
        return stream;
      },
    },
  };
}

/** A writable stream and the promise of everything written to it. */
function collector() {
  const { Writable } = require('node:stream');
  const chunks = [];
  let contentType = 'application/octet-stream';
  const stream = new Writable({
    write(chunk, encoding, done) {
      chunks.push(typeof chunk === 'string' ? Buffer.from(chunk, encoding) : Buffer.from(chunk));
      done();
    },
  });
  stream.setContentType = (value) => void (contentType = value);
  const finished = new Promise((resolve, reject) => {
    stream.once('finish', () => resolve({ body: Buffer.concat(chunks), contentType }));
    stream.once('error', reject);
  });
  return { stream, finished };
}

module.exports = { install, collector };
