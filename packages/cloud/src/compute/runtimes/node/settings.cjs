'use strict';
// What the pool tells the bootstrap, and the function must not see.

function takeSettings(environment) {
  const taken = (name) => {
    const value = environment[name];
    delete environment[name];
    return value;
  };
  return {
    runtimeApi: environment.AWS_LAMBDA_RUNTIME_API,
    taskRoot: environment.LAMBDA_TASK_ROOT,
    handler: environment._HANDLER ?? '',
    runtime: (environment.AWS_EXECUTION_ENV ?? '').replace('AWS_Lambda_', ''),
    logDescriptor: Number(taken('_LAMBDA_TELEMETRY_LOG_FD') ?? 3),
    logFormat: environment.AWS_LAMBDA_LOG_FORMAT === 'JSON' ? 'JSON' : 'Text',
    logLevel: environment.AWS_LAMBDA_LOG_LEVEL,
    shiftsClock: taken('TERRELLA_SHIFTS_CLOCK') === '1',
    usesHooks: environment.TERRELLA_LAYER_ROOT !== undefined || environment.TERRELLA_PACKAGES !== undefined,
    layerRoot: taken('TERRELLA_LAYER_ROOT'),
    packages: taken('TERRELLA_PACKAGES'),
    endpoint: taken('TERRELLA_ENDPOINT'),
  };
}

module.exports = { takeSettings };
