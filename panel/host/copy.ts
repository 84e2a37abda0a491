/** Copies a text; where that fails, says why and gives false. */
export function copyText(text: string, failed: (error: Error) => void): Promise<boolean> {
  return navigator.clipboard.writeText(text).then(
    () => true,
    (error: Error) => {
      failed(new Error(`Copying failed: ${error.message}`));
      return false;
    },
  );
}
