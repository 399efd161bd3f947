export function cfnGuard(folder: string, rule?: string): (path: string) => [string, ...string[]];
