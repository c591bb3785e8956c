/** `<org>/<image>`: what an image is called across organisations. */
export function imageKey({ orgName, imageName }: { orgName: string; imageName: string }): string {
  return `${orgName}/${imageName}`
}
