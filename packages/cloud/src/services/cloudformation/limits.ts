/** Items of one page, where AWS documents no number of its own. Checked 2026-11-21. */
export const limits = {
  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListExports.html */
  pageItems: { value: 100, unit: 'items' },
  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
  stacks: { value: 2_000, unit: 'stacks in a region' },
  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html */
  tags: { value: 50, unit: 'tags' },
  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html */
  notificationArns: { value: 5, unit: 'topics' },
} as const;
