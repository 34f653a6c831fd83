import type { StartOptions } from '../options.js';
import { createOutput } from '../output.js';
import { deployBlueprint } from '../blueprint.js';
import { startLab, untilStopped } from '../server.js';

/** Starts a lab in this process and stays until Ctrl-C. */
export async function start(options: StartOptions): Promise<void> {
  const output = createOutput(options.json === true);
  const cloud = await startLab(options);
  const stopped = untilStopped(cloud, output);
  const endpoint = cloud.url!;
  output.line(`${output.style.bold('Terrella')} ${output.style.cyan(endpoint)} ${output.style.dim(`account ${cloud.account}, ${cloud.region}`)}`);
  if (options.blueprint !== undefined) {
    try {
      await deployBlueprint(options.blueprint, cloud, endpoint, output);
    } catch (error) {
      await cloud.close();
      throw error;
    }
  }
  output.result({ status: 'ready', endpoint, account: cloud.account, region: cloud.region });
  output.line(output.style.dim('Ctrl-C stops the lab.'));
  await stopped;
}
