/** What a template may ask for: parsing and evaluation end with a TemplateError beyond these. */

/**
 * Characters. CloudFormation takes templates of up to 1 MB (1,048,576 bytes); twice that leaves room for other ways
 * of counting.
 */
export const MAX_TEMPLATE_LENGTH = 2 * 1024 * 1024;

/** CloudFormation takes 500. Ten times that leaves room for what a macro may put together before they are counted. */
export const MAX_RESOURCES = 5_000;

/** Levels of nesting; CloudFormation's own templates stay far below. */
export const MAX_DEPTH = 120;

/** Expressions that are evaluated for one template; they take a second at most. */
export const MAX_STEPS = 600_000;

/** Characters of a text that is put together: no property of a resource takes more than a template may have. */
export const MAX_TEXT = 1024 * 1024;
