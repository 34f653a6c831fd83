import { defineService } from '../../kernel/service.js';
import { getMetricData } from './operations/getMetricData.js';
import { getMetricStatistics } from './operations/getMetricStatistics.js';
import { listMetrics } from './operations/listMetrics.js';
import { putMetricData } from './operations/putMetricData.js';

export const cloudwatch = defineService({
  name: 'cloudwatch',
  operations: {
    GetMetricData: getMetricData,
    GetMetricStatistics: getMetricStatistics,
    ListMetrics: listMetrics,
    PutMetricData: putMetricData,
  },
  modelConstraints: true,
  constraintErrorCode: 'InvalidParameterValueException',
});
