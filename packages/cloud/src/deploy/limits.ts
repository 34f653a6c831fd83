/** A quota of CloudFormation. Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html, checked 2026-11-21. */
export const limits = {
  /** Bytes of a template given in the request. */
  templateBodyBytes: 51_200,
  /** Bytes of a template in an S3 object. */
  templateObjectBytes: 1_000_000,
  resources: 500,
  parameters: 200,
  outputs: 200,
  mappings: 200,
  mappingAttributes: 200,
  /** Bytes of a template's description. */
  descriptionBytes: 1_024,
  /** Bytes of a parameter's value. */
  parameterValueBytes: 4_096,
  logicalIdCharacters: 255,
  dynamicReferences: 60,
  /** Bytes of a custom resource's response. */
  customResourceResponseBytes: 4_096,
  /** Seconds a custom resource may take where `ServiceTimeout` says nothing. */
  customResourceTimeoutSeconds: 3_600,
  /** Nesting of values, AWS gives no number; keeps hostile templates off the call stack. */
  templateDepth: 120,
} as const;
