/**
 * Limits of STS. Checked 2026-11-21.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
 */
export const limits = {
  /** Seconds of a role's session where the request names none; also the most when one role assumes another. */
  roleSessionSeconds: 3600,
  /** Seconds of GetSessionToken: by default, and at most for root. */
  sessionTokenSeconds: 43_200,
  rootSessionTokenSeconds: 3600,
  /** Characters of the policy passed to AssumeRole. */
  sessionPolicyCharacters: 2048,
  /** Managed policies passed to AssumeRole. */
  sessionPolicyArns: 10,
} as const;
