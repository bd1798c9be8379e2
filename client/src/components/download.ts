/** Has the browser save what is given. */
export function download(content: Blob, fileName: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = fileName;
  link.click();
  // The download has its own hold on the content once the click is over.
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 0);
}
