import { runtimeFamily } from '../../compute/runtimes.js';
import { notImplemented } from '../../kernel/errors.js';
import { invalidParameter } from './errors.js';

/** Runtimes that AWS knows and no longer takes. https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html#runtimes-deprecated */
const retiredRuntimes =
  /^(?:nodejs|nodejs4\.3|nodejs4\.3-edge|nodejs6\.10|nodejs8\.10|nodejs1[0246]\.x|python2\.7|python3\.[678]|java8|dotnetcore[123]\.[01]|dotnet6|go1\.x|ruby2\.[57]|provided)$/;

/** Throws unless functions with this runtime can be made and run here. */
export function checkRuntime(runtime: string | undefined): void {
  if (runtime === undefined) return;
  if (retiredRuntimes.test(runtime)) {
    throw invalidParameter(
      `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.`,
    );
  }
  if (runtimeFamily(runtime) === undefined) throw notImplemented(`the Lambda runtime ${runtime}`);
}
