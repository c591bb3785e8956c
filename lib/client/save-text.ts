/** Has the browser keep a text as a file. */
export function saveText(fileName: string, text: string, type = 'application/yaml'): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName.replace(/[\\/:*?"<>|\p{Cc}]+/gu, '-')
  link.click()
  // The download has begun by the next task.
  setTimeout(() => URL.revokeObjectURL(url), 0)
}
