import { writeLog } from './execute/logWriting.js';
import { integrationTimeout } from './execute/timeout.js';

/** What happens later, by the names under which it is scheduled. */
export const tasks = { integrationTimeout, writeLog };
