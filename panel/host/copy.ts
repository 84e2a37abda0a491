/** Copies a text to the clipboard. If that fails, calls `failed` and resolves to false. */
export function copyText(text: string, failed: (error: Error) => void): Promise<boolean> {
  return navigator.clipboard.writeText(text).then(
    () => true,
    (error: Error) => {
      failed(new Error(`Could not copy: ${error.message}`));
      return false;
    },
  );
}
