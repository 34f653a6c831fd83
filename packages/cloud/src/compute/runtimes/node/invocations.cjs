'use strict';
// One invocation after another, each settled exactly once.

const { describe, logged, runtimeError } = require('./failures.cjs');
const { headerSafe } = require('./client.cjs');
const { isStreaming } = require('./handler.cjs');

const neverSettled =
  'The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes';

class Invocations {
  constructor(client, log, settings) {
    this.client = client;
    this.log = log;
    this.settings = settings;
    this.hasCallbacks = settings.runtime !== 'nodejs24.x';
    this.currentRequestId = undefined;
    this.onEmptyLoop = undefined;
  }

  async serve(handler) {
    process.on('beforeExit', () => this.onEmptyLoop?.());
    this.client.hold();
    let next = await this.client.next();
    for (;;) {
      const requestId = next.headers['lambda-runtime-aws-request-id'];
      this.begin(requestId, next.headers);
      const outcome = await this.run(handler, next);
      this.onEmptyLoop = undefined;
      this.client.hold();
      this.log.end(requestId);
      this.currentRequestId = undefined;
      next = await this.client.complete(requestId, outcome);
    }
  }

  /** The process is about to end: the invocation under way, or the initialization, fails with this. */
  abandon(error) {
    const description = describe(error);
    if (this.currentRequestId === undefined) return this.client.initError(description);
    this.log.end(this.currentRequestId);
    return this.client.error(this.currentRequestId, description);
  }

  begin(requestId, headers) {
    this.client.release();
    this.currentRequestId = requestId;
    this.log.requestId = requestId;
    process.env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id'] ?? '';
    if (this.settings.shiftsClock) require('./clock.cjs').set(Number(headers['terrella-cloud-time-ms']));
  }

  run(handler, { headers, body }) {
    return new Promise((resolve) => {
      let settled = false;
      const settle = (outcome) => {
        if (settled) return;
        settled = true;
        resolve(outcome);
      };
      const fail = (error) => settle(this.failure(error));
      const succeed = (value) => {
        if (!settled) settle(this.success(value));
      };
      const context = this.context(headers);
      this.onEmptyLoop = () => (this.hasCallbacks ? succeed(null) : fail(runtimeError('Runtime.NodeJsExit', neverSettled)));
      try {
        const event = JSON.parse(body.toString('utf8'));
        if (isStreaming(handler)) return this.stream(handler, event, context, settle, fail);
        this.call(handler, event, context, succeed, fail);
      } catch (error) {
        fail(error);
      }
    });
  }

  call(handler, event, context, succeed, fail) {
    if (!this.hasCallbacks) {
      const value = handler(event, context);
      return isThenable(value) ? void value.then(succeed, fail) : succeed(value);
    }
    /** With an event loop that still has work the answer waits, unless the function says otherwise. */
    const answer = (finish) => {
      if (context.callbackWaitsForEmptyEventLoop) this.onEmptyLoop = finish;
      else finish();
    };
    const done = (error, value) => (error === undefined || error === null ? succeed(value) : fail(error));
    Object.assign(context, { done, succeed: (value) => done(null, value), fail: (error) => done(error ?? 'handled') });
    const value = handler(event, context, (error, result) => answer(() => done(error, result)));
    if (isThenable(value)) value.then(succeed, fail);
  }

  stream(handler, event, context, settle, fail) {
    const { stream, finished } = require('./streaming.cjs').collector();
    const done = ({ body, contentType }) => settle({ body, headers: `Terrella-Content-Type: ${headerSafe(contentType)}\r\n` });
    Promise.resolve(handler(event, stream, context)).catch(fail);
    finished.then(done, fail);
  }

  success(value) {
    try {
      return { body: JSON.stringify(value === undefined ? null : value) ?? 'null' };
    } catch {
      return this.failure(new Error('Unable to stringify response body'));
    }
  }

  failure(error) {
    this.log.write('ERROR', `Invoke Error \t${logged(error)}`);
    const description = describe(error);
    return {
      failed: true,
      body: JSON.stringify(description),
      headers: `Lambda-Runtime-Function-Error-Type: ${headerSafe(description.errorType)}\r\n`,
    };
  }

  context(headers) {
    const environment = process.env;
    const endsAt = performance.now() + Number(headers['terrella-remaining-ms'] ?? headers['lambda-runtime-deadline-ms'] - Date.now());
    const clientContext = headers['lambda-runtime-client-context'];
    const identity = headers['lambda-runtime-cognito-identity'];
    return {
      callbackWaitsForEmptyEventLoop: true,
      functionVersion: environment.AWS_LAMBDA_FUNCTION_VERSION,
      functionName: environment.AWS_LAMBDA_FUNCTION_NAME,
      memoryLimitInMB: environment.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
      logGroupName: environment.AWS_LAMBDA_LOG_GROUP_NAME,
      logStreamName: environment.AWS_LAMBDA_LOG_STREAM_NAME,
      clientContext: clientContext ? JSON.parse(clientContext) : undefined,
      identity: identity ? JSON.parse(identity) : undefined,
      invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
      awsRequestId: headers['lambda-runtime-aws-request-id'],
      getRemainingTimeInMillis: () => Math.max(0, Math.floor(endsAt - performance.now())),
    };
  }
}

const isThenable = (value) => typeof value === 'object' && value !== null && typeof value.then === 'function';

module.exports = { Invocations };
