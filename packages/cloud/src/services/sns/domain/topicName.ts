import { invalidParameter } from '../errors.js';

const standardForm = /^[A-Za-z0-9_-]{1,256}$/;
const fifoForm = /^[A-Za-z0-9_-]{1,251}\.fifo$/;

/** Whether the topic is to be FIFO. `fifoAttribute` is the FifoTopic attribute as given. Throws for a name that does not fit. */
export function checkTopicName(name: string, fifoAttribute: string | undefined): boolean {
  const fifo = fifoAttribute?.toLowerCase() === 'true';
  if (fifoAttribute !== undefined && !fifo && fifoAttribute.toLowerCase() !== 'false') throw invalidParameter('Attributes Reason: FifoTopic: Invalid value');
  if (fifo && !fifoForm.test(name)) {
    throw invalidParameter(
      'Fifo Topic names must end with .fifo and must be made up of only uppercase and lowercase ASCII letters, numbers, underscores, and hyphens, and must be between 1 and 256 characters long.',
    );
  }
  if (!fifo && !standardForm.test(name)) throw invalidParameter('Topic Name');
  return fifo;
}
