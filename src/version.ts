declare const __VERSION__: string | undefined;

/** The version that reports name; written in by the build. */
export const version = typeof __VERSION__ === 'string' ? __VERSION__ : 'development';
