import { defineService } from '../../kernel/service.js';

export const s3 = defineService({ name: 's3', operations: {}, modelConstraints: true });
