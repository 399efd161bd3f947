/** package.json says which Node is needed; the SDK's plans for its later versions are not the user's concern. */
export function silenceNodeWarning(): void {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
}
