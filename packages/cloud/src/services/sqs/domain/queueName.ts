import { invalidParameter, unknownAttribute } from '../errors.js';

const standardForm = /^[A-Za-z0-9_-]{1,80}$/;
const fifoForm = /^[A-Za-z0-9_-]{1,75}\.fifo$/;

/** Whether the queue is to be FIFO. `fifoAttribute` is the FifoQueue attribute as given. Throws for a name that does not fit. */
export function checkName(name: string, fifoAttribute: string | undefined): boolean {
  if (fifoAttribute !== undefined && fifoAttribute.toLowerCase() !== 'true') throw unknownAttribute('FifoQueue');
  const fifo = fifoAttribute !== undefined;
  if (fifo && !fifoForm.test(name)) {
    throw invalidParameter(
      'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.',
    );
  }
  if (!fifo && !standardForm.test(name)) {
    throw invalidParameter('Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length');
  }
  return fifo;
}
