import { checkFaultRule, faultRules } from './kernel/faults.js';
import type { FaultRule } from './kernel/faults.js';
import type { Kernel } from './kernel/kernel.js';

const nowhere = { account: '', region: '' };

/** What goes wrong in this cloud. */
export class CloudFaults {
  constructor(private readonly kernel: () => Kernel) {}

  /** From now on; returns the rule's id. Throws TypeError where the rule makes no sense. */
  add(rule: Omit<FaultRule, 'id'> & { id?: string }): string {
    const kernel = this.kernel();
    const complete: FaultRule = { ...rule, id: rule.id ?? kernel.ids.hex(8) };
    checkFaultRule(complete);
    kernel.store.begin();
    kernel.store.table(faultRules, nowhere).put(complete.id, complete);
    kernel.store.commit();
    return complete.id;
  }

  /** True if there was one. */
  remove(id: string): boolean {
    const { store } = this.kernel();
    store.begin();
    const removed = store.table(faultRules, nowhere).delete(id);
    store.commit();
    return removed;
  }

  list(): FaultRule[] {
    return [...this.kernel().store.table(faultRules, nowhere).range()].map(([, rule]) => rule);
  }
}
