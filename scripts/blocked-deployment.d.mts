export function blockedDeployment(): Promise<string>;
