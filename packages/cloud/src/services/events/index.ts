import { defineService } from '../../kernel/service.js';

export const events = defineService({ name: 'events', operations: {}, modelConstraints: true });
