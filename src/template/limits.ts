/** Limits on templates. Parsing and evaluation throw a TemplateError beyond them. */

/**
 * Characters. CloudFormation takes templates of up to 1 MB (1,048,576 bytes); twice that leaves room for other ways
 * of counting.
 */
export const MAX_TEMPLATE_LENGTH = 2 * 1024 * 1024;

/** CloudFormation takes 500. Ten times that leaves room for resources that a macro merges before they are counted. */
export const MAX_RESOURCES = 5_000;

/** Levels of nesting. Real templates stay far below. */
export const MAX_DEPTH = 120;

/** Expressions evaluated for one template. This many take a second at most. */
export const MAX_STEPS = 600_000;

/** Characters of a text that a template builds. No property takes more than a whole template may have. */
export const MAX_TEXT = 1024 * 1024;
