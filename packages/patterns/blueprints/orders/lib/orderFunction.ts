import { fileURLToPath } from 'node:url';
import { Duration } from 'aws-cdk-lib';
import type { RemovalPolicy } from 'aws-cdk-lib';
import { Code, Function, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

const folder = fileURLToPath(new URL('../functions', import.meta.url));

export interface OrderFunctionProps {
  /** File of the shared folder, without its extension. */
  readonly file: string;
  readonly memoryMegabytes: number;
  readonly timeoutSeconds: number;
  readonly environment: Record<string, string>;
  readonly removalPolicy: RemovalPolicy;
}

/** A function out of the one asset folder, with a log group of its own that forgets after a week. */
export function orderFunction(scope: Construct, id: string, props: OrderFunctionProps): Function {
  const logGroup = new LogGroup(scope, `${id}Logs`, { retention: RetentionDays.ONE_WEEK, removalPolicy: props.removalPolicy });
  return new Function(scope, id, {
    runtime: Runtime.NODEJS_22_X,
    code: Code.fromAsset(folder),
    handler: `${props.file}.handler`,
    memorySize: props.memoryMegabytes,
    timeout: Duration.seconds(props.timeoutSeconds),
    environment: props.environment,
    loggingFormat: LoggingFormat.TEXT,
    logGroup,
  });
}
