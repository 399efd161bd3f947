/**
 * What the lexer of `yaml` puts between its tokens; the documentation of its lexer names them. They are written
 * here because the library's own `CST` brings 5 KB of code for editing along, which the Lambda does not need.
 */
export const CST = { BOM: '\ufeff', DOCUMENT: '\u0002', FLOW_END: '\u0018', SCALAR: '\u001f' } as const;
